package dev.muster.sandbox.launch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Prometheus beside the services, which scrapes all of them and watches over the alerts.
 *
 * @param program its executable
 * @param rules the alerts, as Prometheus' own rule groups
 * @param every how often it scrapes, and looks at the rules
 */
public record Prometheus(Path program, Path rules, Duration every) {

    /** Names an executable that is not on the {@code PATH}. */
    private static final String VARIABLE = "MUSTER_PROMETHEUS";

    private static final Duration USUALLY = Duration.ofSeconds(5);

    /**
     * The one that is installed.
     *
     * @throws Refusal where none is
     */
    static Prometheus installed(Map<String, String> variables, Path root) {
        var program = find(variables)
                .orElseThrow(() -> Refusal.because("No Prometheus is on the PATH or in " + VARIABLE
                        + ": apt-get install prometheus, or start without --prometheus."));
        return new Prometheus(program, alertsOf(root), USUALLY);
    }

    /** The executable, where there is one. */
    public static Optional<Path> find(Map<String, String> variables) {
        var named = Stream.ofNullable(variables.get(VARIABLE)).map(Path::of);
        var onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, "prometheus"));
        return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
    }

    /** The alerts of a project. */
    public static Path alertsOf(Path root) {
        return root.resolve("deploy/helm/muster/files/alerts.yaml");
    }

    /** How it is started, with its data and its settings in the sandbox's directory. */
    ProcessBuilder command(DataDirectory data, Ports ports, Size size) {
        var directory = data.path().resolve(Ports.PROMETHEUS);
        var config = directory.resolve("prometheus.yml");
        try {
            Files.createDirectories(directory);
            Files.writeString(config, config(data, ports, size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Its pages are built in; Debian's templates may not be there.
        var consoles = directory.resolve("consoles");
        var command = new ProcessBuilder(Child.deafToTheTerminal(List.of(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + ports.of(Ports.PROMETHEUS),
                        "--web.console.templates=" + consoles,
                        "--web.console.libraries=" + consoles,
                        "--log.level=warn")))
                .directory(directory.toFile());
        Systems.strip(command.environment());
        return command;
    }

    private String config(DataDirectory data, Ports ports, Size size) {
        var jobs = size.instances().stream()
                .collect(Collectors.groupingBy(
                        instance -> instance.service().module(),
                        Collectors.mapping(
                                instance -> "'127.0.0.1:" + ports.of(instance.name()) + "'",
                                Collectors.joining(", "))));
        return """
                global: {scrape_interval: %1$dms, scrape_timeout: %1$dms, evaluation_interval: %1$dms}
                rule_files: ['%2$s']
                scrape_configs:
                """.formatted(every.toMillis(), rules.toAbsolutePath())
                + jobs.entrySet().stream()
                        .map(job -> jobOf(job.getKey(), job.getValue(), data))
                        .collect(Collectors.joining());
    }

    /** The gateway's metrics are on the port that is open to everybody, and so for operators alone. */
    private static String jobOf(String service, String targets, DataDirectory data) {
        return """
                  - job_name: %s
                    metrics_path: /actuator/prometheus
                    authorization: {credentials_file: '%s'}
                    static_configs: [{targets: [%s]}]
                """.formatted(service, data.operatorTokenFile().toAbsolutePath(), targets);
    }
}
