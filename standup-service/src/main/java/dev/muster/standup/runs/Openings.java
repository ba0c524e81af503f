package dev.muster.standup.runs;

import dev.muster.events.EventCodec;
import dev.muster.events.RunOpened;
import dev.muster.events.UnreadableEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;

/**
 * Which runs the log holds an opening of. It is asked about runs that the store does not know: was one lost, or was there never
 * one? What stands in the log stays true whatever becomes of the store, so that each record is read for this once, however many
 * runs are made up.
 */
@Component
final class Openings {

    private final RunsLog log;
    private final EventCodec codec;
    private final Map<TopicPartition, Known> partitions = new ConcurrentHashMap<>();

    /** The first opening of each run in a partition, before an offset. */
    private final class Known {

        private final Map<String, Long> openings = new HashMap<>();
        private long to;

        private void take(ConsumerRecord<String, byte[]> record) {
            if (isOpening(record)) {
                openings.putIfAbsent(record.key(), record.offset());
            }
            to = record.offset() + 1;
        }

        private boolean isOpening(ConsumerRecord<String, byte[]> record) {
            try {
                return codec.read(record)
                        .filter(envelope -> envelope.event() instanceof RunOpened)
                        .isPresent();
            } catch (UnreadableEvent _) {
                return false;
            }
        }
    }

    Openings(RunsLog log, EventCodec codec) {
        this.log = log;
        this.codec = codec;
    }

    /**
     * Whether a run was opened before a record of its history.
     *
     * @throws RuntimeException if the log cannot be read now
     */
    boolean hasBefore(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var partition = new TopicPartition(record.topic(), record.partition());
        var known = partitions.computeIfAbsent(partition, _ -> new Known());
        synchronized (known) {
            if (known.to < record.offset()) {
                log.read(Map.of(partition, known.to), Map.of(partition, record.offset()), known::take);
            }
            return known.openings.getOrDefault(record.key(), record.offset()) < record.offset();
        }
    }
}
