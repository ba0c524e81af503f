package dev.muster.sandbox.watch;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.launch.Options;
import dev.muster.sandbox.launch.Prometheus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What watches over Muster, as it lies in the project: the alerts, the dashboards, and what {@code docs/operate.md} says of them. */
public final class Watching {

    /** The alerts, as Prometheus reads them. */
    public static final Path ALERTS = Prometheus.alertsOf(Options.projectRoot());

    static final Path RULE_TESTS = Options.projectRoot().resolve("sandbox/src/test/resources/alerts.test.yaml");

    private static final Path DASHBOARDS = ALERTS.resolveSibling("dashboards");

    static final Path PROMISES = DASHBOARDS.resolve("promises.json");

    private static final Path DOCUMENT = Options.projectRoot().resolve("docs/operate.md");
    private static final Path GUARANTEES = Options.projectRoot().resolve("docs/guarantees.md");
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:muster|jvm|process|http|kafka|application|system)_[a-z0-9_]+\\b");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)\n.*?runbook_url: (\\S+)\n", Pattern.DOTALL);
    private static final Pattern SECTION = Pattern.compile("^### (Muster\\w+)$", Pattern.MULTILINE);
    private static final Pattern PROMISE = Pattern.compile("^\\*\\*(\\d\\. .+?)\\.\\*\\*", Pattern.MULTILINE);
    private static final Pattern ROW =
            Pattern.compile("^\\| `(muster_\\w+)` \\|[^|]*\\|[^|]*\\| (\\*W)?", Pattern.MULTILINE);

    private Watching() {}

    /** The dashboards. */
    public static List<Path> dashboards() {
        try (var files = Files.list(DASHBOARDS)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The queries of all dashboards. */
    public static List<String> queries() {
        return dashboards().stream()
                .flatMap(file -> Json.MAPPER.readTree(textOf(file)).findValues("expr").stream())
                .map(expression -> expression.asString())
                .toList();
    }

    /** The metrics that alerts and dashboards ask for, without what a histogram or a timer appends. */
    public static Set<String> used() {
        return Stream.concat(Stream.of(textOf(ALERTS)), queries().stream())
                .flatMap(text -> METRIC.matcher(text).results())
                .map(MatchResult::group)
                .collect(toCollection(TreeSet::new));
    }

    /** The alerts, and where each has its runbook. */
    public static Map<String, String> runbooks() {
        return ALERT.matcher(textOf(ALERTS)).results().collect(toMap(alert -> alert.group(1), alert -> alert.group(2)));
    }

    /** The alerts that have a section in the document. */
    public static List<String> sections() {
        return SECTION.matcher(textOf(DOCUMENT))
                .results()
                .map(section -> section.group(1))
                .toList();
    }

    /** What {@code docs/guarantees.md} promises, each in its own words. */
    static List<String> promises() {
        return PROMISE.matcher(textOf(GUARANTEES))
                .results()
                .map(promise -> promise.group(1))
                .toList();
    }

    /** The metrics in the document's table, and whether they are always there. */
    public static Map<String, Boolean> documented() {
        return ROW.matcher(textOf(DOCUMENT)).results().collect(toMap(row -> row.group(1), row -> row.group(2) == null));
    }

    /** The program that comes with Prometheus and checks its files, where there is one. */
    public static Optional<Path> promtool() {
        return Prometheus.find(System.getenv())
                .map(prometheus -> prometheus.resolveSibling("promtool"))
                .filter(Files::isExecutable);
    }

    static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
