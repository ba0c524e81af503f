package dev.muster.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.MusterEvent;
import dev.muster.events.RunId;
import dev.muster.events.StandupReport;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** One run in a broker's topics: publishes its events, and reads what comes of it. */
final class RunLog implements AutoCloseable {

    final List<StandupRunEvent> history = new ArrayList<>();

    private final EventCodec codec = new EventCodec();
    private final String brokers;
    private final String runId;
    private final KafkaProducer<byte[], byte[]> producer;

    RunLog(String brokers, String runId) {
        this.brokers = brokers;
        this.runId = runId;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "gzip",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        8_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Publishes events as old as the test: a broker takes none of tomorrow, and keeps none of years ago. */
    RecordMetadata publish(StandupRunEvent... events) throws Exception {
        RecordMetadata last = null;
        for (var event : events) {
            history.add(event);
            var record = codec.write(new Envelope<>(runId + ":" + history.size(), "/test", Instant.now(), event));
            last = send(new ProducerRecord<>(
                    record.topic(),
                    null,
                    record.timestamp(),
                    record.key().getBytes(UTF_8),
                    record.value(),
                    record.headers()));
        }
        return requireNonNull(last);
    }

    RecordMetadata send(ProducerRecord<byte[], byte[]> record) throws Exception {
        return producer.send(record).get();
    }

    List<StandupReport> reports(String isolation) {
        return events(Topic.STANDUP_REPORTS, isolation, StandupReport.class);
    }

    /** What is published of this run's standup. */
    <E extends MusterEvent> List<E> events(String topic, String isolation, Class<E> type) {
        return records(topic, isolation).stream()
                .filter(record -> Objects.toString(record.key())
                        .startsWith(RunId.of(runId).standupId()))
                .map(record -> codec.read(record, type).orElseThrow().event())
                .toList();
    }

    List<ConsumerRecord<String, byte[]>> records(String topic, String isolation) {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < requireNonNull(ends.get(each)))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        producer.close();
    }
}
