package dev.muster.gateway.clock;

import static dev.muster.gateway.World.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ChannelRoster;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.Topic;
import dev.muster.events.kafka.TopicTable;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.SendResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Kafka is there, but does not take what is published to a topic. */
@GatewayTest
@Import(KafkaRefusesTest.Refusing.class)
class KafkaRefusesTest {

    private static final String CHANNEL = "C0REFUSED";

    private final World world;
    private final WebTestClient operator;
    private final RefusingKafka kafka;
    private final TopicTable<SlackDirectoryEvent> directory;
    private final Standups standups;
    private final RunLog runs;
    private final String id = Given.newId();

    @Autowired
    KafkaRefusesTest(
            World world,
            RefusingKafka kafka,
            TopicTable<SlackDirectoryEvent> directory,
            Standups standups,
            RunLog runs) {
        this.world = world;
        this.operator = world.operator();
        this.kafka = kafka;
        this.directory = directory;
        this.standups = standups;
        this.runs = runs;
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Refusing {

        @Bean
        RefusingKafka kafkaTemplate(ProducerFactory<String, byte[]> producers) {
            return new RefusingKafka(producers);
        }
    }

    static final class RefusingKafka extends KafkaTemplate<String, byte[]> {

        final Set<String> topics = ConcurrentHashMap.newKeySet();

        RefusingKafka(ProducerFactory<String, byte[]> producers) {
            super(producers);
        }

        @Override
        public CompletableFuture<SendResult<String, byte[]>> send(ProducerRecord<String, byte[]> record) {
            return topics.contains(record.topic())
                    ? CompletableFuture.failedFuture(new TimeoutException("not in time"))
                    : super.send(record);
        }
    }

    @BeforeEach
    void theStandupCanBeDefined() {
        world.happens(new ChannelRoster(CHANNEL, "refused", List.of("U1")));
        soon().until(() ->
                directory.get(CHANNEL).isPresent() && directory.isWhole() && standups.isWhole() && runs.isWhole());
    }

    @AfterEach
    void kafkaTakesEverythingAgain() {
        kafka.topics.clear();
    }

    @Test
    void aDefinitionThatIsNotTakenIsToBeSentAgain() {
        kafka.topics.add(Topic.STANDUPS);

        assertUnavailable(define(), "standup-unavailable");

        operator.get().uri("/api/standups/" + id).exchange().expectStatus().isNotFound();
        kafka.topics.clear();
        define().expectStatus().isCreated();
    }

    @Test
    void aTickThatIsNotTakenIsToBeSentAgain() {
        define().expectStatus().isCreated();
        kafka.topics.add(Topic.STANDUP_TICKS);

        assertUnavailable(
                operator.post()
                        .uri("/api/standups/{id}/ticks", id)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{\"phase\": \"ASK\"}")
                        .exchange(),
                "tick-unavailable");
    }

    @Test
    void aStandupWhoseRunCannotBeClosedIsNotRetired() {
        define().expectStatus().isCreated();
        world.happens(Given.opened(
                Given.standup(id, ZoneOffset.UTC, "08:00", null, "10:00"),
                LocalDate.now(ZoneOffset.UTC).plusMonths(1),
                Instant.now(),
                null));
        kafka.topics.add(Topic.STANDUP_TICKS);

        assertUnavailable(operator.delete().uri("/api/standups/" + id).exchange(), "standup-unavailable");

        operator.get().uri("/api/standups/" + id).exchange().expectStatus().isOk();
        assertThat(world.recordsOf(Topic.STANDUPS, id)).hasSize(1);
        kafka.topics.clear();
        operator.delete().uri("/api/standups/" + id).exchange().expectStatus().isNoContent();
        assertThat(world.recordsOf(Topic.STANDUP_TICKS, id)).hasSize(1);
    }

    @Test
    void aRetirementThatIsNotTakenIsToBeSentAgain() {
        define().expectStatus().isCreated();
        kafka.topics.add(Topic.STANDUPS);

        assertUnavailable(operator.delete().uri("/api/standups/" + id).exchange(), "standup-unavailable");

        operator.get().uri("/api/standups/" + id).exchange().expectStatus().isOk();
    }

    private ResponseSpec define() {
        return operator.put()
                .uri("/api/standups/{id}", id)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"channel\": \"" + CHANNEL + "\", \"questions\": [\"What now?\"], \"askAt\": \"08:00\", "
                        + "\"reportAt\": \"10:00\", \"zone\": \"UTC\", \"enabled\": false}")
                .exchange();
    }

    private static void assertUnavailable(ResponseSpec answer, String kind) {
        answer.expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader()
                .valueEquals(HttpHeaders.RETRY_AFTER, "5")
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:muster:problem:" + kind);
    }
}
