package dev.muster.events.kafka;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.MusterEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * A compacted topic in memory: of each key the latest event. Every replica reads it whole, and it follows the topic while the
 * service runs. Healthy once it holds what the topic held at the start.
 */
public final class TopicTable<E extends MusterEvent> implements SmartLifecycle, HealthIndicator {

    private final EventCodec codec;
    private final Class<E> family;
    private final Map<String, Envelope<E>> rows = new ConcurrentHashMap<>();
    private final TopicReader reader;

    /** A table of a topic's events, to be started. */
    public TopicTable(ConsumerFactory<String, byte[]> consumers, EventCodec codec, String topic, Class<E> family) {
        this.codec = codec;
        this.family = family;
        this.reader =
                new TopicReader("table-" + topic, consumers, List.of(topic), TopicReader.From.BEGINNING, this::take);
    }

    /** The latest event of a key, unless that has been taken out. */
    public Optional<Envelope<E>> get(String key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** The latest event of each key. */
    public Collection<Envelope<E>> all() {
        return List.copyOf(rows.values());
    }

    /** Whether it holds at least what the topic held at the start. */
    public boolean isWhole() {
        return reader.isInPlace();
    }

    /**
     * Waits until it holds what the topic holds at the time of asking.
     *
     * @return false if that took longer than it may
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public boolean catchUp(Duration atMost) throws InterruptedException {
        return reader.catchUp(atMost);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            rows.remove(record.key());
            return;
        }
        codec.readOrPassOver(record, family).ifPresent(event -> rows.put(record.key(), event));
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
