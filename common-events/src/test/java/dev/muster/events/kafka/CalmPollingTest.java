package dev.muster.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalmPollingTest {

    private static final TopicPartition PAUSED = new TopicPartition("events", 0);
    private static final TopicPartition OTHER = new TopicPartition("events", 1);
    private static final Duration TIMEOUT = Duration.ofMillis(60);

    private final List<Duration> polls = new ArrayList<>();
    private final MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest") {
        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            polls.add(timeout);
            return super.poll(timeout);
        }
    };
    private final Consumer<String, byte[]> consumer = new CalmPolling().apply(kafka);

    @BeforeEach
    void assign() {
        consumer.assign(List.of(PAUSED, OTHER));
        consumer.seek(PAUSED, 0);
        consumer.seek(OTHER, 0);
    }

    @Test
    void nothingChangesWhileNothingIsPaused() {
        consumer.poll(TIMEOUT);

        assertThat(polls).containsExactly(TIMEOUT);
    }

    @Test
    void consumerWithAPausedPartitionRestsInsteadOfWaitingInKafka() {
        consumer.pause(List.of(PAUSED));
        var began = System.nanoTime();

        assertThat(consumer.poll(TIMEOUT).isEmpty()).isTrue();

        assertThat(polls).containsExactly(Duration.ZERO);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(TIMEOUT);
    }

    @Test
    void consumerWithoutAPartitionRestsToo() {
        kafka.unsubscribe();

        assertThat(consumer.poll(TIMEOUT).isEmpty()).isTrue();

        assertThat(polls).containsExactly(Duration.ZERO);
    }

    @Test
    void recordsOfOtherPartitionsComeAtOnce() {
        consumer.pause(List.of(PAUSED));
        kafka.addRecord(new ConsumerRecord<>("events", 1, 0, "key", new byte[0]));

        assertThat(consumer.poll(TIMEOUT).count()).isEqualTo(1);
    }

    @Test
    void whatKafkaThrowsIsThrown() {
        kafka.wakeup();

        assertThatThrownBy(() -> consumer.poll(TIMEOUT)).isInstanceOf(WakeupException.class);
    }
}
