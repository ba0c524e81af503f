package dev.muster.events.replay;

import dev.muster.events.fault.Pause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/** How far the consumer group itself has come: what it has not come to yet is its own to do first, in the log's order. */
final class LiveGroup {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ConsumerFactory<String, byte[]> consumers;
    private final String group;
    private final InstantSource clock;
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();

    LiveGroup(ConsumerFactory<String, byte[]> consumers, String group, InstantSource clock) {
        this.consumers = consumers;
        this.group = group;
        this.clock = clock;
    }

    /**
     * Returns where the group is done with a record.
     *
     * @throws Pause where it is not: to be asked again
     */
    void requirePast(ConsumerRecord<?, ?> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() >= committed.getOrDefault(partition, 0L)
                && record.offset() >= committed.merge(partition, committed(partition), Math::max)) {
            var until = clock.instant().plus(PAUSE);
            throw new Pause(Pause.Scope.PARTITION, until, "the group itself has not come to it yet");
        }
    }

    private long committed(TopicPartition partition) {
        try (var consumer = consumers.createConsumer(group, "replay", null)) {
            var place = consumer.committed(Set.of(partition), LONGEST).get(partition);
            return place == null ? 0 : place.offset();
        }
    }
}
