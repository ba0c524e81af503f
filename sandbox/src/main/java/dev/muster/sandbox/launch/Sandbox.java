package dev.muster.sandbox.launch;

import dev.muster.sandbox.crm.CrmEmulator;
import dev.muster.sandbox.slack.SlackEmulator;
import dev.muster.sandbox.slack.StandupDesk;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Muster: broker, document store, emulated providers, and the packaged services as processes of their own,
 * each started again when it dies. {@code ./muster up} and the journeys start it the same way.
 *
 * <pre>{@code
 * try (Sandbox world = Sandbox.start(Options.forTests(directory))) {
 *     post(world.gateway().resolve("signups"), …);
 *     world.kill("crm-service");
 * }
 * }</pre>
 *
 * <p>The names of its parts are those of the services, {@code broker}, {@code store}, {@code slack}, {@code crm} and
 * {@code prometheus}; where there are more of a kind, {@code crm-service-2}, {@code broker-2}.
 */
public final class Sandbox implements AutoCloseable {

    /** How long processes may take to end when asked to, before they are killed. */
    static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final Logger log = LoggerFactory.getLogger(Sandbox.class);

    private final Options options;
    private final Systems systems;
    private final Consumer<String> console;
    private final EmbeddedParts embedded;
    private final Children children;
    private final Thread atExit = new Thread(this::closeAtExit, "stop-sandbox");
    private final Object closing = new Object();
    private final Map<String, Path> upgraded = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile boolean jvmIsEnding;
    private @Nullable DataDirectory data;
    private @Nullable ChildCommands commands;
    private @Nullable LogFile logFile;
    private Optional<AccessControl> access = Optional.empty();

    private Sandbox(Options options) {
        this.options = options;
        this.console = options.console().andThen(log::info);
        this.systems = new Systems(options.variables(), options.ports(), options.size());
        this.children = new Children(options.size());
        this.embedded = new EmbeddedParts(options.ports(), systems);
    }

    /**
     * Starts everything and returns when every listener has its partitions. Should the JVM be asked to end, everything
     * started is ended with it.
     *
     * @throws Refusal when something stands in the way; nothing is left running then
     */
    public static Sandbox start(Options options) {
        var sandbox = new Sandbox(options);
        Runtime.getRuntime().addShutdownHook(sandbox.atExit);
        try {
            sandbox.open();
            return sandbox;
        } catch (InterruptedException e) {
            sandbox.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        } catch (RuntimeException e) {
            if (sandbox.jvmIsEnding) {
                // Not the start has failed, it was called off; the JVM ends when the hook is done.
                awaitTheEnd();
            }
            sandbox.close();
            throw e;
        }
    }

    private static void awaitTheEnd() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void open() throws InterruptedException {
        var limit = new Deadline(options.startLimit());
        var directory = DataDirectory.open(options.data(), options.fresh());
        data = directory;
        logFile = LogFile.open(directory.log("sandbox"));
        access = AccessControl.wanted(options, systems, directory);
        directory.processes().clear();
        var processes = directory.processes();
        processes.note(ProcessList.LAUNCHER, ProcessHandle.current());
        TakenPorts.refuse(options, systems);

        embedded.wanted(directory.path(), new StandupDesk.Gateway(gateway(), this::operatorToken))
                .forEach(part -> startUnlessClosed(() -> embedded.start(part)));
        var commands = new ChildCommands(options, systems, directory, access);
        this.commands = commands;
        if (!systems.realKafka()) {
            console.accept(
                    options.size().brokers() == 1 ? "Starting the Kafka broker …" : "Starting the Kafka brokers …");
            options.size().brokerNames().forEach(name -> start(name, commands.broker(name), directory, processes));
        }
        try (var gate = gate(limit)) {
            gate.awaitBrokers();
            if (access.isPresent()) {
                access.get().declare(systems);
            }
            console.accept("Kafka is ready" + limit.sinceStart());
            for (Instance instance : options.size().instances()) {
                console.accept("Starting " + instance.name() + " …");
                start(instance.name(), commands.service(instance, options.root()), directory, processes);
            }
            for (Instance instance : options.size().instances()) {
                gate.await(instance);
                console.accept(instance.name() + " is ready" + limit.sinceStart());
            }
        }
        options.prometheus()
                .ifPresent(prometheus -> start(
                        Ports.PROMETHEUS,
                        prometheus.command(directory, options.ports(), options.size()),
                        directory,
                        processes));
        children.keepAlive();
    }

    private StartGate gate(Deadline limit) {
        return new StartGate(options, systems, children, embedded::slack, kafka(), limit);
    }

    private void start(String name, ProcessBuilder command, DataDirectory directory, ProcessList processes) {
        var child = new Child(name, command, directory.log(name), processes, console);
        startUnlessClosed(() -> children.start(child));
    }

    private void startUnlessClosed(Runnable start) {
        synchronized (closing) {
            if (closed) {
                throw new IllegalStateException("closed meanwhile");
            }
            start.run();
        }
    }

    /** Where the form is, ending in a slash. */
    public URI gateway() {
        return address("signup-gateway");
    }

    /** Where the emulated Slack is, ending in a slash. */
    public URI slack() {
        return address(Ports.SLACK);
    }

    /** Where the emulated CRM is, ending in a slash. */
    public URI crm() {
        return address(Ports.CRM);
    }

    /** Where the named part listens for HTTP, ending in a slash. */
    public URI address(String name) {
        return URI.create(systems.address(name));
    }

    /** Kafka's {@code bootstrap.servers}. */
    public String kafkaBootstrap() {
        return systems.kafkaBootstrap();
    }

