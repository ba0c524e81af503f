package dev.muster.gateway.clock;

import static dev.muster.gateway.World.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ChannelRoster;
import dev.muster.events.MemberProfile;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.Topic;
import dev.muster.events.kafka.TopicTable;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

@GatewayTest
class StandupEndpointTest {

    private static final String CHANNEL = "C0STANDUPS";

    private final World world;
    private final WebTestClient operator;
    private final TopicTable<SlackDirectoryEvent> directory;
    private final Standups standups;
    private final RunLog runs;
    private final String id = Given.newId();

    @Autowired
    StandupEndpointTest(World world, TopicTable<SlackDirectoryEvent> directory, Standups standups, RunLog runs) {
        this.world = world;
        this.directory = directory;
        this.standups = standups;
        this.runs = runs;
        this.operator = world.operator();
    }

    @BeforeEach
    void theBotIsInAChannel() {
        world.happens(new ChannelRoster(CHANNEL, "standups", List.of("U1")));
        awaitInDirectory(CHANNEL);
        soon().until(() -> standups.isWhole() && runs.isWhole());
    }

    @Test
    void aStandupIsDefinedAndSeen() {
        put(id, standup("\"remindAt\": \"09:30\", \"enabled\": false"))
                .expectStatus()
                .isCreated()
                .expectBody()
                .json(shown("\"09:30\"", false), JsonCompareMode.STRICT);

        get("/api/standups/" + id)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
                .expectBody()
                .json(shown("\"09:30\"", false), JsonCompareMode.STRICT);
        assertThat(records(Topic.STANDUPS)).singleElement().satisfies(record -> {
            assertThat(header(record, "ce_type")).isEqualTo("dev.muster.StandupDefined");
            assertThat(header(record, "ce_source")).isEqualTo("/muster/signup-gateway");
        });
    }

    @Test
    void whatIsShownCanBeSentBack() {
        put(id, standup("\"enabled\": false")).expectStatus().isCreated();
        var shown = requireNonNull(get("/api/standups/" + id)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());

        put(id, shown).expectStatus().isOk().expectBody().json(shown("null", false), JsonCompareMode.STRICT);
    }

    @Test
    void aChangeIsSeenAtOnce() {
        put(id, standup("\"enabled\": false")).expectStatus().isCreated();
        for (var i = 0; i < 10; i++) {
            put(id, standup("\"enabled\": false, \"name\": \"Number " + i + "\""))
                    .expectStatus()
                    .isOk();

            get("/api/standups/" + id).expectBody().jsonPath("$.name").isEqualTo("Number " + i);
        }
    }

    @Test
    void theFieldsStandInTheirOrder() {
        put(id, standup("\"enabled\": false")).expectBody(String.class).value(body -> assertThat(body)
                .matches("\\{\"id\".*\"name\".*\"channel\".*\"questions\".*\"days\".*\"askAt\".*\"remindAt\":null.*"
                        + "\"reportAt\".*\"zone\".*\"enabled\":false}"));
    }

    @Test
    void itIsReadyOnceItKnowsTheLog() {
        soon().untilAsserted(() -> operator.get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isOk());
    }

    @Test
    void allAreListedInOrderOfTheirIds() {
        put(id + "b", standup("\"enabled\": false")).expectStatus().isCreated();
        put(id + "a", standup("\"enabled\": false")).expectStatus().isCreated();

        get("/api/standups")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(1)
                .jsonPath("$.standups[*].id")
                .value(ids -> assertThat((List<?>) ids)
                        .extracting(Object::toString)
                        .isSorted()
                        .containsSubsequence(id + "a", id + "b"));
    }

