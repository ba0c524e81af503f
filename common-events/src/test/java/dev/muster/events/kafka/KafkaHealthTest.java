package dev.muster.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class KafkaHealthTest {

    @Test
    void upWhileKafkaAnswers() {
        var health = health(System.getProperty("spring.kafka.bootstrap-servers"));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
        health.destroy();
    }

    @Test
    void downWhereKafkaDoesNotAnswerAndNobodyWaitsForIt() {
        var health = health("127.0.0.1:1");
        var began = System.nanoTime();

        for (var probe = 0; probe < 20; probe++) {
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20 * 2));
        health.destroy();
    }

    private static KafkaHealth health(String bootstrap) {
        return new KafkaHealth(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    }
}
