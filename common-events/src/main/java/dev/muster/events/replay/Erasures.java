package dev.muster.events.replay;

import dev.muster.events.Topic;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.kafka.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Who was erased: a person's sign-ups from before that are not gone over again, although compaction may not have taken them out
 * of the log yet.
 */
final class Erasures {

    private static final Duration A_MOMENT = Duration.ofSeconds(30);

    private final TopicReader reader;
    private final Map<String, Long> erased = new ConcurrentHashMap<>();
    private boolean whole;

    Erasures(ConsumerFactory<String, byte[]> consumers, String name) {
        this.reader = new TopicReader(
                name + ".erasures", consumers, List.of(Topic.SIGNUPS), TopicReader.From.BEGINNING, this::take);
    }

    /** Reads no more. */
    void stop() {
        reader.stop();
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
        requireWhole();
        return record.offset() < erased.getOrDefault(record.key(), -1L);
    }

    private synchronized void requireWhole() throws InterruptedException {
        if (whole) {
            return;
        }
        if (!reader.isRunning()) {
            reader.start();
        }
        if (!reader.catchUp(A_MOMENT)) {
            throw Unavailable.withoutEffect("erasures", "it is not all read yet who was erased");
        }
        whole = true;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() != null && record.value() == null) {
            erased.merge(record.key(), record.offset(), Math::max);
        }
    }
}
