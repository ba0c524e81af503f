package dev.muster.gateway.status;

import dev.muster.events.UnreadableEvent;
import dev.muster.gateway.records.LogReader;
import dev.muster.gateway.records.SignupRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * Hears everything that is said of sign-ups from the start of this process on: every replica reads all partitions, without a
 * consumer group and without commits, and goes on where it stood when the broker was away. It stops before the web server does,
 * so that open streams do not hold the end.
 */
@Component
final class SignupTail implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(SignupTail.class);
    private static final int PEOPLE_REMEMBERED = 10_000;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ConsumerFactory<String, byte[]> consumers;
    private final LogReader reader;
    private final Followers followers = new Followers(PEOPLE_REMEMBERED);
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private volatile @Nullable Thread thread;
    private volatile boolean inPlace;

    SignupTail(ConsumerFactory<String, byte[]> consumers, LogReader reader) {
        this.consumers = consumers;
        this.reader = reader;
    }

    /** All that is heard of a person: lately, and from now on. */
    Flux<SignupRecord> follow(String signupId) {
        return followers.follow(signupId);
    }

    /** What was heard of a person lately. */
    SignupRecord lately(String signupId) {
        return followers.lately(signupId);
    }

    @Override
    public void start() {
        // Assigned before it runs: it listens only while it finds itself here.
        var listening = Thread.ofVirtual().name("signup-tail").unstarted(this::run);
        thread = listening;
        listening.start();
    }

    @Override
    public void stop() {
        thread = null;
        followers.end();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Up once every partition's end has been found. */
    @Override
    public Health health() {
        return (inPlace ? Health.up() : Health.outOfService()).build();
    }

    private void run() {
        while (isMine()) {
            try (var consumer = consumers.createConsumer(null, "tail", null, properties())) {
                takePlace(consumer);
                listen(consumer);
            } catch (RuntimeException e) {
                if (isMine()) {
                    log.warn("The log cannot be read, next try in {} s: {}", PAUSE.toSeconds(), e.toString());
                    pause();
                }
            }
        }
    }

    /** Whether the thread that asks is the one that shall listen: after a stop and a start it may be another. */
    private boolean isMine() {
        return Thread.currentThread() == thread;
    }

    private void takePlace(Consumer<String, byte[]> consumer) {
        var partitions = LogReader.TOPICS.stream()
                .flatMap(topic -> partitionsOf(consumer, topic).stream())
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions)
                .forEach((partition, end) -> consumer.seek(partition, positions.computeIfAbsent(partition, _ -> end)));
        inPlace = true;
        log.info("Listening to {} partitions", partitions.size());
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

    private void listen(Consumer<String, byte[]> consumer) {
        while (isMine()) {
            for (var record : consumer.poll(POLL)) {
                positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                tell(record);
            }
        }
    }

    private void tell(ConsumerRecord<String, byte[]> record) {
        try {
            followers.tell(record.key(), reader.read(record).announcement());
        } catch (UnreadableEvent e) {
            log.debug("{}-{}@{} passed over", record.topic(), record.partition(), record.offset(), e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Properties properties() {
        var properties = new Properties();
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return properties;
    }
}
