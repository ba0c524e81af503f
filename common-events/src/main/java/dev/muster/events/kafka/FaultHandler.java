package dev.muster.events.kafka;

import static java.util.Objects.requireNonNull;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.fault.BackOff;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.SetAside;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.log.LogAccessor;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.KafkaException.Level;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerContainerPauseService;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.listener.SeekUtils;

/**
 * The error handler of every listener. A rejected record is passed over, one that is unreadable or set aside goes to the group's
 * dead-letter topic; for everything else the record stays where it is, and its partition or its line waits: until the time that a {@link
 * Pause} gives, else with exponential back-off. Nothing is ever skipped for lack of attempts.
 */
public final class FaultHandler implements CommonErrorHandler {

    private static final Logger log = LoggerFactory.getLogger(FaultHandler.class);
    private static final LogAccessor seekLog = new LogAccessor(FaultHandler.class);

    private final DeadLetters deadLetters;
    private final ListenerContainerPauseService pauses;
    private final BackOff backOff;
    private final BackOff batchBackOff;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final MeterProvider<Counter> unhandled;
    private final Map<Reader, Failures> failures = new ConcurrentHashMap<>();

    /** A group and a replay of it may fail in the same place. */
    private record Reader(@Nullable String group, TopicPartition partition) {}

    private record Failures(long offset, int count) {}

    /**
     * Makes the handler.
     *
     * @param deadLetters takes what cannot be read
     * @param pauses pauses and resumes containers
     * @param backOff how long a record waits where nobody says
     * @param batchBackOff how long a batch waits: it needs our own store alone, and people look at what it writes
     */
    public FaultHandler(
            DeadLetters deadLetters,
            ListenerContainerPauseService pauses,
            BackOff backOff,
            BackOff batchBackOff,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry registry) {
        this.deadLetters = deadLetters;
        this.pauses = pauses;
        this.backOff = backOff;
        this.batchBackOff = batchBackOff;
        this.clock = clock;
        this.random = random;
        this.unhandled = Counter.builder("muster.listener.unhandled")
                .description(
                        "Records that a listener could not handle, by what follows: rejected is passed over, pause and"
                                + " failure are delivered again")
                .withRegistry(registry);
    }

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    @Override
    public void handleRemaining(
            Exception thrown,
            List<ConsumerRecord<?, ?>> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container) {
        SeekUtils.seekOrRecover(
                thrown,
                records,
                consumer,
                container,
                false,
                (record, failure, itsContainer, itsConsumer) -> passedOver(record, thrown, container),
                seekLog,
                Level.DEBUG);
    }

    @Override
    public void handleBatch(
            Exception thrown,
            ConsumerRecords<?, ?> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        var all = new ArrayList<ConsumerRecord<?, ?>>(records.count());
        records.forEach(all::add);
        SeekUtils.doSeeksToBegin(all, consumer, seekLog);
        pause(all.getFirst(), causeOf(thrown), container, Pause.Scope.LINE, batchBackOff);
        throw new KafkaException("to be delivered again", Level.DEBUG, thrown);
    }

    /** No record has failed: the brokers cannot be read from, and are asked again. */
    @Override
    public void handleOtherException(
            Exception thrown, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        log.warn("{} cannot be read for: {}", container.getGroupId(), thrown.toString());
    }

    private boolean passedOver(ConsumerRecord<?, ?> record, Exception thrown, MessageListenerContainer container) {
        var cause = causeOf(thrown);
        switch (cause) {
            case Rejected rejected -> {
                count("rejected", container);
                log.warn("{} rejected: {}", coordinates(record), rejected.detail());
            }
            case UnreadableEvent unreadable -> {
                if (!isSent(record, container, group -> deadLetters.send(record, unreadable, group))) {
                    return false;
                }
            }
            case SetAside setAside -> {
                if (!isSent(record, container, group -> deadLetters.send(record, setAside, group))) {
                    return false;
                }
            }
            default -> {
                pause(record, cause, container, Pause.Scope.PARTITION, backOff);
                return false;
            }
        }
        failures.remove(readerOf(record, container));
        return true;
    }

    private boolean isSent(
            ConsumerRecord<?, ?> record,
            MessageListenerContainer container,
            java.util.function.Consumer<String> letter) {
        try {
            letter.accept(groupOf(container));
            return true;
        } catch (RuntimeException e) {
            pause(record, e, container, Pause.Scope.PARTITION, backOff);
            return false;
        }
    }

    private void pause(
            ConsumerRecord<?, ?> record,
            Throwable cause,
            MessageListenerContainer container,
            Pause.Scope scope,
            BackOff orElse) {
        var now = clock.instant();
        if (cause instanceof Pause pause) {
            count("pause", container);
            log.info("{} waits until {}: {}", coordinates(record), pause.until(), pause.getMessage());
            pause(record, container, pause.scope(), Duration.between(now, pause.until()));
        } else {
            count("failure", container);
            var failed = failuresOf(record, container);
            var wait = orElse.after(failed, random);
            log.warn("{} waits {} ms: {}", coordinates(record), wait.toMillis(), cause.toString());
            if (failed == 1) {
                log.error("{} failed for the first time", coordinates(record), cause);
            }
            pause(record, container, scope, wait);
        }
    }

    private void pause(
            ConsumerRecord<?, ?> record, MessageListenerContainer container, Pause.Scope scope, Duration wait) {
        if (!wait.isPositive()) {
            return;
        }
        // What ends it counts whole milliseconds, and must not be early.
        var longEnough = wait.plusMillis(1);
        switch (scope) {
            case PARTITION -> pauses.pausePartition(container, partitionOf(record), longEnough);
            case LINE -> pauses.pause(container, longEnough);
        }
    }

    private int failuresOf(ConsumerRecord<?, ?> record, MessageListenerContainer container) {
        return failures.merge(
                        readerOf(record, container),
                        new Failures(record.offset(), 1),
                        (before, first) -> before.offset() == first.offset()
                                ? new Failures(before.offset(), before.count() + 1)
                                : first)
                .count();
    }

    private void count(String result, MessageListenerContainer container) {
        unhandled.withTags("group", groupOf(container), "result", result).increment();
    }

    private static Throwable causeOf(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Rejected
                    || cause instanceof UnreadableEvent
                    || cause instanceof SetAside
                    || cause instanceof Pause) {
                return cause;
            }
        }
        return NestedExceptionUtils.getMostSpecificCause(thrown);
    }

    private static String groupOf(MessageListenerContainer container) {
        return ConsumerGroup.behind(
                requireNonNull(container.getGroupId(), "a listener without a group has no dead letters"));
    }

    private static Reader readerOf(ConsumerRecord<?, ?> record, MessageListenerContainer container) {
        return new Reader(container.getGroupId(), partitionOf(record));
    }

    private static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static String coordinates(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
