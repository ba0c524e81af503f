package dev.muster.sandbox.journey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The log as other Kafka tools see it: it shares no code with the services. */
record Log(Map<String, Object> kafka) {

    /** Everything that a topic holds and that is committed, in order within a key. */
    List<ConsumerRecord<String, byte[]>> records(String topic) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** Those of one key. */
    List<ConsumerRecord<String, byte[]>> records(String topic, String key) {
        return records(topic).stream()
                .filter(record -> key.equals(record.key()))
                .toList();
    }

    /** Publishes a record as it is, without any envelope. */
    void produce(String topic, String key, byte @Nullable [] value) {
        produce(Stream.of(new ProducerRecord<>(topic, key, value)));
    }

    /** Publishes a record's copy, as a producer does that sends the same again. */
    void repeat(ConsumerRecord<String, byte[]> record) {
        produce(Stream.of(new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers())));
    }

    /** Publishes records, and returns when all of them are in the log. */
    void produce(Stream<ProducerRecord<String, byte[]>> records) {
        try (var producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            for (var sent : records.map(producer::send).toList()) {
                sent.get();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
