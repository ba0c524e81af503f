package dev.muster.gateway.replay;

import static dev.muster.gateway.records.Outcomes.newSignupId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.DaySkipped;
import dev.muster.events.Topic;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import dev.muster.gateway.records.Outcomes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@GatewayTest
class ReplayOrderTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final World world;
    private final Orders orders;

    @Autowired
    ReplayOrderTest(World world) {
        this.world = world;
        this.orders = new Orders(world.operator());
    }

    @Test
    void whatIsOrderedStandsInTheLogOffsetByOffset() {
        var sequence = world.signedUp(newSignupId());

        var id = orders.ordered("\"mode\": \"heal\", \"group\": \"slack-service.invites\", \"only\": [\"k\"]");

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
    void anEventIsWhereItStandsAndItsTimeElsewhere() {
        var before = newSignupId();
        var signupId = newSignupId();
        world.signedUp(before);
        var sequence = world.signedUp(signupId);
        var record = world.recordsOf(Topic.SIGNUPS, signupId).getFirst();
        var eventId = new String(record.headers().lastHeader("ce_id").value(), UTF_8);

        var id = orders.ordered("\"mode\": \"heal\", \"group\": \"crm-service.contacts\", \"from\": \"" + eventId
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
        var id = orders.ordered(
                "\"mode\": \"heal\", \"group\": \"standup-service.interactions\", \"from\": \"" + time + "\"");
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
        orders.order(order.replace('\'', '"'))
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
        orders.operator()
                .post()
                .uri("/api/replays")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("[]")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    private static JsonNode json(ConsumerRecord<String, byte[]> record) {
        return JSON.readTree(record.value());
    }
}
