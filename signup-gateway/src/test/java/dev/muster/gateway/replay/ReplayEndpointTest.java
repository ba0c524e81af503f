package dev.muster.gateway.replay;

import static dev.muster.gateway.records.Outcomes.newSignupId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.DaySkipped;
import dev.muster.events.ReplayEnded;
import dev.muster.events.ReplayFound;
import dev.muster.events.ReplayFound.Finding;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.Topic;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import dev.muster.gateway.records.Outcomes;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@GatewayTest
class ReplayEndpointTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final World world;
    private final WebTestClient operator;

    @Autowired
    ReplayEndpointTest(World world) {
        this.world = world;
        this.operator = world.operator();
    }

    @Test
    void whatIsOrderedStandsInTheLogOffsetByOffset() {
        var sequence = world.signedUp(newSignupId());

        var id = ordered("\"mode\": \"heal\", \"group\": \"slack-service.invites\", \"only\": [\"k\"]");

        var request = json(world.recordsOf(Topic.REPLAYS, id).getFirst());
        assertThat(request.path("group").asString()).isEqualTo("slack-service.invites");
        assertThat(request.path("mode").asString()).isEqualTo("HEAL");
        assertThat(request.path("only").get(0).asString()).isEqualTo("k");
        assertThat(request.path("from").properties()).hasSize(6).allSatisfy(from -> {
            assertThat(from.getKey()).matches("muster\\.signups-[0-5]");
            assertThat(from.getValue().asLong()).isZero();
        });
        assertThat(request.path("to").properties())
                .hasSize(6)
                .anySatisfy(to -> assertThat(to.getValue().asLong()).isGreaterThan(sequence));
    }

    @Test
    void aReplayIsSeenFromItsOrderToItsEnd() {
        world.signedUp(newSignupId());
        var id = ordered("\"mode\": \"heal\", \"group\": \"crm-service.contacts\"");

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
        var older = ordered("\"mode\": \"rebuild\", \"group\": \"signup-gateway.records\"");
        var newer = ordered("\"mode\": \"rebuild\", \"group\": \"signup-gateway.records\"");

        get("/api/replays").expectBody().jsonPath("$.replays[*].replayId").value(ids -> assertThat((List<?>) ids)
                .extracting(Object::toString)
                .containsSubsequence(newer, older));
    }

    @Test
    void aReplayIsCancelledUntilItIsOver() {
        var id = ordered("\"mode\": \"heal\", \"group\": \"crm-service.contacts\"");

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
        var id = ordered("\"mode\": \"dry-run\", \"group\": \"slack-service.invites\"");
        var other = ordered("\"mode\": \"dry-run\", \"group\": \"slack-service.invites\"");
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

    @Test
    void anEventIsWhereItStandsAndItsTimeElsewhere() {
        var before = newSignupId();
        var signupId = newSignupId();
        world.signedUp(before);
        var sequence = world.signedUp(signupId);
        var record = world.recordsOf(Topic.SIGNUPS, signupId).getFirst();
        var eventId = new String(record.headers().lastHeader("ce_id").value(), UTF_8);

        var id = ordered("\"mode\": \"heal\", \"group\": \"crm-service.contacts\", \"from\": \"" + eventId
                + "\", \"to\": \"" + eventId + "\"");

        var request = json(world.recordsOf(Topic.REPLAYS, id).getFirst());
        var partition = "muster.signups-" + record.partition();
        assertThat(request.path("from").path(partition).asLong()).isEqualTo(sequence);
        assertThat(request.path("to").path(partition).asLong()).isEqualTo(sequence + 1);
    }

    @Test
    void aTimeIsTheFirstRecordThatIsNotBeforeIt() {
        // At eight o'clock of the second of March, and nobody else speaks there.
        world.happens(new DaySkipped("daily|2026-03-02", "U1", Outcomes.BEGIN));
        var record =
                world.recordsOf(Topic.SLACK_INTERACTIONS, "daily|2026-03-02").getLast();
        var partition = record.topic() + "-" + record.partition();

        assertThat(beginOf("2026-03-02T09:00:00+01:00", partition)).isZero();
        assertThat(beginOf("2026-03-02T09:00:01+01:00", partition)).isGreaterThan(record.offset());
    }

    private long beginOf(String time, String partition) {
        var id = ordered("\"mode\": \"heal\", \"group\": \"standup-service.interactions\", \"from\": \"" + time + "\"");
        return json(world.recordsOf(Topic.REPLAYS, id).getFirst())
                .path("from")
                .path(partition)
                .asLong();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'group': 'nobody', 'mode': 'heal'                       | #/group | slack-service.invites",
                "'mode': 'heal'                                          | #/group | missing",
                "'group': 'report-service', 'mode': 'rebuild'            | #/group | Kafka Streams",
                "'group': 'crm-service.contacts', 'mode': 'redrive'      | #/mode  | heal, rebuild, dry-run",
                "'group': 'crm-service.contacts'                         | #/mode  | missing",
                "'group': 'signup-gateway.records', 'mode': 'rebuild', 'from': 'beginning' | #/from | everything",
                "'group': 'crm-service.contacts', 'mode': 'heal', 'only': 'k'              | #/only | list",
                "'group': 'crm-service.contacts', 'mode': 'heal', 'only': ['']             | #/only/0 | key",
                "'group': 'crm-service.contacts', 'mode': 'heal', 'until': 'now'           | #/until | no such field",
                "'group': 'crm-service.contacts', 'mode': 'heal', 'from': 'no-such-event'  | #/from | event",
                "'group': 'crm-service.contacts', 'mode': 'heal', 'to': 'no-such-event'    | #/to   | event",
                "'group': 'crm-service.contacts', 'mode': 'heal', 'from': '2099-01-01T00:00:00Z' | #/from | after its end"
            })
    void whatCannotBeDoneIsToldAndNothingIsPublished(String order, String pointer, String detail) {
        order(order.replace('\'', '"'))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer)
                .jsonPath("$.errors[0].detail")
                .value(words -> assertThat(words.toString()).contains(detail));
    }

    @Test
    void whatIsNoJsonObjectIsABadRequest() {
        operator.post()
                .uri("/api/replays")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("[]")
                .exchange()
                .expectStatus()
                .isBadRequest();
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

    private String ordered(String order) {
        var location = requireNonNull(order(order)
                .expectStatus()
                .isAccepted()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getLocation());
        return location.getPath().substring("/api/replays/".length());
    }

    private ResponseSpec order(String order) {
        return operator.post()
                .uri("/api/replays")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{" + order + "}")
                .exchange();
    }

    private ResponseSpec get(String path) {
        return operator.get().uri(path).exchange();
    }

    private ResponseSpec delete(String id) {
        return operator.delete().uri("/api/replays/{id}", id).exchange();
    }

    private static JsonNode json(ConsumerRecord<String, byte[]> record) {
        return JSON.readTree(record.value());
    }
}
