package dev.muster.slack.bot;

import dev.muster.events.AnswersSubmitted;
import dev.muster.events.DaySkipped;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.SlackInteractionEvent;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.kafka.PublicationMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;

/** Publishes what members did, while they wait: Slack gives three seconds, so its producer gives up sooner than the others. */
@Component
final class Interactions implements SmartInitializingSingleton, DisposableBean {

    private static final String SOURCE = "/muster/slack-service";
    private static final Duration AT_MOST = Duration.ofMillis(2300);

    private static final Map<String, Object> SHORT = Map.of(
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 1800,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1500,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2000);

    private static final String ANSWERS = "answers";
    private static final String SKIP = "skip";

    private final KafkaTemplate<String, byte[]> kafka;
    private final EventPublisher publisher;
    private final InstantSource clock;
    private final MeterProvider<Counter> interactions;

    Interactions(
            ProducerFactory<String, byte[]> producers,
            EventCodec codec,
            InstantSource clock,
            ObservationRegistry observations,
            MeterRegistry registry) {
        this.kafka = new KafkaTemplate<>(producers, SHORT);
        kafka.setProducerListener(PublicationMeters.unlogged(registry));
        kafka.setObservationRegistry(observations);
        kafka.setObservationEnabled(true);
        this.publisher = new EventPublisher(kafka, codec);
        this.clock = clock;
        this.interactions = Counter.builder("muster.standup.answers")
                .description(
                        "What members did with a prompt: accepted is in the log, refused they were asked to do again")
                .withRegistry(registry);
        for (var kind : List.of(ANSWERS, SKIP)) {
            Stream.of(true, false).forEach(isAccepted -> counter(kind, isAccepted));
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        publisher.connect();
    }

    /**
     * Publishes an event and waits until all in-sync replicas have it.
     *
     * @throws KafkaException if they do not in time; it may arrive all the same, and publishing it again does no harm
     */
    void publish(String id, SlackInteractionEvent event) {
        var isAccepted = false;
        try {
            await(id, event);
            isAccepted = true;
        } finally {
            counter(kindOf(event), isAccepted).increment();
        }
    }

    private static String kindOf(SlackInteractionEvent event) {
        return switch (event) {
            case AnswersSubmitted _ -> ANSWERS;
            case DaySkipped _ -> SKIP;
        };
    }

    private Counter counter(String kind, boolean isAccepted) {
        return interactions.withTags("kind", kind, "outcome", isAccepted ? "accepted" : "refused");
    }

    private void await(String id, SlackInteractionEvent event) {
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
