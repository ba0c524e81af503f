package dev.muster.gateway.clock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.StandupTick;
import dev.muster.events.StandupTickEvent;
import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.kafka.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads what happened to runs, and which ticks there were: all of it at the start, and then as it happens. Healthy once it has
 * read what there was at the start.
 */
@Component
final class RunLog implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(RunLog.class);

    /** By far the most and the largest of a run's history, and nothing to the clock: they are not even read. */
    private static final Set<String> MEMBERS = Set.of("dev.muster.AnswersRecorded", "dev.muster.MemberSkipped");

    private final EventCodec codec;
    private final Runs runs = new Runs();
    private final TopicReader reader;

    RunLog(ConsumerFactory<String, byte[]> consumers, EventCodec codec) {
        this.codec = codec;
        this.reader = new TopicReader(
                "run-log",
                consumers,
                List.of(Topic.STANDUP_RUNS, Topic.STANDUP_TICKS),
                TopicReader.From.BEGINNING,
                this::take);
    }

    /** What is known so far. */
    Runs known() {
        return runs;
    }

    /** Whether that is at least all that there was at the start. */
    boolean isWhole() {
        return reader.isInPlace();
    }

    /**
     * Waits until all is known that there is at the time of asking.
     *
     * @return false if that took longer than it may
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    boolean catchUp(Duration atMost) throws InterruptedException {
        return reader.catchUp(atMost);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (MEMBERS.contains(typeOf(record))) {
            return;
        }
        try {
            if (record.topic().equals(Topic.STANDUP_RUNS)) {
                codec.read(record, StandupRunEvent.class).map(Envelope::event).ifPresent(runs::take);
            } else {
                codec.read(record, StandupTickEvent.class).map(Envelope::event).ifPresent(this::take);
            }
        } catch (UnreadableEvent | IllegalArgumentException e) {
            log.warn("{}-{}@{} passed over: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    private static String typeOf(ConsumerRecord<String, byte[]> record) {
        var type = record.headers().lastHeader("ce_type");
        return type == null || type.value() == null ? "" : new String(type.value(), UTF_8);
    }

    private void take(StandupTickEvent event) {
        switch (event) {
            case StandupTick tick -> runs.take(tick);
        }
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public void stop() {
        reader.stop();
    }

    @Override
    public boolean isRunning() {
        return reader.isRunning();
    }

    @Override
    public Health health() {
        return (isWhole() ? Health.up() : Health.outOfService()).build();
    }
}
