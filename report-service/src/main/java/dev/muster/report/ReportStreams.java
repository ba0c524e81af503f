package dev.muster.report;

import dev.muster.events.fault.BackOff;
import dev.muster.events.kafka.DeadLetterMeters;
import dev.muster.events.kafka.Refusal;
import dev.muster.events.trace.Spans;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Runs the topology. A thread that fails begins again where its last transaction ended, so whatever is wrong, a topic that is not
 * there yet among it, is tried until it is right; only a defect of the machine ends it, and then the service is no longer alive.
 */
@Component
final class ReportStreams implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ReportStreams.class);
    private static final Duration CLOSING = Duration.ofSeconds(8);

    /** Who has not failed for that long begins anew with the shortest wait. */
    private static final long NANOS_TO_RECOVER = TimeUnit.MINUTES.toNanos(1);

    private final Topology topology;
    private final Properties properties = new Properties();
    private final ApplicationEventPublisher events;
    private final StreamsMeters meters;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile @Nullable KafkaStreams streams;
    private int failures;
    private long lastFailure;

    ReportStreams(
            ReportSettings settings,
            KafkaProperties kafka,
            ApplicationEventPublisher events,
            Spans spans,
            StreamsMeters meters,
            DeadLetterMeters letters) {
        this.topology = ReportTopology.of(settings, spans);
        this.properties.putAll(kafka.buildStreamsProperties());
        this.properties.put(DeadLetterHandler.LETTERS, new CountedLetters(letters));
        this.meters = meters;
        this.events = events;
    }

    @Override
    public void start() {
        var started = new KafkaStreams(topology, properties);
        started.setUncaughtExceptionHandler(this::onFailure);
        started.setStateListener((state, _) -> on(state));
        streams = started;
        meters.begun(started);
        started.start();
    }

    @Override
    public void stop() {
        var running = streams;
        streams = null;
        stopping.countDown();
        meters.ended();
        if (running != null
                && !running.close(CloseOptions.timeout(CLOSING)
                        .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP))) {
            log.warn("Kafka Streams did not end within {} s: what it was at is done again", CLOSING.toSeconds());
        }
    }

    @Override
    public boolean isRunning() {
        return streams != null;
    }

    /** Up while it works, or waits for Kafka or for its share of the partitions. */
    @Override
    public Health health() {
        var running = streams;
        return (running != null && running.state().isRunningOrRebalancing() ? Health.up() : Health.outOfService())
                .build();
    }

    private void on(KafkaStreams.State state) {
        log.info("Kafka Streams is {}", state);
        meters.is(state);
        if (state == KafkaStreams.State.ERROR) {
            AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
        }
    }

    private StreamThreadExceptionResponse onFailure(Throwable failure) {
        if (failure instanceof Error) {
            log.error("Kafka Streams ends", failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        meters.failed();
        var wait = nextWait();
        outage(failure)
                .ifPresentOrElse(
                        outage -> log.warn("Begins again in {} ms: {}", wait.toMillis(), outage),
                        () -> log.error("Begins again in {} ms", wait.toMillis(), failure));
        try {
            if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                log.info("Stops instead");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** What is wrong outside: how the code came to it tells nobody anything. */
    private static Optional<String> outage(Throwable failure) {
        var cause = NestedExceptionUtils.getMostSpecificCause(failure);
        return cause instanceof MissingSourceTopicException
                ? Optional.of(cause.toString())
                : Refusal.behind(failure).map(Refusal::told);
    }

    private synchronized Duration nextWait() {
        var now = System.nanoTime();
        failures = failures > 0 && now - lastFailure < NANOS_TO_RECOVER ? failures + 1 : 1;
        lastFailure = now;
        return BackOff.UP_TO_FIVE_SECONDS.after(failures, random);
    }
}
