package dev.muster.events.kafka;

import dev.muster.events.thread.Rounds;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads topics whole on a thread of its own: all partitions, without a consumer group and without commits. It goes on where it
 * stood when the brokers were away.
 */
public final class TopicReader {

    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final ConsumerFactory<String, byte[]> consumers;
    private final List<String> topics;
    private final From from;
    private final java.util.function.Consumer<ConsumerRecord<String, byte[]>> each;
    private final Rounds rounds;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

    private volatile Map<TopicPartition, Long> goal = Map.of();

    /** What keeps it from reading, as it was last said; only its thread looks at it. */
    private String said = "";

    /** Where reading begins. */
    public enum From {
        /** At the first record that there is. */
        BEGINNING,
        /** After the last record that there is at the start. */
        END
    }

    /**
     * Makes a reader, to be started.
     *
     * @param name of its thread, for the logs
     * @param each is told every record, in order within a partition, one at a time; what it throws, be it an error, is
     *     logged, and it is told the same record again
     */
    public TopicReader(
            String name,
            ConsumerFactory<String, byte[]> consumers,
            Collection<String> topics,
            From from,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        this.name = name;
        this.consumers = consumers;
        this.topics = List.copyOf(topics);
        this.from = from;
        this.each = each;
        this.rounds = new Rounds(name, this::round);
    }

    /** Begins to read, or goes on. */
    public void start() {
        rounds.start();
    }

    /** Ends reading, within half a second. */
    public void stop() {
        rounds.stop();
    }

    /** Whether it is started and not stopped. */
    public boolean isRunning() {
        return rounds.isRunning();
    }

    /** Whether everything is read that the topics held when reading began: at once where it began at the end. */
    public boolean isInPlace() {
        return !goal.isEmpty() && hasReached(goal);
    }

    /**
     * Waits until everything is read that the topics hold at the time of asking.
     *
     * @return false if that took longer than it may
     * @throws KafkaException if Kafka does not say what they hold
     */
    public boolean catchUp(Duration atMost) throws InterruptedException {
        var until = System.nanoTime() + atMost.toNanos();
        Map<TopicPartition, Long> ends;
        try (var consumer = consumers.createConsumer(null, name, "ends", properties())) {
            // Assigned, or the client warns that it keeps no last stable offsets for them.
            consumer.assign(partitions(consumer));
            ends = consumer.endOffsets(consumer.assignment(), atMost);
        }
        synchronized (positions) {
            for (var left = until - System.nanoTime(); !hasReached(ends); left = until - System.nanoTime()) {
                if (left <= 0) {
                    return false;
                }
                positions.wait(1 + left / 1_000_000);
            }
        }
        return true;
    }

    private boolean hasReached(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .allMatch(offset -> positions.getOrDefault(offset.getKey(), 0L) >= offset.getValue());
    }

    private Duration round() {
        try (var consumer = consumers.createConsumer(null, name, null, properties())) {
            takePlace(consumer);
            read(consumer);
        } catch (RuntimeException | Error e) {
            if (rounds.isMine()) {
                sayOnce(e.toString());
            }
        }
        return PAUSE;
    }

    private void sayOnce(String hindrance) {
        if (!hindrance.equals(said)) {
            said = hindrance;
            log.warn("{} cannot read, and tries again every {} s: {}", name, PAUSE.toSeconds(), hindrance);
        }
    }

    private void takePlace(Consumer<String, byte[]> consumer) {
        var partitions = partitions(consumer);
        consumer.assign(partitions);
        var beginnings = consumer.beginningOffsets(partitions);
        var ends = consumer.endOffsets(partitions);
        var first = from == From.BEGINNING ? beginnings : ends;
        partitions.forEach(partition ->
                consumer.seek(partition, positions.computeIfAbsent(partition, _ -> first.getOrDefault(partition, 0L))));
        if (goal.isEmpty()) {
            goal = new HashMap<>(ends);
        }
        log.info("{} reads {} partitions", name, partitions.size());
        said = "";
    }

    private List<TopicPartition> partitions(Consumer<?, ?> consumer) {
        return topics.stream()
                .flatMap(topic -> partitionsOf(consumer, topic).stream())
                .toList();
    }

    private static List<TopicPartition> partitionsOf(Consumer<?, ?> consumer, String topic) {
        var partitions = consumer.partitionsFor(topic);
        if (partitions.isEmpty()) {
            throw new KafkaException("no topic " + topic + " yet");
        }
        return partitions.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private void read(Consumer<String, byte[]> consumer) {
        while (rounds.isMine()) {
            for (var record : consumer.poll(POLL)) {
                each.accept(record);
                positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            // A transaction's end takes an offset that no record has.
            consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
            synchronized (positions) {
                positions.notifyAll();
            }
        }
    }

    private static Properties properties() {
        var properties = new Properties();
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return properties;
    }
}
