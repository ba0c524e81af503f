package dev.muster.events.kafka;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.SendResult;

/** Publishes events to the topics they belong to. */
public final class EventPublisher {

    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

    private final KafkaOperations<String, byte[]> kafka;
    private final EventCodec codec;

    public EventPublisher(KafkaOperations<String, byte[]> kafka, EventCodec codec) {
        this.kafka = kafka;
        this.codec = codec;
    }

    /**
     * Makes the producer, which connects by itself, so that whoever publishes first does not wait for that. Where it cannot be
     * made yet, publishing tries again.
     */
    public void connect() {
        try {
            kafka.getProducerFactory().createProducer().close();
        } catch (org.apache.kafka.common.KafkaException e) {
            log.debug("No producer yet", e);
        }
    }

    /**
     * Publishes an event; the result is there when all in-sync replicas have it. Blocks while the topic's metadata are not
     * known yet, at most {@code max.block.ms}.
     */
    public CompletableFuture<RecordMetadata> send(Envelope<?> envelope) {
        return kafka.send(codec.write(envelope)).thenApply(SendResult::getRecordMetadata);
    }

    /** Publishes, likewise, that there is nothing any more under a key of a compacted topic. */
    public CompletableFuture<RecordMetadata> sendTombstone(String topic, String key) {
        return kafka.send(new ProducerRecord<>(topic, key, null)).thenApply(SendResult::getRecordMetadata);
    }

    /**
     * Publishes an event and waits until all in-sync replicas have it, at most {@code delivery.timeout.ms}.
     *
     * @throws KafkaException if they do not; the event may arrive all the same
     */
    public void publish(Envelope<?> envelope) {
        publish(List.of(envelope));
    }

    /**
     * Publishes events, those of one key in the given order, and waits until all in-sync replicas have all of them. Of no
     * events, nothing is done.
     *
     * @throws KafkaException if they do not; any of the events may arrive all the same
     */
    public void publish(List<? extends Envelope<?>> envelopes) {
        var sent = envelopes.stream().map(this::send).toArray(CompletableFuture[]::new);
        await(CompletableFuture.allOf(sent), () -> idsOf(envelopes));
    }

    /**
     * Publishes that there is nothing any more under a key of a compacted topic, and waits likewise.
     *
     * @throws KafkaException if they do not have it; it may arrive all the same
     */
    public void publishTombstone(String topic, String key) {
        await(sendTombstone(topic, key), () -> "that " + key + " is gone");
    }

    private static void await(CompletableFuture<?> sent, Supplier<String> what) {
        try {
            sent.join();
        } catch (CompletionException e) {
            throw new KafkaException("not published: " + what.get(), e.getCause());
        }
    }

    private static String idsOf(List<? extends Envelope<?>> envelopes) {
        var first = envelopes.getFirst().id();
        return envelopes.size() == 1 ? first : first + " and " + (envelopes.size() - 1) + " more";
    }
}