    /** The settings of a Kafka client that may do everything, {@code bootstrap.servers} among them. */
    public Map<String, Object> kafka() {
        return access.map(control -> control.client(systems)).orElseGet(systems::kafkaClient);
    }

    /**
     * The same of one that logs in as a service.
     *
     * @throws IllegalStateException where nobody logs in
     */
    public Map<String, Object> kafkaAs(String service) {
        return access.map(control -> control.clientOf(service, systems)).orElseThrow(Sandbox::nobodyLogsIn);
    }

    /** The document store's connection string, database included. */
    public String mongoUri() {
        return systems.mongoUri();
    }

    /** The options this was started with; started again with them, it finds its data and keeps its ports. */
    public Options options() {
        return options;
    }

    /** The log file of a service or of the broker. */
    public Path log(String name) {
        return children.named(name).log();
    }

    /** The process of a service or of the broker, empty while it is down. */
    public Optional<ProcessHandle> process(String name) {
        return children.named(name).handle();
    }

    /** How often each process was started, for whatever reason. */
    public Map<String, Integer> starts() {
        return children.starts();
    }

    /** Whether somebody listens on a part's port; who has died does so again when it has come up. */
    public boolean isListening(String name) {
        return PortOwner.isListening(options.ports().of(name));
    }

    /**
     * Kills a service or the broker with SIGKILL; it is started again as after any death.
     *
     * @return the process that was killed
     * @throws IllegalStateException when it is not running
     */
    public ProcessHandle kill(String name) {
        ProcessHandle process = process(name).orElseThrow(() -> new IllegalStateException(name + " is not running"));
        process.destroyForcibly();
        return process;
    }

    /** Stops a part in good order, and does not start it again before {@link #bringBack}. */
    public void takeDown(String name) {
        Optional<Embedded> part = embedded.named(name);
        if (part.isPresent()) {
            part.get().stop();
        } else {
            Ending.of(children.named(name).unwanted().stream().toList(), PATIENCE);
        }
    }

    /**
     * Starts a part that was taken down, a service with the passwords and keys of now; {@link #awaitReady} tells when it is of use again.
     */
    public void bringBack(String name) {
        instance(name).ifPresent(instance -> runs(instance, upgraded.getOrDefault(name, options.root())));
        startAgain(name);
    }

    /**
     * Starts a service that was taken down from what was built in another project: it is upgraded.
     *
     * @throws Refusal where it has not been built there
     */
    public void bringBack(String name, Path project) {
        runs(
                instance(name)
                        .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is not a service here")),
                project);
        upgraded.put(name, project);
        startAgain(name);
    }

    private void startAgain(String name) {
        startUnlessClosed(() -> embedded.named(name)
                .ifPresentOrElse(Embedded::start, () -> children.named(name).wantedAgain()));
    }

    private Optional<Instance> instance(String name) {
        return options.size().instances().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    private void runs(Instance instance, Path project) {
        var command = started(commands).service(instance, project);
        command.environment().putAll(embedded.changedKeysOf(instance.service()));
        children.named(instance.name()).runs(command);
    }

    /**
     * Gives a user of the brokers another password. The former one is worthless at once, but open connections stay; a
     * service's processes have the new one when they are {@linkplain #bringBack brought back}.
     *
     * @throws IllegalStateException where nobody logs in
     */
    public void changePassword(String user) {
        access.orElseThrow(Sandbox::nobodyLogsIn).changePassword(user, systems);
    }

    /** Has Slack give its bot another token, which the slack-service's processes have when they are brought back. */
    public void changeBotToken() {
        embedded.slack().ifPresent(SlackEmulator::changeBotToken);
    }

    /** The same of the CRM's key and the crm-service. */
    public void changeCrmKey() {
        embedded.crm().ifPresent(CrmEmulator::changeApiKey);
    }

    /** The emulated CRM's key of now. */
    public String crmKey() {
        return embedded.crm().flatMap(CrmEmulator::changedApiKey).orElse(CrmEmulator.API_KEY);
    }

    private static IllegalStateException nobodyLogsIn() {
        return new IllegalStateException("nobody logs in here");
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started");
        }
        return part;
    }

    /**
     * Has a service or a broker stand still, alive and with its connections open, until {@link #resume}.
     *
     * @return whether it was running
     */
    public boolean suspend(String name) {
        return children.named(name).signal("STOP");
    }

    /** Has a suspended process go on. */
    public void resume(String name) {
        children.named(name).signal("CONT");
    }

    /**
     * Waits until the brokers answer and every service is ready with all its partitions.
     *
     * @throws Refusal when that takes longer than a start may
     */
    public void awaitReady() throws InterruptedException {
        try (var gate = gate(new Deadline(options.startLimit()))) {
            gate.awaitAll();
        }
    }

    /** What is running where, for the person who started it. */
    public List<String> addresses() {
        return options.prometheus().isEmpty() ? systems.addresses() : systems.addressesWithPrometheus();
    }

    /** What operators show to the gateway, as a bearer token. */
    public String operatorToken() {
        return started(data).operatorToken();
    }

    /** Stops the services, then the broker, then what is embedded; returns when every process has ended. */
    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // The JVM is ending already, perhaps on account of this very hook.
        }
    }

    private void closeAtExit() {
        jvmIsEnding = true;
        console.accept("Stopping …");
        stopAll();
        console.accept("Muster is stopped; its data stay in " + options.data() + ".");
    }

    private void stopAll() {
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
            children.end(PATIENCE);
            embedded.stop();
            if (logFile != null) {
                logFile.close();
            }
            if (data != null) {
                data.processes().clear();
                data.close();
            }
        }
    }
}
