package dev.muster.events.replay;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.EventCodec;
import dev.muster.events.ReplayRequested;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.events.kafka.EventPublisher;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;

/** The consumers of one process, one of which hears of a rebalance later than the other. */
class ReplayerTest {

    private static final TopicPartition PARTITION = new TopicPartition("events", 0);

    private final List<Long> taken = new ArrayList<>();
    private final ConcurrentMessageListenerContainer<String, byte[]> container =
            new ConcurrentMessageListenerContainer<>(
                    new DefaultKafkaConsumerFactory<>(Map.of()), new ContainerProperties(PARTITION.topic()));
    private final MockConsumer<String, byte[]> before = consumer();
    private final MockConsumer<String, byte[]> now = consumer();

    ReplayerTest() {
        var request = new ReplayRequested(
                "replay", "group", Map.of(), Map.of(PARTITION.toString(), 10L), List.of(), Mode.HEAL);
        var nobody =
                new EventPublisher(new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(Map.of())), new EventCodec());
        var unused = new Replayer(
                request,
                () -> Replay.of(request),
                record -> {
                    taken.add(record.offset());
                    return Step.Taken.PASSED;
                },
                () -> {},
                new Reports(nobody, "/test", InstantSource.system()),
                container);
    }

    @Test
    void whoLosesAPartitionLateTakesNothingFromWhoHasIt() {
        assign(before, now);
        assignments().onPartitionsLost(before, List.of(PARTITION));

        hand(0, now);
        hand(0, before);

        assertThat(taken).containsExactly(0L);
        assertThat(now.paused()).isEmpty();
        assertThat(before.paused()).containsExactly(PARTITION);
    }

    @Test
    void whoIsLateInEverythingTakesNothingEither() {
        assign(now, before);
        assignments().onPartitionsLost(before, List.of(PARTITION));

        hand(0, now);

        assertThat(taken).containsExactly(0L);
        assertThat(now.paused()).isEmpty();
    }

    private void assign(Consumer<?, ?> first, Consumer<?, ?> second) {
        assignments().onPartitionsAssigned(first, List.of(PARTITION));
        assignments().onPartitionsAssigned(second, List.of(PARTITION));
    }

    private ConsumerAwareRebalanceListener assignments() {
        return (ConsumerAwareRebalanceListener)
                requireNonNull(container.getContainerProperties().getConsumerRebalanceListener());
    }

    @SuppressWarnings("unchecked")
    private void hand(long offset, MockConsumer<String, byte[]> consumer) {
        var listener = (AcknowledgingConsumerAwareMessageListener<String, byte[]>)
                requireNonNull(container.getContainerProperties().getMessageListener());
        listener.onMessage(
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, "key", new byte[0]),
                null,
                consumer);
    }

    private static MockConsumer<String, byte[]> consumer() {
        var consumer = new MockConsumer<String, byte[]>("earliest");
        consumer.assign(List.of(PARTITION));
        return consumer;
    }
}
