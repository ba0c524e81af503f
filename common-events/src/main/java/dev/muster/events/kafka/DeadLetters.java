package dev.muster.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/**
 * Takes what a consumer group cannot read to that group's dead-letter topic: the original key, bytes and headers, and beside
 * them, in {@code kafka_dlt-*} headers, where the record stood and what was wrong with it.
 */
public final class DeadLetters {

    /** Says how many bytes were left out of a dead letter that no topic would take with them. */
    static final String BYTES_LEFT_OUT = "muster_dlt-bytes-left-out";

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final KafkaOperations<String, byte[]> kafka;
    private final Map<String, ByGroup> byGroup = new ConcurrentHashMap<>();

    public DeadLetters(KafkaOperations<String, byte[]> kafka) {
        this.kafka = kafka;
    }

    /**
     * Publishes the record and waits until it is there.
     *
     * @throws KafkaException if it may not be there
     */
    public void send(ConsumerRecord<?, ?> record, UnreadableEvent reason, String group) {
        byGroup.computeIfAbsent(group, _ -> new ByGroup(kafka, group)).accept(record, reason);
        log.warn(
                "{}-{}@{} is a dead letter of {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                group,
                reason.getMessage());
    }

    private static final class ByGroup extends DeadLetterPublishingRecoverer {

        ByGroup(KafkaOperations<String, byte[]> kafka, String group) {
            super(
                    kafka,
                    (record, failure) ->
                            new TopicPartition(Topic.deadLettersOf(group).name(), record.partition()));
            excludeHeader(HeadersToAdd.EX_STACKTRACE);
        }

        @Override
        protected void publish(
                ProducerRecord<Object, Object> letter,
                KafkaOperations<Object, Object> kafka,
                ConsumerRecord<?, ?> record) {
            try {
                send(letter, kafka);
            } catch (KafkaException e) {
                if (!e.contains(RecordTooLargeException.class)) {
                    throw e;
                }
                send(withoutValue(letter, record.serializedValueSize()), kafka);
            }
        }

        private static void send(ProducerRecord<Object, Object> letter, KafkaOperations<Object, Object> kafka) {
            try {
                kafka.send(letter).join();
            } catch (CompletionException e) {
                throw new KafkaException("not published: a dead letter in " + letter.topic(), e.getCause());
            }
        }

        /** What unpacks to more than any topic takes is at least named. */
        private static ProducerRecord<Object, Object> withoutValue(ProducerRecord<Object, Object> letter, int bytes) {
            var headers = new RecordHeaders(letter.headers());
            headers.add(BYTES_LEFT_OUT, Integer.toString(bytes).getBytes(UTF_8));
            return new ProducerRecord<>(letter.topic(), letter.partition(), letter.key(), null, headers);
        }
    }
}
