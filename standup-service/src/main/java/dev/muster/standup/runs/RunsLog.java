package dev.muster.standup.runs;

import dev.muster.events.Topic;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * The histories of the runs as they stand in the log, read without a consumer group. Unlike a {@code TopicReader}, it gives up at
 * the first failure: who builds a view begins again then, since a store that failed may have lost what it had taken.
 */
@Component
final class RunsLog {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ConsumerFactory<String, byte[]> consumers;

    /** Is told every record that is read. */
    interface Reader {
        void take(ConsumerRecord<String, byte[]> record) throws InterruptedException;
    }

    RunsLog(ConsumerFactory<String, byte[]> consumers) {
        this.consumers = consumers;
    }

    /**
     * Where each partition ends now.
     *
     * @throws KafkaException if Kafka does not answer
     */
    Map<TopicPartition, Long> ends() {
        try (var consumer = consumer("ends")) {
            var partitions = consumer.partitionsFor(Topic.STANDUP_RUNS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new KafkaException("no topic " + Topic.STANDUP_RUNS + " yet");
            }
            // Assigned, or the client warns that it keeps no last stable offsets for them.
            consumer.assign(partitions);
            return Map.copyOf(consumer.endOffsets(partitions));
        }
    }

    /**
     * Hands over what partitions hold, the records of each in order.
     *
     * @param from the offset of each at which reading begins
     * @param to the offset of each before which it ends
     * @throws Unavailable if nothing came for ten seconds
     */
    void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Reader reader) throws InterruptedException {
        try (var consumer = consumer("reader")) {
            consumer.assign(to.keySet());
            to.keySet().forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
            var heard = System.nanoTime();
            while (to.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                var records = consumer.poll(POLL);
                for (var record : records) {
                    var end = to.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                    if (record.offset() < end) {
                        reader.take(record);
                    }
                }
                if (!records.isEmpty()) {
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > LONGEST.toNanos()) {
                    throw Unavailable.withoutEffect("log_behind", Topic.STANDUP_RUNS + " cannot be read to its end");
                }
            }
        }
    }

    private Consumer<String, byte[]> consumer(String what) {
        return consumers.createConsumer(null, "runs-log-", what, settings());
    }

    private static Properties settings() {
        var settings = new Properties();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        // What is older than the topic keeps is passed over.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return settings;
    }
}
