package dev.muster.events.kafka;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** What {@link CalmPolling} and the version of Kafka's clients are for. */
class SilentBrokerTest {

    private static final Duration BEGINNING = Duration.ofSeconds(2);
    private static final Duration OUTAGE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(100);

    @Test
    void consumerRestsWhileNoBrokerAnswers() throws Exception {
        var others = networkThreads();
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var consumer = new CalmPolling().apply(consumer("127.0.0.1:" + silent.getLocalPort()));
            consumer.subscribe(List.of("events"));
            poll(consumer, BEGINNING);
            var its = networkThreads();
            its.removeAll(others);
            assertThat(its).hasSize(1);
            its.add(Thread.currentThread().threadId());

            var before = processorTime(its);
            poll(consumer, OUTAGE);
            var used = processorTime(its).minus(before);
            consumer.close(CloseOptions.timeout(Duration.ZERO));

            // Else it turns in circles as fast as it is let.
            assertThat(used).isLessThan(OUTAGE.dividedBy(2));
        }
    }

    private static void poll(Consumer<?, ?> consumer, Duration time) {
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            consumer.poll(POLL);
        }
    }

    private static KafkaConsumer<String, byte[]> consumer(String bootstrap) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "a-group",
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                        "consumer"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static Set<Long> networkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("consumer_background_thread"))
                .map(Thread::threadId)
                .collect(toSet());
    }

    private static Duration processorTime(Set<Long> threads) {
        return threads.stream()
                .map(thread ->
                        Duration.ofNanos(ManagementFactory.getThreadMXBean().getThreadCpuTime(thread)))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
