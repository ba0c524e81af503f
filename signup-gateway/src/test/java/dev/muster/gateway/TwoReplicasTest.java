package dev.muster.gateway;

import static dev.muster.gateway.World.soon;
import static dev.muster.gateway.records.Outcomes.newSignupId;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.Topic;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Beside the gateway of all tests stands another one, on the same broker and the same document store. */
@GatewayTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoReplicasTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final World world;
    private final WebTestClient here;
    private final WebTestClient there;
    private final ConfigurableApplicationContext other;

    @Autowired
    TwoReplicasTest(World world, Environment environment) {
        this.world = world;
        this.other = new SpringApplicationBuilder(SignupGateway.class)
                .run(
                        "--server.port=0",
                        "--muster.kafka.bootstrap=" + environment.getRequiredProperty("muster.kafka.bootstrap"),
                        "--muster.kafka.replication=1",
                        "--muster.kafka.min-in-sync=1",
                        "--muster.mongodb.uri=" + environment.getRequiredProperty("muster.mongodb.uri"),
                        "--muster.signup.id-secret=" + environment.getRequiredProperty("muster.signup.id-secret"),
                        "--muster.operators.token-hashes="
                                + environment.getRequiredProperty("muster.operators.token-hashes"));
        this.here = world.operator();
        this.there = here.mutate()
                .baseUrl("http://localhost:" + other.getEnvironment().getRequiredProperty("local.server.port"))
                .build();
    }

    @AfterAll
    void closeTheOther() {
        other.close();
    }

    @Test
    void whoIsTakenByOneIsFollowedAtTheOther() {
        var answer = here.post()
                .uri("/signups")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"email\": \"" + newSignupId() + "@example.org\"}")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        var signupId = JSON.readTree(requireNonNull(answer)).path("signupId").asString();
        soon().until(() -> there.get()
                .uri("/signups/{id}", signupId)
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .is2xxSuccessful());
        var documents = there.get()
                .uri("/signups/{id}/events", signupId)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(JsonNode.class)
                .getResponseBody();

        var sequence = world.recordsOf(Topic.SIGNUPS, signupId).getFirst().offset();
        world.slackAnswers(signupId, sequence, 1, Status.SUCCEEDED, null);
        world.crmAnswers(signupId, sequence, 1, Status.SUCCEEDED, null);

        assertThat(documents
                        .filter(document -> document.path("status").asString().equals("succeeded"))
                        .blockFirst(Duration.ofMinutes(2)))
                .isNotNull();
    }

    @Test
    void aReplayThatOneOrderedIsWatchedAndCancelledAtTheOther() {
        var answer = here.post()
                .uri("/api/replays")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"group\": \"slack-service.invites\", \"mode\": \"dry-run\"}")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        var replayId = JSON.readTree(requireNonNull(answer)).path("replayId").asString();

        there.delete()
                .uri("/api/replays/{id}", replayId)
                .exchange()
                .expectStatus()
                .isAccepted();

        here.get()
                .uri("/api/replays/{id}", replayId)
                .exchange()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("cancelled");
    }
}
