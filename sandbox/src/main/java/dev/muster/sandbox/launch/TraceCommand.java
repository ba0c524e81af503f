package dev.muster.sandbox.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** {@code ./muster trace}: asks the running sandbox for its traces. */
public final class TraceCommand {

    private TraceCommand() {}

    /**
     * What the sandbox has to show of a sign-up, of a run or of one trace; of all in short, where none is named.
     *
     * @throws Refusal where none runs, or it knows of none
     */
    public static String run(List<String> arguments) throws InterruptedException {
        var offset = 0;
        var about = "";
        for (var line = new CommandLine(arguments); line.next(); ) {
            if (line.option().equals("--port-offset")) {
                offset = Math.toIntExact(line.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
            } else if (line.option().startsWith("-")) {
                throw line.unknown("--port-offset N, and the id of a sign-up, a run or a trace");
            } else {
                about = line.option();
            }
        }
        var port = Ports.standard(offset).of(Ports.TRACES);
        var shown = get(URI.create("http://127.0.0.1:" + port + "/?of=" + URLEncoder.encode(about, UTF_8)), port);
        if (shown.isEmpty()) {
            throw Refusal.because("No trace of " + (about.isEmpty() ? "anything" : about)
                    + " is known: services send what they have every second, and the sandbox forgets when it ends.");
        }
        return shown;
    }

    private static String get(URI address, int port) throws InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(UTF_8))
                    .body();
        } catch (IOException _) {
            throw Refusal.because("No sandbox shows traces on port " + port + ": start it with ./muster up"
                    + ", or name its --port-offset.");
        }
    }
}
