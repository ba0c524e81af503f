package dev.muster.sandbox.chaos;

import dev.muster.sandbox.emulator.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Calls Muster and the emulators as browsers and people's programs do: nothing is sent twice unasked. */
final class Http {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String DATA = "data:";

    private final HttpClient http = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Map<String, String> headers;

    Http() {
        this(Map.of());
    }

    Http(Map<String, String> headers) {
        this.headers = headers;
    }

    /** What came back. */
    record Reply(int status, String text) {

        boolean isFine() {
            return status < 300;
        }

        JsonNode json() {
            return Json.MAPPER.readTree(text);
        }
    }

    /** What came back, where anything did. */
    Optional<Reply> tries(String method, URI address, String json) {
        try {
            var answer = http.send(request(method, address, json).build(), HttpResponse.BodyHandlers.ofString());
            return Optional.of(new Reply(answer.statusCode(), answer.body()));
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What came back. Throws where nothing did: of an emulator, which is never away. */
    Reply must(String method, URI address, Object body) {
        return tries(method, address, Json.MAPPER.writeValueAsString(body))
                .filter(Reply::isFine)
                .orElseThrow(() -> new IllegalStateException(method + " " + address + " fails"));
    }

    /** Hands over the data of server-sent events as they come, until the stream ends, breaks, or it is time to go. */
    void listen(URI address, long end, Consumer<String> hear) {
        var request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Accept", "text/event-stream")
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
            // Each heartbeat is a line too, so that the end is seen soon after it has come.
            try (var lines = answer.body()) {
                lines.takeWhile(_ -> System.nanoTime() < end)
                        .filter(line -> answer.statusCode() == 200 && line.startsWith(DATA))
                        .forEach(line -> hear.accept(line.substring(DATA.length())));
            }
        } catch (IOException | UncheckedIOException _) {
            // Whoever listens comes again.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest.Builder request(String method, URI address, String json) {
        var request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json");
        headers.forEach(request::header);
        return request.method(
                method,
                json.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
    }
}
