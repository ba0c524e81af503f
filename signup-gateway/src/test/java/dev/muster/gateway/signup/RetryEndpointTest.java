package dev.muster.gateway.signup;

import static dev.muster.gateway.records.Outcomes.newSignupId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.Topic;
import dev.muster.events.UserSignedUp;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

@GatewayTest
class RetryEndpointTest {

    private final World world;
    private final String signupId = newSignupId();

    @Autowired
    RetryEndpointTest(World world) {
        this.world = world;
    }

    @Test
    void theLatestSignUpIsPublishedAgainInAnEventOfItsOwn() {
        world.signedUp(signupId);
        world.happens(new UserSignedUp(signupId, signupId + "@example.org", "Ada", "King"));
        world.garbage(Topic.SIGNUPS, signupId, new byte[] {1});

        retry(signupId)
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.signupId")
                .isEqualTo(signupId)
                .jsonPath("$.status")
                .isEqualTo("pending");

        var records = world.recordsOf(Topic.SIGNUPS, signupId);
        assertThat(records).hasSize(4);
        assertThat(records.getLast().value()).isEqualTo(records.get(1).value());
        assertThat(eventIdOf(records.getLast())).isNotEqualTo(eventIdOf(records.get(1)));
    }

    @Test
    void whoIsErasedDoesNotComeBack() {
        world.signedUp(signupId);
        world.erased(signupId);

        retry(signupId).expectStatus().isNotFound();

        assertThat(world.recordsOf(Topic.SIGNUPS, signupId)).hasSize(2);
    }

    @Test
    void whoNeverSignedUpIsNotFound() {
        retry(signupId)
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:muster:problem:no-signup-to-retry");
        retry("nobody").expectStatus().isNotFound();
        world.operator()
                .get()
                .uri("/api/signups/{id}/retry", signupId)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
    }

    private ResponseSpec retry(String signupId) {
        return world.operator().post().uri("/api/signups/{id}/retry", signupId).exchange();
    }

    private static byte[] eventIdOf(ConsumerRecord<?, ?> record) {
        return record.headers().lastHeader("ce_id").value();
    }
}
