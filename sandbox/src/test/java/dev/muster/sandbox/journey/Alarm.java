package dev.muster.sandbox.journey;

import static dev.muster.sandbox.Client.told;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.launch.Prometheus;
import dev.muster.sandbox.launch.Sandbox;
import dev.muster.sandbox.watch.Watching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionTimeoutException;

/** A Prometheus that watches over a sandbox, and how long its alerts took. */
final class Alarm implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SILENT = "silent";
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Pattern MINUTES = Pattern.compile("\\b(\\d+)m\\b");
    private static final Pattern TIMES_SIXTY = Pattern.compile("\\* 60\\b(?! \\*)");

    private final Client prometheus;
    private final Map<String, String> figures = new LinkedHashMap<>();

    Alarm(Sandbox sandbox) {
        this.prometheus = new Client(sandbox.address("prometheus"), Map.of());
    }

    /** The project's alerts with a second for every minute. */
    static Prometheus impatient(Path program, Path directory) throws IOException {
        var seconds = TIMES_SIXTY
                .matcher(MINUTES.matcher(Files.readString(Watching.ALERTS)).replaceAll("$1s"))
                .replaceAll("* 1");
        // Kafka lets a thread back in some ten seconds after it failed: in so many there are never three.
        var rules = seconds.replace("muster_streams_failures_total[10s]", "muster_streams_failures_total[1m]");
        return new Prometheus(program, Files.writeString(directory.resolve("alerts.yaml"), rules), EVERY);
    }

    /** Causes a condition, and waits for its alerts. */
    void rings(String condition, Happening cause, String... alerts) throws Exception {
        var begun = System.nanoTime();
        cause.happen();
        for (var alert : alerts) {
            var seconds = rings(alert) ? secondsSince(begun) + " s" : SILENT;
            System.out.printf("%-28s | %-60s | %s%n", alert, condition, seconds);
            figures.put(alert, seconds);
        }
    }

    private boolean rings(String alert) {
        try {
            await(alert).atMost(PATIENCE).ignoreExceptions().until(() -> isFiring(alert));
            return true;
        } catch (ConditionTimeoutException _) {
            return false;
        }
    }

    private static long secondsSince(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }

    /** How long each took until it rang. */
    Map<String, String> figures() {
        return figures;
    }

    /** Those that did not ring. */
    List<String> silent() {
        return figures.keySet().stream()
                .filter(alert -> SILENT.equals(figures.get(alert)))
                .toList();
    }

    private boolean isFiring(String alert) {
        var alerts =
                told(() -> prometheus.get("api/v1/alerts")).json().path("data").path("alerts");
        return StreamSupport.stream(alerts.spliterator(), false)
                .anyMatch(each -> each.path("state").asString().equals("firing")
                        && each.path("labels").path("alertname").asString().equals(alert));
    }

    /** Something that happens. */
    @FunctionalInterface
    interface Happening {
        void happen() throws Exception;
    }

    @Override
    public void close() {
        prometheus.close();
    }
}
