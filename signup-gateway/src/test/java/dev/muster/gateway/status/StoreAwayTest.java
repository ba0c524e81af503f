package dev.muster.gateway.status;

import static dev.muster.gateway.records.Outcomes.newSignupId;

import dev.muster.gateway.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Nothing listens where the document store should be. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "muster.kafka.bootstrap=${spring.embedded.kafka.brokers}",
            "muster.kafka.replication=1",
            "muster.kafka.min-in-sync=1",
            "muster.signup.id-secret=the secret of these tests",
            "muster.mongodb.uri=mongodb://localhost:1/muster",
            // The group's partitions are left to the other tests, which have a store.
            "spring.kafka.listener.auto-startup=false"
        })
@Import(World.class)
class StoreAwayTest {

    private final WebTestClient client;

    @Autowired
    StoreAwayTest(World world) {
        this.client = world.client();
    }

    @Test
    void signUpsAreStillAccepted() {
        client.post()
                .uri("/signups")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"email\": \"" + newSignupId() + "@example.org\"}")
                .exchange()
                .expectStatus()
                .isAccepted();
    }

    @Test
    void theStatusIsToBeAskedForLater() {
        for (var path : List.of("/signups/{id}", "/signups/{id}/events")) {
            client.get()
                    .uri(path, newSignupId())
                    .exchange()
                    .expectStatus()
                    .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                    .expectHeader()
                    .exists(HttpHeaders.RETRY_AFTER)
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }
}
