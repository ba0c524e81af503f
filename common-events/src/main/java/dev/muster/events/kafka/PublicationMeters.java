package dev.muster.events.kafka;

import dev.muster.events.metrics.Label;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.LoggingProducerListener;
import org.springframework.kafka.support.ProducerListener;

/** Counts what is published, and what Kafka did not confirm; logs the latter as Spring does. */
public final class PublicationMeters<K, V> implements ProducerListener<K, V> {

    private final ProducerListener<K, V> log;
    private final Label reasons = new Label();
    private final MeterProvider<Counter> published;
    private final MeterProvider<Counter> refused;

    /** Counts for a template whose failures are logged by Spring's own listener. */
    PublicationMeters(MeterRegistry registry) {
        this(registry, new LoggingProducerListener<>());
    }

    private PublicationMeters(MeterRegistry registry, ProducerListener<K, V> log) {
        this.log = log;
        this.published = Counter.builder("muster.events.published")
                .description("Records that all in-sync replicas have")
                .withRegistry(registry);
        this.refused = Counter.builder("muster.events.unconfirmed")
                .description("Records that Kafka did not confirm in time; they may be there all the same")
                .withRegistry(registry);
    }

    /** The same for a template whose failures its owner tells of. */
    public static <K, V> ProducerListener<K, V> unlogged(MeterRegistry registry) {
        return new PublicationMeters<>(registry, new ProducerListener<>() {});
    }

    @Override
    public void onSuccess(ProducerRecord<K, V> record, RecordMetadata place) {
        published.withTag("topic", record.topic()).increment();
    }

    @Override
    public void onError(ProducerRecord<K, V> record, @Nullable RecordMetadata place, Exception failure) {
        refused.withTags(
                        "topic",
                        record.topic(),
                        "reason",
                        reasons.valueOf(failure.getClass().getSimpleName()))
                .increment();
        log.onError(record, place, failure);
    }
}
