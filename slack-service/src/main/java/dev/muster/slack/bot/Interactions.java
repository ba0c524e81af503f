package dev.muster.slack.bot;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.SlackInteractionEvent;
import dev.muster.events.kafka.EventPublisher;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.stereotype.Component;

/** Publishes what members did, while they wait: Slack gives three seconds, so its producer gives up sooner than the others. */
@Component
final class Interactions implements DisposableBean {

    private static final String SOURCE = "/muster/slack-service";
    private static final Duration AT_MOST = Duration.ofMillis(2300);

    private static final Map<String, Object> SHORT = Map.of(
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 1800,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1500,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2000);

    private final KafkaTemplate<String, byte[]> kafka;
    private final EventPublisher publisher;
    private final InstantSource clock;

    Interactions(
            ProducerFactory<String, byte[]> producers,
            EventCodec codec,
            InstantSource clock,
            ObservationRegistry observations) {
        this.kafka = new KafkaTemplate<>(producers, SHORT);
        // The default one logs what is not published.
        kafka.setProducerListener(new ProducerListener<>() {});
        kafka.setObservationRegistry(observations);
        kafka.setObservationEnabled(true);
        this.publisher = new EventPublisher(kafka, codec);
        this.clock = clock;
    }

    /**
     * Publishes an event and waits until all in-sync replicas have it.
     *
     * @throws KafkaException if they do not in time; it may arrive all the same, and publishing it again does no harm
     */
    void publish(String id, SlackInteractionEvent event) {
        var until = System.nanoTime() + AT_MOST.toNanos();
        try {
            publisher
                    .send(new Envelope<>(id, SOURCE, clock.instant(), event))
                    .get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("not published: " + id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("not published: " + id, e);
        }
    }

    @Override
    public void destroy() {
        kafka.destroy();
    }
}
