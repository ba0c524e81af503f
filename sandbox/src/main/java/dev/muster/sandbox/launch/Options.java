package dev.muster.sandbox.launch;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a sandbox is started.
 *
 * @param root the project, in which the packaged services lie
 * @param data where everything is kept
 * @param fresh whether what is kept there is deleted first
 * @param variables the settings given by the person who starts it: real systems, paces, time-outs
 * @param extra further environment variables of a service, by its name; they go before all others
 * @param size how much of everything runs
 * @param accessControl whether the broker has users, each of whom may do only what the chart gives it
 * @param prometheus which watches, where one is wanted
 * @param startLimit how long the whole start may take
 * @param console where progress is told, line by line
 */
public record Options(
        Path root,
        Path data,
        Ports ports,
        boolean fresh,
        Map<String, String> variables,
        Map<String, Map<String, String>> extra,
        Size size,
        boolean accessControl,
        Optional<Prometheus> prometheus,
        Duration startLimit,
        Consumer<String> console) {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /** No test depends on how fast the machine is. */
    private static final Duration START_LIMIT_OF_TESTS = Duration.ofMinutes(10);

    /**
     * The options of {@code ./muster up}.
     *
     * @param calledFrom what a relative {@code --data} starts from
     * @throws Refusal when an option is unknown or has no meaning
     */
    public static Options fromCommandLine(List<String> arguments, Path root, Path calledFrom, MusterEnv settings) {
        int offset = 0;
        var draft = new Draft(plain(root, root.resolve(".muster"), Ports.standard(0)));
        for (var line = new CommandLine(arguments); line.next(); ) {
            switch (line.option()) {
                case "--port-offset" -> offset = Math.toIntExact(line.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
                case "--data" -> draft.data = calledFrom.resolve(line.value()).normalize();
                case "--fresh" -> draft.fresh = true;
                case "--acl" -> draft.accessControl = true;
                case "--prometheus" -> draft.prometheus = Optional.of(Prometheus.installed(settings.variables(), root));
                default -> throw line.unknown("--port-offset N, --data DIR, --fresh, --acl and --prometheus");
            }
        }
        draft.ports = Ports.standard(offset);
        draft.variables = settings.variables();
        draft.console = line -> {
            System.out.println(line);
            System.out.flush();
        };
        return draft.done();
    }

    /** Options for a test: free ports, a directory of its own, and no variable of the person who runs it. */
    public static Options forTests(Path data) {
        return plain(projectRoot(), data, Ports.free()).within(START_LIMIT_OF_TESTS);
    }

    private static Options plain(Path root, Path data, Ports ports) {
        return new Options(
                root,
                data,
                ports,
                false,
                Map.of(),
                Map.of(),
                Size.USUAL,
                false,
                Optional.empty(),
                START_LIMIT,
                line -> {});
    }

    /** The project this class was built in. */
    public static Path projectRoot() {
        try {
            Path built = Path.of(Options.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return built.resolve("../../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same, with one more environment variable for a service. */
    public Options with(String service, String variable, String value) {
        var services = new HashMap<>(extra);
        var variablesOfService = new HashMap<>(services.getOrDefault(service, Map.of()));
        variablesOfService.put(variable, value);
        services.put(service, Map.copyOf(variablesOfService));
        return but(draft -> draft.extra = Map.copyOf(services));
    }

    /** The same, with the services of another build. */
    public Options builtIn(Path project) {
        return but(draft -> draft.root = project);
    }

    /** The same, with settings as a person's environment or {@code muster.env} would give them. */
    public Options withVariables(Map<String, String> given) {
        return but(draft -> draft.variables = Map.copyOf(given));
    }

    /** The same, with more than one of everything. */
    public Options sized(Size wanted) {
        return but(draft -> draft.size = wanted);
    }

    /** The same, with a broker that asks everybody who they are, and what they may do. */
    public Options withAccessControl() {
        return but(draft -> draft.accessControl = true);
    }

    /** The same, watched by a Prometheus. */
    public Options watchedBy(Prometheus watching) {
        return but(draft -> draft.prometheus = Optional.of(watching));
    }

    /** The same, taking up to so long to start. */
    public Options within(Duration limit) {
        return but(draft -> draft.startLimit = limit);
    }

    /** The same, telling its progress elsewhere. */
    public Options tellingProgress(Consumer<String> listener) {
        return but(draft -> draft.console = listener);
    }

    private Options but(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** Options that are being changed. */
    private static final class Draft {

        private Path root;
        private Path data;
        private Ports ports;
        private boolean fresh;
        private Map<String, String> variables;
        private Map<String, Map<String, String>> extra;
        private Size size;
        private boolean accessControl;
        private Optional<Prometheus> prometheus;
        private Duration startLimit;
        private Consumer<String> console;

        Draft(Options from) {
            root = from.root;
            data = from.data;
            ports = from.ports;
            fresh = from.fresh;
            variables = from.variables;
            extra = from.extra;
            size = from.size;
            accessControl = from.accessControl;
            prometheus = from.prometheus;
            startLimit = from.startLimit;
            console = from.console;
        }

        Options done() {
            return new Options(
                    root, data, ports, fresh, variables, extra, size, accessControl, prometheus, startLimit, console);
        }
    }
}
