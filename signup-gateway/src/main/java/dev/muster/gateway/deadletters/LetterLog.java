package dev.muster.gateway.deadletters;

import static java.util.Comparator.comparing;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Topic;
import dev.muster.events.kafka.LogScan;
import dev.muster.events.kafka.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;

/** Reads the dead-letter topics. Every method blocks, and throws a {@code KafkaException} where Kafka does not answer. */
@Component
final class LetterLog {

    private static final Comparator<Letter> OLDEST_FIRST =
            comparing(Letter::at).thenComparing(Letter::group).thenComparing(Letter::place);

    /** How many offsets, beside one for each letter, the ends of transactions may take, and what was written in aborted ones. */
    private static final int NO_LETTERS = 500;

    private final LogScan log;

    LetterLog(LogScan log) {
        this.log = log;
    }

    /**
     * The newest letters, and how many there are.
     *
     * @param letters newest first
     * @param total of those older than had to be read each offset counts, also one at which a transaction ended
     */
    record Newest(List<Letter> letters, long total) {}

    /** The newest letters of these groups. */
    Newest newest(Collection<String> groups, int limit) {
        var partitions = log.all(groups.stream().map(LetterLog::topicOf).toList());
        var ends = new HashMap<TopicPartition, Range>();
        partitions.forEach(
                (partition, range) -> ends.put(partition, range.from(range.end() - 2L * limit - NO_LETTERS)));
        var newest = new PriorityQueue<>(OLDEST_FIRST);
        var total = new AtomicLong(offsetsIn(partitions) - offsetsIn(ends));
        log.read(ends, record -> {
            total.incrementAndGet();
            newest.add(Letter.of(ConsumerGroup.ofDeadLetters(record.topic()), record));
            if (newest.size() > limit) {
                newest.remove();
            }
            return true;
        });
        return new Newest(newest.stream().sorted(OLDEST_FIRST.reversed()).toList(), total.get());
    }

    private static long offsetsIn(Map<TopicPartition, Range> ranges) {
        return ranges.values().stream().mapToLong(Range::length).sum();
    }

    /** The record at a place, where there is one. */
    Optional<ConsumerRecord<String, byte[]>> find(String group, Place place) {
        return log.find(new TopicPartition(topicOf(group), place.partition()), place.offset());
    }

    /** Those of these places at which there is a letter. */
    SortedSet<Place> present(String group, Set<Place> places) {
        var found = new TreeSet<Place>();
        var partitions = new HashMap<>(log.all(List.of(topicOf(group))));
        partitions
                .entrySet()
                .removeIf(each -> offsets(places, each.getKey()).findAny().isEmpty());
        partitions.replaceAll((partition, range) -> new Range(
                range.from(offsets(places, partition).min().orElseThrow()).begin(),
                Math.min(range.end(), 1 + offsets(places, partition).max().orElseThrow())));
        log.read(partitions, record -> {
            var place = new Place(record.partition(), record.offset());
            if (places.contains(place)) {
                found.add(place);
            }
            return true;
        });
        return found;
    }

    /**
     * The places of the oldest letters of a group.
     *
     * @param which of them count
     */
    List<Place> oldest(String group, Predicate<Letter> which, int atMost) {
        var oldest = new ArrayList<Place>();
        log.read(log.all(List.of(topicOf(group))), record -> {
            var letter = Letter.of(group, record);
            if (which.test(letter)) {
                oldest.add(letter.place());
            }
            return oldest.size() < atMost;
        });
        return oldest;
    }

    /** The topic of a group's dead letters. */
    static String topicOf(String group) {
        return Topic.deadLettersOf(group).name();
    }

    private static LongStream offsets(Set<Place> places, TopicPartition partition) {
        return places.stream()
                .filter(place -> place.partition() == partition.partition())
                .mapToLong(Place::offset);
    }
}
