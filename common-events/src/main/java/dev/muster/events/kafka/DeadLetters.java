package dev.muster.events.kafka;

import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/**
 * Takes what a consumer group cannot read to that group's dead-letter topic: the original key, bytes and headers, and beside
 * them, in {@code kafka_dlt-*} headers, where the record stood and what was wrong with it.
 */
public final class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final KafkaOperations<String, byte[]> kafka;
    private final Map<String, DeadLetterPublishingRecoverer> byGroup = new ConcurrentHashMap<>();

    public DeadLetters(KafkaOperations<String, byte[]> kafka) {
        this.kafka = kafka;
    }

    /**
     * Publishes the record and waits until it is there.
     *
     * @throws org.springframework.kafka.KafkaException if it may not be there
     */
    public void send(ConsumerRecord<?, ?> record, UnreadableEvent reason, String group) {
        byGroup.computeIfAbsent(group, this::publisherFor).accept(record, reason);
        log.warn(
                "{}-{}@{} is a dead letter of {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                group,
                reason.getMessage());
    }

    private DeadLetterPublishingRecoverer publisherFor(String group) {
        var topic = Topic.deadLettersOf(group).name();
        var publisher = new DeadLetterPublishingRecoverer(
                kafka, (record, failure) -> new TopicPartition(topic, record.partition()));
        publisher.setFailIfSendResultIsError(true);
        publisher.excludeHeader(HeadersToAdd.EX_STACKTRACE);
        return publisher;
    }
}
