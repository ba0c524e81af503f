package dev.muster.sandbox.launch;

import dev.muster.sandbox.slack.SlackEmulator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Lets a start go on when what was started is of use: the brokers, and each instance with its partitions. */
final class StartGate implements AutoCloseable {

    private static final long BETWEEN_QUESTIONS = 150;

    private final Options options;
    private final Systems systems;
    private final Children children;
    private final Supplier<Optional<SlackEmulator>> slack;
    private final Deadline limit;
    private final Readiness readiness;

    StartGate(
            Options options,
            Systems systems,
            Children children,
            Supplier<Optional<SlackEmulator>> slack,
            Map<String, Object> kafka,
            Deadline limit) {
        this.options = options;
        this.systems = systems;
        this.children = children;
        this.slack = slack;
        this.limit = limit;
        this.readiness = new Readiness(kafka);
    }

    /**
     * Waits for all brokers.
     *
     * @throws Refusal when that takes too long, or one ends
     */
    void awaitBrokers() throws InterruptedException {
        while (!readiness.brokers(brokers())) {
            children.refuseIfAnyEnded();
            if (limit.isOver()) {
                throw Refusal.because(
                        systems.realKafka()
                                ? "Kafka at " + systems.kafkaBootstrap()
                                        + " does not answer. Check MUSTER_KAFKA_BOOTSTRAP, or unset it for the sandbox's own broker."
                                : children.late(Ports.BROKER, options.startLimit()));
            }
            Thread.sleep(BETWEEN_QUESTIONS);
        }
    }

    /**
     * Waits for an instance.
     *
     * @throws Refusal when that takes too long, or a process ends
     */
    void await(Instance instance) throws InterruptedException {
        Optional<String> lacking = lacking(instance);
        while (lacking.isPresent()) {
            children.refuseIfAnyEnded();
            if (limit.isOver()) {
                throw Refusal.because(lacking.get() + "\n" + children.late(instance.name(), options.startLimit()));
            }
            Thread.sleep(BETWEEN_QUESTIONS);
            lacking = lacking(instance);
        }
    }

    /**
     * Waits until everything is ready at once, whatever dies meanwhile.
     *
     * @throws Refusal when that takes too long
     */
    void awaitAll() throws InterruptedException {
        while (true) {
            Optional<String> lacking = lacking();
            if (lacking.isEmpty()) {
                return;
            }
            if (limit.isOver()) {
                throw Refusal.because(
                        "Not everything is ready after " + options.startLimit().toSeconds() + " s: " + lacking.get());
            }
            Thread.sleep(BETWEEN_QUESTIONS);
        }
    }

    private Optional<String> lacking() throws InterruptedException {
        for (Instance instance : options.size().instances()) {
            Optional<String> lacking = lacking(instance);
            if (lacking.isPresent()) {
                return lacking;
            }
        }
        return readiness.brokers(brokers()) ? Optional.empty() : Optional.of("a broker does not answer");
    }

    private Optional<String> lacking(Instance instance) throws InterruptedException {
        if (instance.service() == Service.SLACK_SERVICE
                && slack.get().filter(emulator -> !emulator.isBotConnected()).isPresent()) {
            return Optional.of("The bot is not connected to Slack.");
        }
        return readiness.lacking(
                options.ports().of(instance.name()), instance.service().groups());
    }

    private int brokers() {
        return systems.realKafka() ? 1 : options.size().brokers();
    }

    @Override
    public void close() {
        readiness.close();
    }
}