    @Test
    void everythingThatIsWrongIsToldAndNothingIsPublished() {
        put(
                        id,
                        "{\"channel\": \"C0NOWHERE\", \"questions\": [], \"askAt\": \"10:00\", \"reportAt\": \"09:00\", "
                                + "\"zone\": \"Europe/Atlantis\", \"colour\": \"blue\"}")
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:muster:problem:invalid-standup")
                .jsonPath("$.errors[*].pointer")
                .value(pointers -> assertThat((List<?>) pointers)
                        .extracting(Object::toString)
                        .containsExactlyInAnyOrder("#/channel", "#/questions", "#/reportAt", "#/zone", "#/colour"))
                .jsonPath("$.errors[*].detail")
                .value(details -> assertThat((List<?>) details).hasSize(5).doesNotContainNull());
        get("/api/standups/" + id).expectStatus().isNotFound();
        assertThat(records(Topic.STANDUPS)).isEmpty();
    }

    @Test
    void aMemberIsNoChannel() {
        world.happens(new MemberProfile("U0SOMEBODY", "ada", "Ada", "ada", "https://example.org/48.png", false, false));
        awaitInDirectory("U0SOMEBODY");

        put(id, standup("\"enabled\": false").replace(CHANNEL, "U0SOMEBODY"))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("#/channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "{\"zone\": \"UTC\", \"zone\": \"UTC\"}"})
    void whatIsNoJsonObjectIsABadRequest(String body) {
        put(id, body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("#");
        assertThat(records(Topic.STANDUPS)).isEmpty();
    }

    @Test
    void anotherContentTypeIsNotSupported() {
        operator.put()
                .uri("/api/standups/{id}", id)
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue(standup("\"enabled\": false"))
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void tenLongQuestionsFitHoweverTheyAreWritten() {
        var question = "\"" + "\\u65e5".repeat(300) + "\"";

        put(
                        id,
                        standup("\"enabled\": false")
                                .replace("\"What now?\"", String.join(",", Collections.nCopies(10, question))))
                .expectStatus()
                .isCreated();
        put(id, standup("\"name\": \"" + "x".repeat(70_000) + "\""))
                .expectStatus()
                .isEqualTo(HttpStatus.CONTENT_TOO_LARGE)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("The body is too large: 64 KB at most.");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/standups/%s",
        "DELETE, /api/standups/%s",
        "POST, /api/standups/%s/ticks",
        "GET, /api/standups/No%%20Id"
    })
    void whatIsNotDefinedIsNotFound(String method, String path) {
        operator.method(HttpMethod.valueOf(method))
                .uri(URI.create(world.address() + path.formatted(id)))
                .contentType(MediaType.APPLICATION_JSON)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:muster:problem:no-standup");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/standups, 'GET,HEAD'",
        "POST, /api/standups/daily, 'GET,HEAD,PUT,DELETE'",
        "GET, /api/standups/daily/ticks, POST"
    })
    void anotherMethodIsNotAllowed(String method, String path, String allowed) {
        operator.method(HttpMethod.valueOf(method))
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED)
                .expectHeader()
                .value(HttpHeaders.ALLOW, allow -> assertThat(allow.split(",\\s*"))
                        .containsExactlyInAnyOrder(allowed.split(",")));
    }

    @Test
    void aRetiredStandupIsGone() {
        put(id, standup("\"enabled\": false")).expectStatus().isCreated();

        delete().expectStatus().isNoContent().expectBody().isEmpty();

        get("/api/standups/" + id).expectStatus().isNotFound();
        delete().expectStatus().isNotFound();
        assertThat(records(Topic.STANDUPS)).last().satisfies(record -> assertThat(record.value())
                .isNull());
        assertThat(records(Topic.STANDUP_TICKS)).isEmpty();
        put(id, standup("\"enabled\": false")).expectStatus().isCreated();
    }

