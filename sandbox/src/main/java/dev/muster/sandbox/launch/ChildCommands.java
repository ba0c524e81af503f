package dev.muster.sandbox.launch;

import dev.muster.sandbox.broker.Broker;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final String CLASS_PATH = "CLASSPATH";

    private final Options options;
    private final Systems systems;
    private final DataDirectory directory;
    private final Optional<AccessControl> access;

    /** What brokers that are formatted together belong to. */
    private final Uuid cluster = Uuid.randomUuid();

    private final Map<Path, UnpackedJar> unpacked = new ConcurrentHashMap<>();

    ChildCommands(Options options, Systems systems, DataDirectory directory, Optional<AccessControl> access) {
        this.options = options;
        this.systems = systems;
        this.directory = directory;
        this.access = access;
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
        var settings = new Broker(
                directory.path().resolve(name),
                cluster,
                nodes.get(names.indexOf(name)),
                nodes,
                access.map(AccessControl::brokers));
        settings.prepare();
        var command = command(settings.arguments(), settings.directory());
        command.environment().put(CLASS_PATH, BrokerClassPath.ofThisProcess());
        return command;
    }

    /**
     * An instance of a service, run from a copy of its jar, so that a build beside it does not pull the jar from under its feet.
     * What else {@code CLASSPATH} names goes before what is in the jar.
     *
     * @param project where it was built
     * @throws Refusal where it has not been built
     */
    ProcessBuilder service(Instance instance, Path project) {
        var module = instance.service().module();
        var jar = unpacked.computeIfAbsent(project.resolve(module), this::unpack);
        var arguments = new ArrayList<>(SERVICE_JVM);
        arguments.add(jar.mainClass());
        var command = command(arguments, jar.directory());
        command.environment().putAll(systems.settingsOf(instance, directory));
        access.ifPresent(control -> command.environment().putAll(control.variablesOf(module)));
        command.environment().putAll(options.extra().getOrDefault(module, Map.of()));
        command.environment().merge(CLASS_PATH, jar.classPath(), (before, its) -> before + File.pathSeparator + its);
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

    private UnpackedJar unpack(Path module) {
        var built = module.resolve("target").resolve(module.getFileName() + ".jar");
        if (!Files.exists(built)) {
            throw Refusal.because(built + " is missing: build it with ./muster up, or mvn package.");
        }
        try {
            var build = Integer.toHexString(module.hashCode());
            return UnpackedJar.in(directory.path().resolve("jars").resolve(module.getFileName() + "-" + build), built);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
