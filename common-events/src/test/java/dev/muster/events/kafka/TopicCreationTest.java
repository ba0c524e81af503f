package dev.muster.events.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.events.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class TopicCreationTest {

    private static final Map<String, Object> CLIENT =
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final String topic = "created-" + UUID.randomUUID();

    @Test
    void createsWhatIsMissingAsItIsDeclared() throws Exception {
        TestBroker.create(new NewTopic(topic + "-2", 1, (short) 1));

        var creation = begin(true, topic, topic + "-2");
        try {
            // A broker that is slow to answer is asked again.
            await().atMost(LONG_ENOUGH).ignoreExceptions().untilAsserted(() -> assertThat(partitionsOf(topic))
                    .isEqualTo(3));
            assertThat(partitionsOf(topic + "-2")).isEqualTo(1);
        } finally {
            creation.destroy();
        }
    }

    @Test
    void waitsForWhatOthersCreateAndSaysSoOnce(CapturedOutput output) throws Exception {
        var creation = begin(false, topic);
        try {
            await().atMost(LONG_ENOUGH).until(() -> output.getOut().contains("Waits for topics: " + topic));
            TestBroker.create(new NewTopic(topic, 1, (short) 1));

            await().atMost(LONG_ENOUGH).until(() -> output.getOut().contains("The topics are there"));
            assertThat(output.getOut().lines().filter(line -> line.contains(topic)))
                    .singleElement()
                    .asString()
                    .endsWith(topic + " (not created yet, which is for others to do)");
        } finally {
            creation.destroy();
        }
    }

    private static TopicCreation begin(boolean creates, String... topics) {
        var needed = List.of(topics).stream()
                .map(name -> new NewTopic(name, 3, (short) 1))
                .toList();
        var creation = new TopicCreation(CLIENT, needed, creates);
        creation.afterSingletonsInstantiated();
        return creation;
    }

    private static int partitionsOf(String name) throws Exception {
        try (var admin = Admin.create(CLIENT)) {
            var described = admin.describeTopics(List.of(name)).allTopicNames().get();
            return requireNonNull(described.get(name)).partitions().size();
        }
    }
}
