package dev.muster.events.replay;

import static java.util.Objects.requireNonNull;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.ReplayFound.Finding;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.AcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties.AckMode;

/**
 * Goes over the records of a replay in a listener container of its own, made as the live one is, with the same handler of faults.
 * All processes of the service share the partitions, as members of a consumer group that is the replay's own.
 *
 * <p>A partition goes on where its published progress says, not at an offset of that group, which commits none: so its counts
 * fit its position, and what was found out about a record is published before the record counts as gone over.
 */
final class Replayer implements Part {

    private static final Logger log = LoggerFactory.getLogger(Replayer.class);
    private static final int THREADS = 3;
    private static final long IDLE_MILLIS = 200;
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final ReplayRequested request;
    private final Supplier<@Nullable Replay> known;
    private final Step step;
    private final Runnable release;
    private final Reports reports;
    private final ConcurrentMessageListenerContainer<String, byte[]> container;
    private final Map<Share, Stretch> stretches = new ConcurrentHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** What a consumer has, be it that another has it too: one that is taken for dead hears late that it has lost it. */
    private record Share(Consumer<?, ?> consumer, TopicPartition partition) {}

    /**
     * Makes it, to be begun.
     *
     * @param known what the log tells of the replay at the time of asking; nothing once it is over
     * @param release what is to be done once it has ended here
     * @param container made for its topics
     */
    Replayer(
            ReplayRequested request,
            Supplier<@Nullable Replay> known,
            Step step,
            Runnable release,
            Reports reports,
            ConcurrentMessageListenerContainer<String, byte[]> container) {
        this.request = request;
        this.known = known;
        this.step = step;
        this.release = release;
        this.reports = reports;
        this.container = container;
        var properties = container.getContainerProperties();
        properties.setGroupId(ConsumerGroup.ofReplay(request.group(), request.replayId()));
        properties.setAckMode(AckMode.MANUAL);
        properties.setIdleEventInterval(IDLE_MILLIS);
        properties.setIdleBeforeDataMultiplier(1);
        properties.setStopImmediate(true);
        properties.setObservationConvention(new ObservedReplay(request.group()));
        properties.setClientId(request.group() + ".replay");
        properties.setConsumerRebalanceListener(new Assignments());
        container.setConcurrency(THREADS);
        container.setBeanName("replay-" + request.replayId());
        container.setApplicationEventPublisher(this::heard);
        container.setupMessageListener((AcknowledgingConsumerAwareMessageListener<String, byte[]>)
                (record, _, consumer) -> on(record, requireNonNull(consumer)));
    }

    @Override
    public void begin() {
        log.info("Replay {} of {} begins or goes on here", request.replayId(), request.group());
        container.start();
    }

    @Override
    public boolean isAlive() {
        return container.isRunning() && container.isInExpectedState();
    }

    @Override
    public void end(Runnable then) {
        container.stop(() -> {
            release.run();
            log.info("Replay {} of {} has ended here", request.replayId(), request.group());
            then.run();
        });
    }

    /** Findings first: what is published of a partition must not say more than they do. */
    @Override
    public synchronized void report() {
        var moved = new LinkedHashMap<Stretch, ReplayProgressed>();
        stretches.values().forEach(stretch -> stretch.unpublished().ifPresent(now -> moved.put(stretch, now)));
        List<Finding> found;
        synchronized (findings) {
            found = List.copyOf(findings);
        }
        if (!found.isEmpty()) {
            reports.found(request.replayId(), found);
            synchronized (findings) {
                findings.subList(0, found.size()).clear();
            }
        }
        if (!moved.isEmpty()) {
            reports.progressed(List.copyOf(moved.values()));
            moved.forEach(Stretch::published);
        }
    }

    private void on(ConsumerRecord<String, byte[]> record, Consumer<?, ?> consumer) {
        var partition = new TopicPartition(record.topic(), record.partition());
        var stretch = stretches.get(new Share(consumer, partition));
        if (stretch == null || stretch.isPast(record.offset())) {
            consumer.pause(List.of(partition));
            return;
        }
        try {
            var taken = step.take(record);
            if (taken.says() != null) {
                add(new Finding(partition + "@" + record.offset(), Objects.toString(record.key(), ""), taken.says()));
            }
            stretch.take(record.offset(), taken.fate());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped in the middle of a replay", e);
        } catch (RuntimeException e) {
            stretch.fail(record.offset(), e);
            throw e;
        }
    }

    private void forget(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> stretches.remove(new Share(consumer, partition)));
    }

    private void add(Finding finding) {
        synchronized (findings) {
            findings.add(finding);
        }
    }

    private void heard(Object event) {
        switch (event) {
            case ListenerContainerIdleEvent idle -> lookIfPossible(idle.getConsumer());
            // The consumer is lost, as RefusedListeners says; who finds this ended makes another.
            case ConsumerRetryAuthEvent _ -> container.stop(() -> {});
            default -> {}
        }
    }

    /** The end of a partition may lie behind its last record: compaction and transactions leave offsets without one. */
    private void lookIfPossible(Consumer<?, ?> consumer) {
        try {
            look(consumer);
        } catch (KafkaException e) {
            log.debug("The positions are looked at later: {}", e.toString());
        }
    }

    private void look(Consumer<?, ?> consumer) {
        for (var partition : consumer.assignment()) {
            var stretch = stretches.get(new Share(consumer, partition));
            if (stretch != null && !stretch.isFinished()) {
                stretch.moveTo(consumer.position(partition, A_MOMENT));
            }
        }
    }

    private final class Assignments implements ConsumerAwareRebalanceListener {

        @Override
        public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            var replay = partitions.isEmpty() ? null : known.get();
            for (var partition : partitions) {
                if (replay != null && replay.covers(partition.toString())) {
                    var stretch = new Stretch(replay.at(partition.toString()));
                    stretches.put(new Share(consumer, partition), stretch);
                    consumer.seek(partition, stretch.position());
                }
            }
        }

        @Override
        public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            try {
                report();
            } catch (KafkaException e) {
                log.warn("Others go over what is not published again: {}", e.toString());
            }
            forget(consumer, partitions);
        }

        @Override
        public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            forget(consumer, partitions);
        }
    }
}