    @Test
    void retiringClosesOpenRunsAndThoseAboutToOpen() {
        put(id, standup("\"enabled\": false")).expectStatus().isCreated();
        var standup = Given.standup(id, ZoneOffset.UTC, "08:00", null, "10:00");
        var open = LocalDate.now(ZoneOffset.UTC).plusMonths(1);
        var closed = open.plusDays(1);
        var asked = open.plusDays(2);
        world.happens(Given.opened(standup, open, Instant.now(), null));
        world.happens(Given.opened(standup, closed, Instant.now(), null));
        world.happens(Given.closed(standup, closed, Instant.now()));
        fire("{\"phase\": \"ASK\", \"date\": \"" + asked + "\"}").expectStatus().isAccepted();

        delete().expectStatus().isNoContent();

        assertThat(records(Topic.STANDUP_TICKS))
                .extracting(record -> header(record, "ce_id"))
                .containsExactly(id + "|" + asked + "|ASK", id + "|" + open + "|CLOSE", id + "|" + asked + "|CLOSE");
    }

    @Test
    void aTickIsFiredByHandThoughTheStandupIsDisabled() {
        put(id, standup("\"enabled\": false, \"days\": []")).expectStatus().isCreated();
        var before = Instant.now().minusMillis(1);

        fire("{\"phase\": \"ASK\"}")
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.published")
                .isEqualTo(true);

        assertThat(records(Topic.STANDUP_TICKS)).singleElement().satisfies(record -> {
            assertThat(header(record, "ce_id")).matches(id + "\\|\\d{4}-\\d{2}-\\d{2}\\|ASK");
            assertThat(Instant.parse(header(record, "ce_time"))).isBetween(before, Instant.now());
            assertThat(new String(record.value(), UTF_8))
                    .contains("\"questions\":[\"What now?\"]", "\"phase\":\"ASK\"", "\"enabled\":false");
        });
    }

    @Test
    void aTickIsFiredForTheDayThatIsNamed() {
        var date = LocalDate.now(ZoneOffset.UTC).plusDays(40);
        put(id, standup("\"enabled\": false")).expectStatus().isCreated();

        fire("{\"phase\": \"CLOSE\", \"date\": \"" + date + "\"}")
                .expectStatus()
                .isAccepted()
                .expectBody()
                .json("{\"tickId\": \"" + id + "|" + date + "|CLOSE\", \"published\": true}", JsonCompareMode.STRICT);
    }

    @Test
    void anOrderThatIsWrongFiresNothing() {
        put(id, standup("\"enabled\": false")).expectStatus().isCreated();

        for (var order : List.of("{", "{}", "{\"phase\": \"NOW\"}", "{\"phase\": \"ASK\", \"date\": \"1999-01-01\"}")) {
            fire(order)
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:muster:problem:invalid-tick");
        }
        assertThat(records(Topic.STANDUP_TICKS)).isEmpty();
    }

    private void awaitInDirectory(String slackId) {
        soon().until(() -> directory.isWhole() && directory.get(slackId).isPresent());
    }

    private ResponseSpec put(String id, String body) {
        return operator.put()
                .uri("/api/standups/{id}", id)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private ResponseSpec get(String path) {
        return operator.get().uri(path).exchange();
    }

    private ResponseSpec delete() {
        return operator.delete().uri("/api/standups/{id}", id).exchange();
    }

    private ResponseSpec fire(String order) {
        return operator.post()
                .uri("/api/standups/{id}/ticks", id)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(order)
                .exchange();
    }

    private static String standup(String more) {
        return "{\"channel\": \"" + CHANNEL + "\", \"questions\": [\"What now?\"], \"askAt\": \"08:00\", "
                + "\"reportAt\": \"10:00\", \"zone\": \"Europe/Prague\", " + more + "}";
    }

    private String shown(String remindAt, boolean enabled) {
        return """
                {"id": "%s", "name": "%s", "channel": "%s", "questions": ["What now?"],
                 "days": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"],
                 "askAt": "08:00", "remindAt": %s, "reportAt": "10:00", "zone": "Europe/Prague", "enabled": %s}
                """.formatted(id, id, CHANNEL, remindAt, enabled);
    }

    private List<ConsumerRecord<String, byte[]>> records(String topic) {
        return world.recordsOf(topic, id);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
