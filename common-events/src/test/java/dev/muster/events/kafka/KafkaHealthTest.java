package dev.muster.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.events.TestBroker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Status;

class KafkaHealthTest {

    @Test
    void upWhileKafkaAnswers() throws Exception {
        var health = health(TestBroker.ADDRESS);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
        health.destroy();
    }

    @Test
    void downWhereKafkaDoesNotAnswer() throws Exception {
        var health = health("127.0.0.1:1");

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        health.destroy();
    }

    @Test
    @Timeout(60)
    void nobodyWaitsForAnAnswerThatDoesNotComeAndItIsAskedForOnce() {
        var asked = new AtomicInteger();
        var health = new KafkaHealth(
                () -> {
                    asked.incrementAndGet();
                    return new CompletableFuture<>();
                },
                () -> {});

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);

        assertThat(asked).hasValue(1);
    }

    private static KafkaHealth health(String bootstrap) {
        return new KafkaHealth(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    }
}
