package dev.muster.sandbox.launch;

import dev.muster.sandbox.broker.Broker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** How the broker and the services are started as processes: settings go by the environment, never on a command line. */
final class ChildCommands {

    private static final List<String> SERVICE_JVM = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** Boot's own variable; what it names goes before what is in the jar. JVM options go by {@code JDK_JAVA_OPTIONS}. */
    private static final String CLASS_PATH_BEFORE = "LOADER_PATH";

    private static final String LAUNCHER_WITH_MORE = "org.springframework.boot.loader.launch.PropertiesLauncher";

    private final Options options;
    private final Systems systems;
    private final DataDirectory directory;

    /** What brokers that are formatted together belong to. */
    private final Uuid cluster = Uuid.randomUuid();

    ChildCommands(Options options, Systems systems, DataDirectory directory) {
        this.options = options;
        this.systems = systems;
        this.directory = directory;
    }

    /** A broker, its log formatted where this is its first start. */
    ProcessBuilder broker(String name) {
        var names = options.size().brokerNames();
        var nodes = names.stream()
                .map(each -> new Broker.Node(
                        names.indexOf(each) + 1,
                        options.ports().of(each),
                        options.ports().of(Ports.controllerOf(each))))
                .toList();
        var settings = new Broker(directory.path().resolve(name), cluster, nodes.get(names.indexOf(name)), nodes);
        settings.prepare();
        var command = command(settings.arguments(), settings.directory());
        command.environment().put("CLASSPATH", BrokerClassPath.ofThisProcess());
        return command;
    }

    /**
     * An instance of a service, run from a copy of its jar, so that a build beside it does not pull the jar from under its feet.
     *
     * @throws Refusal where it has not been built
     */
    ProcessBuilder service(Instance instance) {
        var module = instance.service().module();
        var jar = module + ".jar";
        var jars = directory.path().resolve("jars");
        copy(options.root().resolve(module).resolve("target").resolve(jar), jars.resolve(jar));
        var extra = options.extra().getOrDefault(module, Map.of());
        var arguments = new ArrayList<>(SERVICE_JVM);
        arguments.addAll(
                extra.containsKey(CLASS_PATH_BEFORE) ? List.of("-cp", jar, LAUNCHER_WITH_MORE) : List.of("-jar", jar));
        var command = command(arguments, jars);
        command.environment().putAll(systems.settingsOf(instance, directory));
        command.environment().putAll(extra);
        return command;
    }

    private static ProcessBuilder command(List<String> arguments, Path workingDirectory) {
        var java = new ArrayList<String>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(arguments);
        var command = new ProcessBuilder(Child.deafToTheTerminal(java)).directory(workingDirectory.toFile());
        Systems.strip(command.environment());
        return command;
    }

    private static void copy(Path built, Path copy) {
        if (!Files.exists(built)) {
            throw Refusal.because(built + " is missing: build it with ./muster up, or mvn package.");
        }
        try {
            Files.createDirectories(copy.getParent());
            Files.copy(built, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
