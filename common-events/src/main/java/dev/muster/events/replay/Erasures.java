package dev.muster.events.replay;

import dev.muster.events.Topic;
import dev.muster.events.fault.Unavailable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Who was erased: a person's sign-ups from before that are not gone over again, although compaction may not have taken them out
 * of the log yet.
 */
final class Erasures {

    private final WholeTopic signups;
    private final Map<String, Long> erased = new ConcurrentHashMap<>();

    Erasures(ConsumerFactory<String, byte[]> consumers) {
        this.signups = new WholeTopic(consumers, Topic.SIGNUPS, this::take);
    }

    /**
     * Whether a record is the sign-up of somebody who was erased after it.
     *
     * @throws Unavailable until the log is read
     */
    boolean cover(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        if (!record.topic().equals(Topic.SIGNUPS) || record.key() == null || record.value() == null) {
            return false;
        }
        signups.require();
        return record.offset() < erased.getOrDefault(record.key(), -1L);
    }

    /** Reads no more. */
    void close() {
        signups.stop();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() != null && record.value() == null) {
            erased.merge(record.key(), record.offset(), Math::max);
        }
    }
}
