package dev.muster.events.view;

import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Topics read from their beginning, without a consumer group. Unlike a {@code TopicReader}, it gives up at the first failure: who
 * builds a view begins again then.
 */
final class Log implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final Consumer<String, byte[]> consumer;
    private Map<TopicPartition, Long> ends = Map.of();

    /** Is told what is read. */
    interface Reader {
        void take(List<ConsumerRecord<String, byte[]>> records) throws InterruptedException;
    }

    /**
     * Opens the topics.
     *
     * @throws KafkaException if Kafka does not answer, or has no such topic
     */
    Log(ConsumerFactory<String, byte[]> consumers, String reader, Collection<String> topics) {
        this.consumer = consumers.createConsumer(null, "view-", reader, settings());
        try {
            consumer.assign(topics.stream()
                    .flatMap(topic -> partitionsOf(topic).stream())
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** How many offsets are left to where the topics end now. */
    long lag() {
        ends = consumer.endOffsets(consumer.assignment());
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    /**
     * Reads to where the topics end now, or a little further.
     *
     * @throws Unavailable if nothing came for ten seconds
     */
    void readToTheEnd(Reader reader, Rebuildable.Progress progress) throws InterruptedException {
        ends = consumer.endOffsets(consumer.assignment());
        tell(progress);
        var heard = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            var polled = consumer.poll(POLL);
            if (!polled.isEmpty()) {
                var records = new ArrayList<ConsumerRecord<String, byte[]>>(polled.count());
                polled.forEach(records::add);
                reader.take(records);
                polled.partitions().forEach(partition -> tell(progress, partition));
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > LONGEST_SILENCE.toNanos()) {
                throw Unavailable.withoutEffect("log_behind", "the log cannot be read to its end");
            }
        }
    }

    /** Tells where every partition stands. */
    void tell(Rebuildable.Progress progress) {
        consumer.assignment().forEach(partition -> tell(progress, partition));
    }

    private void tell(Rebuildable.Progress progress, TopicPartition partition) {
        var position = consumer.position(partition);
        progress.at(partition, position, Math.max(position, ends.getOrDefault(partition, 0L)));
    }

    private List<TopicPartition> partitionsOf(String topic) {
        var partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("no topic " + topic + " yet");
        }
        return partitions;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static Properties settings() {
        var settings = new Properties();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
        // What is older than a topic keeps is passed over.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return settings;
    }
}
