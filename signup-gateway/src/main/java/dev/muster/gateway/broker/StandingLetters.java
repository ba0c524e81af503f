package dev.muster.gateway.broker;

import dev.muster.events.kafka.LogScan;
import dev.muster.events.kafka.Range;
import dev.muster.gateway.replay.ReplayLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;

/**
 * How many dead letters are there and were not redriven. They are read to be counted, since the end of a transaction takes an offset
 * that no letter has, and again only when their topic has moved.
 */
@Component
final class StandingLetters {

    /** Of a topic with more offsets than these each counts as a letter: whoever looks after so many wants no exact figure. */
    private static final int MOST_READ = 2000;

    private final LogScan log;
    private final ReplayLog replays;
    private final Map<Set<TopicPartition>, Counted> counted = new HashMap<>();

    private record Counted(Map<TopicPartition, Range> ranges, long letters) {}

    StandingLetters(LogScan log, ReplayLog replays) {
        this.log = log;
        this.replays = replays;
    }

    /**
     * How many there are in the partitions of a topic.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    synchronized long in(Map<TopicPartition, Range> ranges) {
        var redriven = ranges.entrySet().stream()
                .mapToLong(range -> replays.redrivenIn(range.getKey(), range.getValue()))
                .sum();
        return letters(ranges) - redriven;
    }

    private long letters(Map<TopicPartition, Range> ranges) {
        var offsets = ranges.values().stream().mapToLong(Range::length).sum();
        if (offsets == 0 || offsets > MOST_READ) {
            return offsets;
        }
        var before = counted.get(ranges.keySet());
        if (before != null && before.ranges().equals(ranges)) {
            return before.letters();
        }
        var letters = read(ranges);
        counted.put(Set.copyOf(ranges.keySet()), new Counted(Map.copyOf(ranges), letters));
        return letters;
    }

    private long read(Map<TopicPartition, Range> ranges) {
        var pieces = new HashMap<>(ranges);
        pieces.values().removeIf(range -> range.begin() == range.end());
        var letters = new AtomicLong();
        log.read(pieces, _ -> {
            letters.incrementAndGet();
            return true;
        });
        return letters.get();
    }
}
