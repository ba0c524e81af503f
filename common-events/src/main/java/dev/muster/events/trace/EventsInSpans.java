package dev.muster.events.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;
import org.springframework.kafka.support.micrometer.KafkaRecordSenderContext;

/**
 * Has the spans of Kafka's records say which event it was, by OpenTelemetry's names. Of high cardinality: it is in the spans alone,
 * and in no metric.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/cloudevents/cloudevents-spans/">CloudEvents spans</a>
 */
final class EventsInSpans implements ObservationFilter {

    @Override
    public Observation.Context map(Observation.Context context) {
        return switch (context) {
            case KafkaRecordSenderContext sent -> {
                var record = sent.getRecord();
                yield describe(context, record.key(), record.headers());
            }
            case KafkaRecordReceiverContext received -> {
                var record = received.getRecord();
                yield describe(context, record.key(), record.headers());
            }
            default -> context;
        };
    }

    private static Observation.Context describe(Observation.Context context, @Nullable Object key, Headers headers) {
        describe(key, headers, (name, value) -> context.addHighCardinalityKeyValue(KeyValue.of(name, value)));
        return context;
    }

    /** Says of a record which event it is, attribute by attribute. */
    static void describe(@Nullable Object key, Headers headers, BiConsumer<String, String> attributes) {
        if (key != null) {
            attributes.accept("messaging.kafka.message.key", key.toString());
        }
        textOf(headers, "ce_id").ifPresent(id -> attributes.accept("cloudevents.event_id", id));
        textOf(headers, "ce_type").ifPresent(type -> attributes.accept("cloudevents.event_type", type));
    }

    static Optional<String> textOf(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(Header::value).map(value -> new String(value, UTF_8));
    }
}
