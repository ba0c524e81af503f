package dev.muster.report;

import dev.muster.events.kafka.DeadLetter;
import dev.muster.events.kafka.DeadLetterMeters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** Counts the letters of this process, each once: after a transaction that was aborted its records come again. */
final class CountedLetters {

    private final DeadLetterMeters meters;
    private final Map<TopicPartition, Long> counted = new ConcurrentHashMap<>();

    CountedLetters(DeadLetterMeters meters) {
        this.meters = meters;
    }

    /** A record becomes a letter. Those of a partition are told by one thread at a time, in their order. */
    void written(String group, TopicPartition partition, long offset) {
        if (offset > counted.getOrDefault(partition, -1L)) {
            counted.put(partition, offset);
            meters.written(group, DeadLetter.Kind.UNREADABLE);
        }
    }
}
