package dev.muster.sandbox.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.sandbox.chaos.check.Event.Place;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads everything that is committed in the log, with Kafka's own client. */
final class TopicsReader {

    private static final String DEAD_LETTERS = ".dlt";
    private static final String TYPES = "dev.muster.";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final JsonMapper json = new JsonMapper();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Set<Place>> deadLetters = new HashMap<>();

    private TopicsReader() {}

    /**
     * Reads from the beginning up to where the topics end now.
     *
     * @throws IllegalStateException if nothing comes for half a minute
     */
    static Topics read(Map<String, Object> kafka) {
        var reader = new TopicsReader();
        reader.readAll(kafka);
        return Topics.of(reader.events, reader.deadLetters);
    }

    private void readAll(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> Topics.ALL.contains(topic.getKey())
                            || topic.getKey().endsWith(DEAD_LETTERS))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var heard = System.nanoTime();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                var records = consumer.poll(POLL);
                records.forEach(this::take);
                if (!records.isEmpty()) {
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > LONGEST_SILENCE.toNanos()) {
                    throw new IllegalStateException("the topics cannot be read to their ends");
                }
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.topic().endsWith(DEAD_LETTERS)) {
            var group = record.topic().substring(0, record.topic().length() - DEAD_LETTERS.length());
            deadLetters.computeIfAbsent(group, _ -> new HashSet<>()).add(originalOf(record));
            return;
        }
        events.add(new Event(
                new Place(record.topic(), record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                record.key() == null ? "" : record.key(),
                header(record.headers(), "ce_id"),
                header(record.headers(), "ce_type").replaceFirst(TYPES, ""),
                dataOf(record.value())));
    }

    /** What is no JSON has no fields, and so is nothing that a check looks for. */
    private JsonNode dataOf(byte @Nullable [] value) {
        try {
            return value == null ? MissingNode.getInstance() : json.readTree(value);
        } catch (tools.jackson.core.JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    /** Where spring-kafka's dead letters say that the original stands. */
    private static Place originalOf(ConsumerRecord<String, byte[]> letter) {
        var headers = letter.headers();
        return new Place(
                header(headers, "kafka_dlt-original-topic"),
                Math.toIntExact(number(headers, "kafka_dlt-original-partition")),
                number(headers, "kafka_dlt-original-offset"));
    }

    private static String header(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    private static long number(Headers headers, String name) {
        var header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            return -1;
        }
        var value = ByteBuffer.wrap(header.value());
        return switch (header.value().length) {
            case Integer.BYTES -> value.getInt();
            case Long.BYTES -> value.getLong();
            default -> -1;
        };
    }
}
