package dev.muster.gateway.deadletters;

import static dev.muster.gateway.World.soon;
import static dev.muster.gateway.records.Outcomes.newSignupId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Topic;
import dev.muster.events.kafka.DeadLetter;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@GatewayTest
class DeadLetterEndpointTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String GROUP = "signup-gateway.records";
    private static final byte[] GARBAGE = {(byte) 0xff, 0, 1};

    private final World world;
    private final WebTestClient operator;
    private final String key = newSignupId();

    @Autowired
    DeadLetterEndpointTest(World world) {
        this.world = world;
        this.operator = world.operator();
    }

    @Test
    void whatCannotBeReadIsListedWithItsReason() {
        var letter = letter();

        assertThat(letter.path("group").asString()).isEqualTo(GROUP);
        assertThat(letter.path("kind").asString()).isEqualTo("unreadable");
        assertThat(letter.path("source").path("topic").asString()).isEqualTo(Topic.SIGNUPS);
        assertThat(letter.path("source").path("offset").asLong())
                .isEqualTo(world.recordsOf(Topic.SIGNUPS, key).getFirst().offset());
        assertThat(letter.path("reason").asString()).contains("no CloudEvents 1.0 envelope");
        assertThat(letter.path("redrives").asInt()).isZero();
        assertThat(letter.path("redriven").isNull()).isTrue();
        assertThat(letter.path("firstFailedAt").asString()).matches("\\d{4}-.*Z");
    }

    @Test
    void aLetterIsShownWithAllThatIsInIt() {
        var letter = letter();

        var whole =
                read("/api/dead-letters/" + GROUP + "/" + letter.path("letter").asString());

        assertThat(whole.path("letter").asString())
                .isEqualTo(letter.path("letter").asString());
        assertThat(whole.path("value").path("base64").asString()).isEqualTo("/wAB");
        assertThat(whole.path("value").has("text")).isFalse();
        assertThat(whole.path("headers")).anySatisfy(header -> {
            assertThat(header.path("name").asString()).isEqualTo("kafka_dlt-original-topic");
            assertThat(header.path("text").asString()).isEqualTo(Topic.SIGNUPS);
        });
    }

    @Test
    void textIsShownAsText() {
        world.garbage(Topic.SIGNUPS, key, "Zoë".getBytes(UTF_8));
        var letter = awaitLetter();

        var whole =
                read("/api/dead-letters/" + GROUP + "/" + letter.path("letter").asString());

        assertThat(whole.path("value").path("text").asString()).isEqualTo("Zoë");
    }

    @Test
    void lettersAreRedrivenByTheirPlaces() {
        var place = letter().path("letter").asString();

        var begun = redrive(GROUP, "{\"letters\": [\"" + place + "\"]}")
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueMatches("Location", "/api/replays/.*")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        var answer = JSON.readTree(requireNonNull(begun));
        assertThat(answer.path("letters").asInt()).isEqualTo(1);
        var request = JSON.readTree(
                world.recordsOf(Topic.REPLAYS, answer.path("replayId").asString())
                        .getFirst()
                        .value());
        var partition = GROUP + ".dlt-" + place.substring(0, place.indexOf('@'));
        var offset = Long.parseLong(place.substring(place.indexOf('@') + 1));
        assertThat(request.path("mode").asString()).isEqualTo("REDRIVE");
        assertThat(request.path("only").get(0).asString()).isEqualTo(place);
        assertThat(request.path("from").path(partition).asLong()).isEqualTo(offset);
        assertThat(request.path("to").path(partition).asLong()).isEqualTo(offset + 1);
    }

    @Test
    void whatWasRedrivenSaysSoAndIsNotAmongAll() {
        var place = letter().path("letter").asString();
        var replayId = replayOf(redrive(GROUP, "{\"letters\": [\"" + place + "\"]}"));

        soon().untilAsserted(() -> {
            var redriven = read("/api/dead-letters/" + GROUP + "/" + place).path("redriven");
            assertThat(redriven.path("replayId").asString()).isEqualTo(replayId);
            assertThat(redriven.path("says").asString()).contains("dead letter again");
        });
        var other = newSignupId();
        world.garbage(Topic.SIGNUPS, other, GARBAGE);
        var otherPlace = awaitLetter(other).path("letter").asString();

        var all = replayOf(redrive(GROUP, "{\"all\": true, \"atMost\": 1000}"));
        assertThat(onlyOf(all)).contains(otherPlace).doesNotContain(place);
    }

    @Test
    void whatWasTriedOftenEnoughIsRedrivenWhereItIsNamed() {
        var record = new ProducerRecord<>(Topic.SIGNUPS, key, GARBAGE);
        record.headers().add(DeadLetter.FIRST_FAILED_AT, "2026-11-20T08:00:00Z".getBytes(UTF_8));
        record.headers().add(DeadLetter.REDRIVES, "4".getBytes(UTF_8));
        world.garbage(record);
        var letter = awaitLetter();
        assertThat(letter.path("redrives").asInt()).isEqualTo(5);
        assertThat(letter.path("firstFailedAt").asString()).isEqualTo("2026-11-20T08:00:00Z");
        var place = letter.path("letter").asString();

        var all = replayOf(redrive(GROUP, "{\"all\": true, \"atMost\": 1000}"));

        assertThat(onlyOf(all)).doesNotContain(place);
        assertThat(onlyOf(replayOf(redrive(GROUP, "{\"letters\": [\"" + place + "\"]}"))))
                .containsExactly(place);
    }

    @Test
    void whatIsNoDeadLetterIsListedAllTheSame() {
        world.garbage(GROUP + ".dlt", key, GARBAGE);

        var letter = awaitLetter();

        assertThat(letter.path("source").isNull()).isTrue();
        assertThat(letter.path("reason").asString()).contains("somebody else");
    }

    @Test
    void noMoreAreRedrivenThanTold() {
        letter();
        world.garbage(Topic.SIGNUPS, newSignupId(), GARBAGE);
        var last = newSignupId();
        world.garbage(Topic.SIGNUPS, last, GARBAGE);
        awaitLetter(last);

        redrive(GROUP, "{\"all\": true, \"atMost\": 2}")
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.letters")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "signup-gateway.records | {}                                    | #/letters   | at least one",
                "signup-gateway.records | {'letters': ['3@42'], 'all': true}    | #/letters   | not both",
                "signup-gateway.records | {'letters': ['42']}                   | #/letters/0 | 3@42",
                "signup-gateway.records | {'letters': ['0@99999999']}           | #/letters/0 | no dead letter",
                "signup-gateway.records | {'all': true, 'atMost': 0}            | #/atMost    | whole number",
                "crm-service.contacts   | {'all': true}                         | #/all       | no dead letter",
                "report-service         | {'all': true}                         | #           | Kafka Streams",
                "nobody                 | {'all': true}                         | #/group     | slack-service.invites"
            })
    void whatCannotBeRedrivenIsTold(String group, String order, String pointer, String detail) {
        redrive(group, order.replace('\'', '"'))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer)
                .jsonPath("$.errors[0].detail")
                .value(words -> assertThat(words.toString()).contains(detail));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (var place : List.of("0@99999999", "77@1", "words")) {
            operator.get()
                    .uri("/api/dead-letters/{group}/{place}", GROUP, place)
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:muster:problem:no-letter");
        }
    }

    @Test
    void theNewestAreListedAsFarAsAsked() {
        letter();
        var newest = newSignupId();
        world.garbage(Topic.SIGNUPS, newest, GARBAGE);
        awaitLetter(newest);

        var listing = read("/api/dead-letters?limit=1");

        assertThat(listing.path("deadLetters")).hasSize(1);
        // Others of other tests may come in between, or be newer still.
        assertThat(read("/api/dead-letters?limit=1000")
                        .path("deadLetters")
                        .valueStream()
                        .map(letter -> letter.path("key").asString()))
                .containsSubsequence(newest, key);
        assertThat(listing.path("total").asLong()).isGreaterThan(1);
        operator.get()
                .uri("/api/dead-letters?limit=many")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(read("/api/dead-letters?group=crm-service.contacts").path("deadLetters"))
                .isEmpty();
    }

    @Test
    void whereATransactionEndedIsNoLetter() {
        var before =
                read("/api/dead-letters?group=report-service").path("total").asLong();
        var topic = Topic.deadLettersOf(ConsumerGroup.REPORTS).name();
        world.garbageInTransactions(Collections.nCopies(3, new ProducerRecord<>(topic, 0, key, GARBAGE)));

        var listing = soon().until(
                        () -> read("/api/dead-letters?group=report-service&limit=2"),
                        found -> found.path("total").asLong() == before + 3);

        assertThat(listing.path("deadLetters"))
                .hasSize(2)
                .allSatisfy(letter -> assertThat(letter.path("key").asString()).isEqualTo(key));
    }

    private List<String> onlyOf(String replayId) {
        var request = JSON.readTree(
                world.recordsOf(Topic.REPLAYS, replayId).getFirst().value());
        return request.path("only").valueStream().map(JsonNode::asString).toList();
    }

    private JsonNode letter() {
        world.garbage(Topic.SIGNUPS, key, GARBAGE);
        return awaitLetter();
    }

    private JsonNode awaitLetter() {
        return awaitLetter(key);
    }

    private JsonNode awaitLetter(String key) {
        return soon().until(
                        () -> read("/api/dead-letters?group=" + GROUP)
                                .path("deadLetters")
                                .valueStream()
                                .filter(letter -> letter.path("key").asString().equals(key))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private ResponseSpec redrive(String group, String order) {
        return operator.post()
                .uri("/api/dead-letters/{group}/redrive", group)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(order)
                .exchange();
    }

    private static String replayOf(ResponseSpec answer) {
        var body = answer.expectStatus()
                .isAccepted()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return JSON.readTree(requireNonNull(body)).path("replayId").asString();
    }

    private JsonNode read(String path) {
        var body = operator.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return JSON.readTree(requireNonNull(body));
    }
}
