package dev.muster.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.fault.SetAside;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Takes what a consumer group cannot read, or sets aside, to that group's dead-letter topic, with the headers of a {@link
 * DeadLetter}. What cannot be read keeps its bytes; of what is set aside there are the ids and the coordinates, since its bytes
 * may be personal, and are in the source.
 */
public final class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final KafkaOperations<String, byte[]> kafka;
    private final InstantSource clock;
    private final DeadLetterMeters meters;

    public DeadLetters(KafkaOperations<String, byte[]> kafka, InstantSource clock, DeadLetterMeters meters) {
        this.kafka = kafka;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Publishes what cannot be read, and waits until it is there.
     *
     * @throws KafkaException if it may not be there
     */
    public void send(ConsumerRecord<?, ?> record, UnreadableEvent reason, String group) {
        var now = clock.instant();
        var headers = DeadLetter.headersOf(record, DeadLetter.Kind.UNREADABLE, reason, group, now, now);
        try {
            send(record, (byte[]) record.value(), headers, group);
        } catch (KafkaException e) {
            if (!e.contains(RecordTooLargeException.class)) {
                throw e;
            }
            // What unpacks to more than any topic takes is at least named.
            var bytes = Integer.toString(record.serializedValueSize());
            headers.add(DeadLetter.BYTES_LEFT_OUT, bytes.getBytes(UTF_8));
            send(record, null, headers, group);
        }
        meters.written(group, DeadLetter.Kind.UNREADABLE);
        log(record, reason, group);
    }

    /**
     * Publishes where what is set aside stands, and waits until that is there.
     *
     * @throws KafkaException if it may not be there
     */
    public void send(ConsumerRecord<?, ?> record, SetAside reason, String group) {
        var headers = DeadLetter.headersOf(
                record, DeadLetter.Kind.SET_ASIDE, reason, group, reason.firstFailedAt(), reason.lastFailedAt());
        send(record, null, headers, group);
        meters.written(group, DeadLetter.Kind.SET_ASIDE);
        log(record, reason, group);
    }

    private void send(ConsumerRecord<?, ?> record, byte @Nullable [] value, Headers headers, String group) {
        var topic = Topic.deadLettersOf(group).name();
        try {
            kafka.send(new ProducerRecord<>(topic, record.partition(), (String) record.key(), value, headers))
                    .join();
        } catch (CompletionException e) {
            throw new KafkaException("not published: a dead letter in " + topic, e.getCause());
        }
    }

    private static void log(ConsumerRecord<?, ?> record, Exception reason, String group) {
        log.warn(
                "{}-{}@{} is a dead letter of {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                group,
                reason.getMessage());
    }
}
