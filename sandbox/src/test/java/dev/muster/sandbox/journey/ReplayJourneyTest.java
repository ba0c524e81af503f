package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.SOON;
import static dev.muster.sandbox.journey.Community.newAddress;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What operators do about what went wrong: by the packaged command, as they would. */
@Journey
class ReplayJourneyTest {

    private static final String INVITES = "slack-service.invites";
    private static final String REFUSED = """
            {"operation": "users.admin.invite", "kind": "error", "error": "invalid_email"%s}""";

    private final Community community;
    private final Operator operator;

    ReplayJourneyTest(Community community) {
        this.community = community;
        this.operator = new Operator(community.sandbox());
    }

    @Test
    void healingInvitesWhoWasRejectedAndNobodyElse() {
        var begin = Instant.now();
        var done = signUp(15);
        done.forEach((_, signupId) -> community.awaitStatus(signupId, "succeeded"));
        community.slackFails(REFUSED.formatted(""));
        var rejected = signUp(5);
        rejected.forEach((_, signupId) -> community.awaitStatus(signupId, "rejected"));
        community.mendProviders();
        var records = signupsSince(begin);
        var called = callsFor(rejected);

        var dryRun = operator.does("replay", "dry-run", INVITES, "--from", begin.toString(), "--json");

        assertThat(findings(dryRun))
                .filteredOn(finding -> finding.path("says").asString().contains("would"))
                .extracting(finding -> finding.path("key").asString())
                .containsExactlyInAnyOrderElementsOf(rejected.values());
        assertThat(callsFor(rejected)).isEqualTo(called);

        var healed = operator.does("replay", "heal", INVITES, "--from", begin.toString(), "--json");

        var replay = healed.json().getLast();
        assertThat(replay.path("state").asString()).isEqualTo("completed");
        assertThat(replay.path("records").asInt()).isEqualTo(records);
        assertThat(replay.path("called").asInt()).isEqualTo(5);
        assertThat(replay.path("done")).isEqualTo(replay.path("all"));
        assertThat(callsFor(done).values()).containsOnly(1);
        called.replaceAll((_, calls) -> calls + 1);
        assertThat(callsFor(rejected)).isEqualTo(called);
        rejected.forEach((email, signupId) -> {
            community.awaitStatus(signupId, "succeeded");
            assertThat(community.crmCalls(email)).hasSize(1);
        });
        assertThat(signupsSince(begin)).isEqualTo(records);
        assertThat(operator.does("replay", "list").text())
                .contains(replay.path("replayId").asString());
    }

    @Test
    void whatCannotBeReadIsFoundAmongTheDeadLetters() {
        var key = UUID.randomUUID().toString();
        community.log().produce("muster.signups", key, "not an event".getBytes(UTF_8));

        await().atMost(SOON).untilAsserted(() -> assertThat(letters(key)).hasSize(1));
        var letter = letters(key).getFirst();
        assertThat(letter.path("reason").asString()).contains("envelope");
        var shown = operator.does("dlt", "show", INVITES, letter.path("letter").asString());
        assertThat(shown.text()).contains("not an event", "muster.signups", key, "kafka_dlt-original-topic");
        assertThat(operator.gives("dlt", "show", INVITES, "0@999999").code()).isEqualTo(1);

        var redriven =
                operator.does("dlt", "redrive", INVITES, letter.path("letter").asString());

        assertThat(redriven.text()).contains("1 dead letter is redriven", "dead letter again");
        assertThat(letters(key)).hasSize(2).last().satisfies(handled -> assertThat(
                        handled.path("redriven").path("says").asString())
                .startsWith("dead letter again"));
    }

    @Test
    void aSingleSignUpIsTriedAgainWhereItWasRejected() {
        var email = newAddress();
        community.slackFails(REFUSED.formatted(", \"times\": 1"));
        var signupId = community.signUp(email);
        community.awaitStatus(signupId, "rejected");

        operator.does("retry", signupId);

        community.awaitStatus(signupId, "succeeded");
        assertThat(community.slackCalls(email)).hasSize(2);
        assertThat(community.crmCalls(email)).hasSize(1);
        assertThat(operator.gives("retry", "nobody").code()).isEqualTo(1);
    }

    private Map<String, String> signUp(int people) {
        var signups = new LinkedHashMap<String, String>();
        for (var i = 0; i < people; i++) {
            var email = newAddress();
            signups.put(email, community.signUp(email));
        }
        return signups;
    }

    /** Who signs up is in the log once more where the gateway could not tell that it had taken it. */
    private int signupsSince(Instant begin) {
        return (int) community.log().records("muster.signups").stream()
                .filter(record -> record.timestamp() >= begin.toEpochMilli())
                .count();
    }

    private Map<String, Integer> callsFor(Map<String, String> people) {
        var calls = community.slackCalls();
        return people.keySet().stream().collect(toMap(email -> email, email -> calls.getOrDefault(email, List.of())
                .size()));
    }

    private List<JsonNode> letters(String key) {
        return operator.does("dlt", "list", "--group", INVITES, "--json")
                .json()
                .getFirst()
                .path("deadLetters")
                .valueStream()
                .filter(letter -> letter.path("key").asString().equals(key))
                .toList();
    }

    private static List<JsonNode> findings(Operator.Said said) {
        var lines = said.json();
        return lines.subList(0, lines.size() - 1);
    }
}
