package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A team's day on which something dies, is away, or happens twice. */
@Journey
class StandupFaultJourneyTest {

    private static final int MEMBERS = 12;

    private static final List<String> TOPICS = List.of(
            "muster.standup-ticks",
            "muster.slack-interactions",
            "muster.standup-runs",
            "muster.standup-prompts",
            "muster.standup-posts");

    private final Community community;

    StandupFaultJourneyTest(Community community) {
        this.community = community;
    }

    @ParameterizedTest
    @ValueSource(strings = {"slack-service", "standup-service", "report-service"})
    void killedServiceComesBackAndNobodyIsAskedTwiceAndNothingIsLost(String service) throws Exception {
        try (var team = Team.of(community, MEMBERS)) {
            team.fire("ASK");
            await().atMost(SOON).until(() -> !team.directMessagesOfAll().isEmpty());
            community.sandbox().kill(service);
            team.awaitAsked();
            for (var member : team.members()) {
                if (member.equals(team.member(MEMBERS / 2))) {
                    // People do not wait until it is back.
                    community.sandbox().kill(service);
                }
                team.answer(member, "Work of " + member, "", "");
            }
            team.fire("CLOSE");
            await().atMost(SOON).until(() -> team.summary().isPresent());
            community.sandbox().kill(service);

            team.members().forEach(member -> team.awaitEntry(member, "Work of " + member));
            community.sandbox().awaitReady();
            assertEverythingHappenedOnce(team);
        }
    }

    @Test
    void messageThatSlackTookBeforeTheBotDiedIsNotSentAgain() throws Exception {
        try (var team = Team.of(community, 2)) {
            // Slack does what it is asked for and never says so: the ledger has no row of the call.
            team.slack("faults", Map.of("operation", "chat.postMessage", "kind", "stall", "times", 1));
            team.fire("ASK");
            await().atMost(SOON).until(() -> !team.directMessagesOfAll().isEmpty());

            community.sandbox().kill("slack-service");

            team.awaitAsked();
            team.members().forEach(member -> team.awaitTold(member, "Open Report"));
            community.sandbox().awaitReady();
            team.answer(team.member(0), "Once", "", "");
            team.answer(team.member(1), "Once", "", "");
            team.fire("CLOSE");
            team.members().forEach(member -> team.awaitEntry(member, "Once"));
            assertEverythingHappenedOnce(team);
        }
    }

    @Test
    void modalSaysThatTheBrokerIsAwayAndKeepsTheTextUntilItIsBack() throws Exception {
        try (var team = Team.of(community, 1)) {
            var ada = team.member(0);
            team.fire("ASK");
            team.awaitAsked();
            var form = team.open(ada, "open_report");

            community.sandbox().takeDown("broker");
            try {
                await().atMost(SOON).untilAsserted(() -> {
                    var seen = team.submit(ada, form, "Kept", "", "");

                    assertThat(seen.path("acknowledged").asBoolean())
                            .as(seen.toString())
                            .isTrue();
                    assertThat(seen.path("errors").isEmpty())
                            .as(seen.toString())
                            .isFalse();
                    assertThat(seen.path("view").path("id").asString())
                            .isEqualTo(form.path("id").asString());
                });
            } finally {
                community.sandbox().bringBack("broker");
            }

            team.send(ada, form, "Kept", "", "");
            team.awaitTold(ada, "Kept");
            community.sandbox().awaitReady();
            team.fire("CLOSE");
            team.awaitEntry(ada, "Kept");
            assertEverythingHappenedOnce(team);
        }
    }

    @Test
    void repeatOfEveryEventChangesNothing() {
        try (var team = Team.of(community, 3)) {
            team.fire("ASK");
            team.awaitAsked();
            team.answer(team.member(0), "Said", "", "");
            team.press(team.member(1), "skip_today");
            team.awaitTold(team.member(0), "Thank you");
            team.awaitTold(team.member(1), "Skipped");
            team.fire("CLOSE");
            team.awaitEntry(team.member(0), "Said");
            await().atMost(SOON).until(() -> team.directMessagesOfAll().stream()
                    .noneMatch(message -> message.toString().matches(".*\"(edit|skip_today)\".*")));
            var before = textsOf(team);

            TOPICS.forEach(topic -> recordsOf(team, topic).forEach(community.log()::repeat));
            team.answer(team.member(2), "Late", "", "");
            team.awaitEntry(team.member(2), "Late");

            assertEverythingHappenedOnce(team);
            assertThat(textsOf(team)).containsAllEntriesOf(without(before, team.member(2)));
            assertThat(community.log().records("muster.standup-reports", team.runId()))
                    .extracting(record -> new String(record.value(), UTF_8))
                    .filteredOn(report -> report.contains("\"revision\":1,"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"warning", "refresh_requested", "link_disabled", "too_many_websockets", "cut"})
    void connectionThatSlackDropsIsOpenedAgain(String way) {
        try (var team = Team.of(community, 1)) {
            team.fire("ASK");
            team.awaitAsked();

            team.slack(
                    "socket",
                    way.equals("cut") ? Map.of("action", "cut") : Map.of("action", "disconnect", "reason", way));

            team.answer(team.member(0), "Still here", "", "");
            team.awaitTold(team.member(0), "Still here");
        }
    }

    /** Each member asked once, one summary and one entry for each. */
    private static void assertEverythingHappenedOnce(Team team) {
        assertThat(team.members())
                .allSatisfy(member -> assertThat(team.directMessages(member)).hasSize(1));
        var entries = team.members().stream()
                .filter(member -> team.entry(member).isPresent())
                .count();
        assertThat(team.channelMessages())
                .extracting(message -> message.path("username").asString("")
                        + message.path("text").asString(""))
                .doesNotHaveDuplicates()
                .hasSize((int) entries + 1);
    }

    private List<ConsumerRecord<String, byte[]>> recordsOf(Team team, String topic) {
        return community.log().records(topic).stream()
                .filter(record -> {
                    var subject =
                            new String(record.headers().lastHeader("ce_subject").value(), UTF_8);
                    return team.runId().startsWith(subject) || subject.startsWith(team.runId());
                })
                .toList();
    }

    private static Map<String, String> textsOf(Team team) {
        var texts = new TreeMap<String, String>();
        team.members()
                .forEach(member -> texts.put(member, team.directMessages(member).toString()));
        return texts;
    }

    private static Map<String, String> without(Map<String, String> texts, String member) {
        var others = new TreeMap<>(texts);
        others.remove(member);
        return others;
    }
}
