package dev.muster.gateway.signup;

import static dev.muster.gateway.records.Outcomes.newSignupId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.EmbeddedStore;
import dev.muster.gateway.World;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Nothing listens where the broker should be. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "muster.kafka.bootstrap=localhost:1",
            // The shared broker sets this for the whole run.
            "spring.kafka.bootstrap-servers=localhost:1",
            "muster.signup.id-secret=the secret of these tests",
            // Of World's token.
            "muster.operators.token-hashes=17c11c070fe9d38e70c224ae891089be8c6c22ac5c088f9e4464fb1f4a5e4466",
            "spring.kafka.admin.auto-create=false",
            "spring.kafka.listener.auto-startup=false"
        })
@Import({EmbeddedStore.class, World.class})
class BrokerAwayTest {

    /** By Kafka's own defaults it would be two minutes; the three seconds that are promised are those of no slow machine. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final WebTestClient client;
    private final WebTestClient operator;

    @Autowired
    BrokerAwayTest(World world) {
        this.client = world.client();
        this.operator = world.operator();
    }

    @Test
    void aSignUpThatCannotBeConfirmedIsAnsweredWithinThreeSeconds() {
        var begin = System.nanoTime();

        signUp(MediaType.APPLICATION_JSON, "{\"email\": \"" + newSignupId() + "@example.org\"}", "*/*")
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.detail")
                .value(detail -> assertThat(detail.toString()).contains("may have reached us", "safe"));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
    }

    @Test
    void theFormKeepsWhatWasTyped() {
        signUp(MediaType.APPLICATION_FORM_URLENCODED, "email=ada%40example.org&name=Ada+Lovelace", "text/html")
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER)
                .expectBody(String.class)
                .value(page -> assertThat(page)
                        .contains("value=\"ada@example.org\"", "value=\"Ada Lovelace\"", "may have reached us"));
    }

    @Test
    void manyAtOnceWaitNoLongerThanOne() throws Exception {
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var begin = System.nanoTime();

            var statuses = people.invokeAll(IntStream.range(0, 300)
                    .<Callable<Integer>>mapToObj(_ -> () -> signUp(
                                    MediaType.APPLICATION_JSON,
                                    "{\"email\": \"" + newSignupId() + "@example.org\"}",
                                    "*/*")
                            .returnResult(String.class)
                            .getStatus()
                            .value())
                    .toList());

            for (var status : statuses) {
                assertThat(status.get()).isEqualTo(503);
            }
            // One after the other they would take twelve minutes, by tens more than one.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
        }
    }

    @Test
    void whatIsWrongIsToldWithoutTheBroker() {
        signUp(MediaType.APPLICATION_JSON, "{\"email\": \"ada\"}", "*/*")
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void operatorsAreToldToComeAgain() {
        operator.get()
                .uri("/api/standups")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:muster:problem:standups-unknown");
        operator.put()
                .uri("/api/standups/daily")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"channel\": \"C0123456789\", \"questions\": [\"What now?\"], \"askAt\": \"08:00\", "
                        + "\"reportAt\": \"10:00\", \"zone\": \"UTC\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        operator.delete()
                .uri("/api/standups/daily")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void nothingIsReplayedNorRetried() {
        operator.post()
                .uri("/api/replays")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"group\": \"crm-service.contacts\", \"mode\": \"rebuild\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:muster:problem:replay-unavailable");
        operator.post()
                .uri("/api/signups/{id}/retry", newSignupId())
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void itIsNotReady() {
        client.get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        client.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
    }

    private WebTestClient.ResponseSpec signUp(MediaType type, String body, String accept) {
        return client.post()
                .uri("/signups")
                .contentType(type)
                .header(HttpHeaders.ACCEPT, accept)
                .bodyValue(body)
                .exchange();
    }
}
