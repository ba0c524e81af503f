package dev.muster.events.kafka;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads pieces of the log, without a consumer group and without keeping them. Each method blocks, and throws a {@link
 * KafkaException} where Kafka does not answer.
 */
public final class LogScan {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConsumerFactory<String, byte[]> consumers;

    public LogScan(ConsumerFactory<String, byte[]> consumers) {
        this.consumers = consumers;
    }

    /** All partitions of these topics, as far as the topics are there. */
    public Map<TopicPartition, Range> all(Collection<String> topics) {
        try (var consumer = consumer()) {
            return all(topics, consumer);
        }
    }

    private static Map<TopicPartition, Range> all(Collection<String> topics, Consumer<?, ?> consumer) {
        var partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic, PATIENCE).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        // Assigned, or the client warns that it keeps no last stable offsets for them.
        consumer.assign(partitions);
        var begins = consumer.beginningOffsets(partitions, PATIENCE);
        var ends = consumer.endOffsets(partitions, PATIENCE);
        return partitions.stream()
                .collect(toMap(
                        partition -> partition,
                        partition -> new Range(begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L))));
    }

    /** In each partition the offset of the first record of that time or later; its end where there is none. */
    public Map<TopicPartition, Long> at(Instant time, Map<TopicPartition, Range> partitions) {
        try (var consumer = consumer()) {
            consumer.assign(partitions.keySet());
            var times = partitions.keySet().stream().collect(toMap(each -> each, _ -> time.toEpochMilli()));
            var found = consumer.offsetsForTimes(times, PATIENCE);
            var offsets = new HashMap<TopicPartition, Long>();
            partitions.forEach((partition, range) -> {
                var first = found.get(partition);
                offsets.put(partition, first == null ? range.end() : Math.min(first.offset(), range.end()));
            });
            return offsets;
        }
    }

    /** The record at an offset, where the log has one there. */
    public Optional<ConsumerRecord<String, byte[]>> find(TopicPartition partition, long offset) {
        try (var consumer = consumer()) {
            var range = all(List.of(partition.topic()), consumer).get(partition);
            if (range == null || offset < range.begin() || offset >= range.end()) {
                return Optional.empty();
            }
            var found = new AtomicReference<@Nullable ConsumerRecord<String, byte[]>>();
            read(Map.of(partition, new Range(offset, offset + 1)), consumer, record -> {
                found.set(record);
                return false;
            });
            return Optional.ofNullable(found.get());
        }
    }

    /**
     * Hands over the records of these pieces, those of a partition in order.
     *
     * @param each says whether to go on
     */
    public void read(Map<TopicPartition, Range> pieces, Predicate<ConsumerRecord<String, byte[]>> each) {
        try (var consumer = consumer()) {
            read(pieces, consumer, each);
        }
    }

    private static void read(
            Map<TopicPartition, Range> pieces,
            Consumer<String, byte[]> consumer,
            Predicate<ConsumerRecord<String, byte[]>> each) {
        consumer.assign(pieces.keySet());
        pieces.forEach((partition, range) -> consumer.seek(partition, range.begin()));
        var lastNews = System.nanoTime();
        while (!isAtEnd(consumer, pieces)) {
            var records = consumer.poll(POLL);
            for (var record : records) {
                if (isIn(pieces, record) && !each.test(record)) {
                    return;
                }
            }
            if (!records.isEmpty()) {
                lastNews = System.nanoTime();
            } else if (System.nanoTime() - lastNews > PATIENCE.toNanos()) {
                throw new KafkaException("no records for " + PATIENCE.toSeconds() + " s, and some are missing");
            }
        }
    }

    private static boolean isIn(Map<TopicPartition, Range> pieces, ConsumerRecord<?, ?> record) {
        var range = pieces.get(new TopicPartition(record.topic(), record.partition()));
        return range != null && record.offset() < range.end();
    }

    private static boolean isAtEnd(Consumer<?, ?> consumer, Map<TopicPartition, Range> pieces) {
        return pieces.entrySet().stream()
                .allMatch(piece ->
                        consumer.position(piece.getKey()) >= piece.getValue().end());
    }

    private Consumer<String, byte[]> consumer() {
        var properties = new Properties();
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return consumers.createConsumer(null, "log-scan", null, properties);
    }
}
