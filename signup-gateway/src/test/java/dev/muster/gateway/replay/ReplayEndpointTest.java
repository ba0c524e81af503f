package dev.muster.gateway.replay;

import static dev.muster.gateway.records.Outcomes.newSignupId;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ReplayEnded;
import dev.muster.events.ReplayFound;
import dev.muster.events.ReplayFound.Finding;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.json.JsonMapper;

@GatewayTest
class ReplayEndpointTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final World world;
    private final WebTestClient operator;
    private final Orders orders;

    @Autowired
    ReplayEndpointTest(World world) {
        this.world = world;
        this.operator = world.operator();
        this.orders = new Orders(operator);
    }

    @Test
    void aReplayIsSeenFromItsOrderToItsEnd() {
        world.signedUp(newSignupId());
        var id = orders.ordered("\"mode\": \"heal\", \"group\": \"crm-service.contacts\"");

        get("/api/replays/" + id)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
                .expectBody()
                .jsonPath("$.replayId")
                .isEqualTo(id)
                .jsonPath("$.group")
                .isEqualTo("crm-service.contacts")
                .jsonPath("$.mode")
                .isEqualTo("heal")
                .jsonPath("$.state")
                .isEqualTo("waiting")
                .jsonPath("$.endedAt")
                .isEmpty()
                .jsonPath("$.partitions.length()")
                .isEqualTo(6);

        world.happens(new ReplayProgressed(id, "muster.signups-0", 1, 1, 1, 1, 0, 0, null));
        get("/api/replays/" + id)
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("running")
                .jsonPath("$.called")
                .isEqualTo(1);

        world.happens(new ReplayEnded(id, ReplayEnded.Ending.FAILED, "no view"));
        get("/api/replays/" + id)
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("failed")
                .jsonPath("$.detail")
                .isEqualTo("no view");
        get("/api/replays")
                .expectBody()
                .jsonPath("$.replays[?(@.replayId == '" + id + "')].state")
                .isEqualTo("failed");
    }

    @Test
    void theNewestIsListedFirst() {
        var older = orders.ordered("\"mode\": \"rebuild\", \"group\": \"signup-gateway.records\"");
        var newer = orders.ordered("\"mode\": \"rebuild\", \"group\": \"signup-gateway.records\"");

        get("/api/replays").expectBody().jsonPath("$.replays[*].replayId").value(ids -> assertThat((List<?>) ids)
                .extracting(Object::toString)
                .containsSubsequence(newer, older));
    }

    @Test
    void theNewestHundredAreListedAndHowManyThereAre() {
        for (var number = 0; number <= 100; number++) {
            world.happensNow(new ReplayRequested(
                    "many-" + number, "crm-service.contacts", Map.of(), Map.of(), List.of(), Mode.REBUILD));
        }

        get("/api/replays")
                .expectBody()
                .jsonPath("$.replays.length()")
                .isEqualTo(100)
                .jsonPath("$.total")
                .value(total -> assertThat((Integer) total).isGreaterThan(100));
    }

    @Test
    void aReplayIsCancelledUntilItIsOver() {
        var id = orders.ordered("\"mode\": \"heal\", \"group\": \"crm-service.contacts\"");

        delete(id).expectStatus().isAccepted();

        get("/api/replays/" + id).expectBody().jsonPath("$.state").isEqualTo("cancelled");
        delete(id)
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:muster:problem:replay-over");
    }

    @Test
    void whatIsNoReplayIsNotFound() {
        get("/api/replays/none").expectStatus().isNotFound();
        get("/api/replays/none/findings").expectStatus().isNotFound();
        delete("none")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:muster:problem:no-replay");
    }

    @Test
    void findingsAreReadToTheLast() {
        var id = orders.ordered("\"mode\": \"dry-run\", \"group\": \"slack-service.invites\"");
        var other = orders.ordered("\"mode\": \"dry-run\", \"group\": \"slack-service.invites\"");
        for (var event = 0; event < 45; event++) {
            var first = 2 * event;
            world.happens(new ReplayFound(
                    id,
                    IntStream.of(first, first + 1)
                            .mapToObj(number -> new Finding("muster.signups-0@" + number, "key", "would invite"))
                            .toList()));
            world.happens(new ReplayFound(other, List.of(new Finding("muster.signups-1@7", "key", "other"))));
        }

        var lines = requireNonNull(get("/api/replays/" + id + "/findings")
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .contentType(MediaType.APPLICATION_NDJSON)
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody())
                .lines()
                .map(JSON::readTree)
                .toList();

        assertThat(lines)
                .extracting(line -> line.path("record").asString())
                .isEqualTo(IntStream.range(0, 90)
                        .mapToObj(number -> "muster.signups-0@" + number)
                        .toList());
        assertThat(lines.getFirst().path("says").asString()).isEqualTo("would invite");
    }

    @ParameterizedTest
    @CsvSource({"PUT, /api/replays", "POST, /api/replays/some", "POST, /api/replays/some/findings"})
    void anotherMethodIsNotAllowed(String method, String path) {
        operator.method(HttpMethod.valueOf(method))
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
    }

    @Test
    void onlyOperatorsMaySeeAndOrder() {
        for (var path : List.of("/api/replays", "/api/dead-letters", "/api/signups/" + newSignupId() + "/retry")) {
            world.client().get().uri(path).exchange().expectStatus().isUnauthorized();
            world.client().post().uri(path).exchange().expectStatus().isUnauthorized();
        }
    }

    private ResponseSpec get(String path) {
        return operator.get().uri(path).exchange();
    }

    private ResponseSpec delete(String id) {
        return operator.delete().uri("/api/replays/{id}", id).exchange();
    }
}
