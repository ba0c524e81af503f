package dev.muster.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.UnreadableEvent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.listener.DeadLetterRecordManager;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * What the headers of a dead letter say, in whatever group's topic it stands. Where the record stood and what was wrong with it
 * are in spring's {@code kafka_dlt-*} headers, the rest in ours; the record's own headers are beside them.
 *
 * @param source the partition that the record stood in
 * @param offset where in that partition
 * @param group the consumer group that it is a dead letter of
 * @param kind why it is one
 * @param reason what was wrong with it, for operators
 * @param firstFailedAt when it failed for the first time
 * @param lastFailedAt when it failed for the last time
 * @param redrives how many times operators have had it tried again
 */
public record DeadLetter(
        TopicPartition source,
        long offset,
        String group,
        Kind kind,
        String reason,
        Instant firstFailedAt,
        Instant lastFailedAt,
        int redrives) {

    /** Says why it is a dead letter: {@link Kind#label()}. */
    public static final String KIND = "muster_dlt-kind";

    /** Says when the record failed for the first time, as ISO-8601. */
    public static final String FIRST_FAILED_AT = "muster_dlt-first-failed-at";

    /** Says when the record failed for the last time, as ISO-8601. */
    public static final String LAST_FAILED_AT = "muster_dlt-last-failed-at";

    /** Says how many times operators have had it tried again. */
    public static final String REDRIVES = "muster_dlt-redrives";

    /** Says how many bytes were left out of a dead letter that no topic would take with them. */
    public static final String BYTES_LEFT_OUT = "muster_dlt-bytes-left-out";

    private static final DeadLetterRecordManager SPRING = spring();

    /** Why a record is a dead letter. */
    public enum Kind {
        /** It cannot be read; the letter has its bytes. */
        UNREADABLE("unreadable"),
        /** It alone has failed for long; the letter has no bytes, which are in the source. */
        SET_ASIDE("set-aside");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The kind as the header has it. */
        public String label() {
            return label;
        }

        private static Kind of(String label) {
            return label.equals(SET_ASIDE.label) ? SET_ASIDE : UNREADABLE;
        }
    }

    /**
     * Reads the headers of a dead letter; one of before they had all of these failed once, when it was written.
     *
     * @throws UnreadableEvent if it is no dead letter
     */
    public static DeadLetter of(ConsumerRecord<String, byte[]> letter) {
        var headers = letter.headers();
        var written = Instant.ofEpochMilli(letter.timestamp());
        try {
            return new DeadLetter(
                    new TopicPartition(
                            text(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC, ""),
                            bytes(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION).getInt()),
                    bytes(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET).getLong(),
                    text(
                            headers,
                            KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP,
                            ConsumerGroup.ofDeadLetters(letter.topic())),
                    Kind.of(text(headers, KIND, "")),
                    text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE, ""),
                    Instant.parse(text(headers, FIRST_FAILED_AT, written.toString())),
                    Instant.parse(text(headers, LAST_FAILED_AT, written.toString())),
                    number(text(headers, REDRIVES, "0")));
        } catch (DateTimeException | BufferUnderflowException e) {
            throw new UnreadableEvent("no dead letter", e);
        }
    }

    /**
     * Has a record say that it is delivered once more because of this letter: should it fail again, the new letter counts on.
     *
     * @param headers of the record that is handed to the listener
     */
    public void mark(Headers headers) {
        set(headers, FIRST_FAILED_AT, firstFailedAt.toString());
        set(headers, REDRIVES, Integer.toString(redrives));
    }

    /**
     * The headers of a new dead letter: those of the record, and ours. A record that was delivered because of an earlier letter
     * is one redrive further, and keeps the place where it stood at first.
     */
    public static Headers headersOf(
            ConsumerRecord<?, ?> record,
            Kind kind,
            Exception reason,
            String group,
            Instant firstFailedAt,
            Instant lastFailedAt) {
        var headers = new RecordHeaders(record.headers().toArray());
        var isRedriven = headers.lastHeader(FIRST_FAILED_AT) != null;
        var redrives = isRedriven ? number(text(headers, REDRIVES, "0")) + 1 : 0;
        SPRING.addAndEnhanceHeaders(record, reason, null, null, headers);
        set(headers, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, group);
        set(headers, KIND, kind.label());
        set(headers, FIRST_FAILED_AT, text(headers, FIRST_FAILED_AT, firstFailedAt.toString()));
        set(headers, LAST_FAILED_AT, lastFailedAt.toString());
        set(headers, REDRIVES, Integer.toString(redrives));
        return headers;
    }

    private static DeadLetterRecordManager spring() {
        var manager = new DeadLetterRecordManager();
        manager.removeHeaderToAdd(HeadersToAdd.EX_STACKTRACE);
        manager.setAppendOriginalHeaders(false);
        return manager;
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static ByteBuffer bytes(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return ByteBuffer.wrap(header == null ? new byte[0] : header.value());
    }

    private static String text(Headers headers, String name, String orElse) {
        var header = headers.lastHeader(name);
        return header == null ? orElse : new String(header.value(), UTF_8);
    }
}
