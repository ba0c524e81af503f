package dev.muster.gateway.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * A dead letter, as far as its headers tell.
 *
 * @param group the consumer group whose it is
 * @param at when it was written
 * @param kind {@code unreadable}, or {@code set-aside} where it failed for too long
 * @param source where the record stood that could not be handled
 * @param reason what was wrong with it
 * @param redrives how often it was handed over again before
 */
record Letter(
        String group,
        Place place,
        Instant at,
        String kind,
        @Nullable Source source,
        @Nullable String key,
        String reason,
        Instant firstFailedAt,
        Instant lastFailedAt,
        int redrives) {

    static final String KIND = "muster_dlt-kind";
    static final String FIRST_FAILED_AT = "muster_dlt-first-failed-at";
    static final String LAST_FAILED_AT = "muster_dlt-last-failed-at";
    static final String REDRIVES = "muster_dlt-redrives";
    private static final String UNREADABLE = "unreadable";

    /** Where the record stood. */
    record Source(String topic, int partition, long offset) {}

    static Letter of(String group, ConsumerRecord<String, byte[]> record) {
        var headers = record.headers();
        var at = Instant.ofEpochMilli(record.timestamp());
        return new Letter(
                group,
                new Place(record.partition(), record.offset()),
                at,
                text(headers, KIND).orElse(UNREADABLE),
                source(headers).orElse(null),
                record.key(),
                text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE).orElse(""),
                time(headers, FIRST_FAILED_AT).orElse(at),
                time(headers, LAST_FAILED_AT).orElse(at),
                text(headers, REDRIVES)
                        .filter(number -> number.matches("\\d{1,9}"))
                        .map(Integer::parseInt)
                        .orElse(0));
    }

    private static Optional<Source> source(Headers headers) {
        var partition =
                bytes(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION).filter(each -> each.length == Integer.BYTES);
        var offset = bytes(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET).filter(each -> each.length == Long.BYTES);
        return text(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC)
                .filter(_ -> partition.isPresent() && offset.isPresent())
                .map(topic -> new Source(
                        topic,
                        ByteBuffer.wrap(partition.orElseThrow()).getInt(),
                        ByteBuffer.wrap(offset.orElseThrow()).getLong()));
    }

    private static Optional<Instant> time(Headers headers, String name) {
        return text(headers, name).flatMap(text -> {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        });
    }

    private static Optional<String> text(Headers headers, String name) {
        return bytes(headers, name).map(value -> new String(value, UTF_8));
    }

    private static Optional<byte[]> bytes(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name)).flatMap(header -> Optional.ofNullable(header.value()));
    }
}
