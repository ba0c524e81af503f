package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.sandbox.emulator.Json;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** A team's day, through the packaged services and the emulated Slack. */
@Journey
class StandupJourneyTest {

    private static final int LARGE_TEAM = 200;
    private static final int PEOPLE_AT_ONCE = 6;

    private final Community community;

    StandupJourneyTest(Community community) {
        this.community = community;
    }

    @Test
    void oneAnswersOneSkipsOneIsSilentAndALateAnswerUpdatesTheReport() {
        try (var team = Team.of(community, 3)) {
            var ada = team.member(0);
            var ben = team.member(1);
            var cem = team.member(2);

            team.fire("ASK");
            team.awaitAsked();
            team.answer(ada, "Wrote <!channel> & *tests*", "More of <https://example.org|them>", "");
            team.press(ben, "skip_today");

            team.awaitTold(ada, "Thank you for your submission.");
            team.awaitTold(ada, "\"edit\"");
            team.awaitTold(ben, "Skipped");
            assertThat(team.summary()).isEmpty();

            team.fire("CLOSE");
            team.awaitEntry(ada, "posted an update for stand up meeting.");

            var summary = team.summary().orElseThrow();
            assertThat(summary.toString())
                    .contains(team.nameOf(cem), team.nameOf(ben))
                    .doesNotContain("<@");
            var entry = team.entry(ada).orElseThrow();
            assertThat(entry.path("thread_ts").asString())
                    .isEqualTo(summary.path("ts").asString());
            assertThat(entry.toString())
                    .contains(team.iconOf(ada))
                    .contains("What did you work on yesterday?", "&lt;!channel&gt; &amp;")
                    .doesNotContain("<!channel>", "<https://");
            assertThat(team.entry(cem)).isEmpty();

            team.answer(cem, "Slept", "Wake up", "Coffee");
            team.awaitEntry(cem, "Slept");
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(team.summary().orElseThrow().toString()).doesNotContain(team.nameOf(cem)));
            assertThat(team.summary().orElseThrow().path("ts").asString())
                    .isEqualTo(summary.path("ts").asString());
            assertThat(team.channelMessages())
                    .filteredOn(message -> message.toString().contains("Here are the standup results from"))
                    .hasSize(1);
        }
    }

    @Test
    void editedAnswersAreTheOnesReportedAndTheButtonGoesWhenTheRunCloses() {
        try (var team = Team.of(community, 2)) {
            var ada = team.member(0);
            team.fire("ASK");
            team.awaitAsked();
            team.answer(ada, "First thoughts", "", "");
            team.awaitTold(ada, "\"edit\"");

            var form = team.open(ada, "edit");
            assertThat(form.toString()).contains("First thoughts");
            team.send(ada, form, "Second thoughts", "", "");
            team.awaitTold(ada, "Second thoughts");
            team.fire("CLOSE");

            team.awaitEntry(ada, "Second thoughts");
            assertThat(team.entry(ada).orElseThrow().toString()).doesNotContain("First thoughts");
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            team.directMessages(ada).getFirst().toString())
                    .contains("Second thoughts")
                    .doesNotContain("\"edit\""));
        }
    }

    @Test
    void clickOnAnOutdatedMessageExplainsItself() {
        try (var team = Team.of(community, 2)) {
            var ada = team.member(0);
            team.fire("ASK");
            team.awaitAsked();
            team.answer(ada, "Done", "", "");
            team.awaitTold(ada, "\"edit\"");
            team.fire("CLOSE");
            team.awaitTold(ada, "The report is posted");

            var skipping = team.press(ada, "skip_today");
            var editing = team.press(ada, "edit");

            assertThat(List.of(skipping, editing))
                    .allSatisfy(seen -> assertThat(seen.path("view").isNull()
                                    && seen.path("ephemeral").isNull()
                                    && seen.path("message").isNull())
                            .as(seen.toString())
                            .isFalse());
            team.awaitEntry(ada, "Done");
        }
    }

    @Test
    void onlyWhoIsSilentIsReminded() {
        try (var team = Team.of(community, 3)) {
            team.fire("ASK");
            team.awaitAsked();
            team.answer(team.member(0), "Done", "", "");
            team.press(team.member(1), "skip_today");
            team.awaitTold(team.member(0), "Thank you");
            team.awaitTold(team.member(1), "Skipped");

            team.fire("REMIND");

            await().atMost(SOON).untilAsserted(() -> assertThat(team.directMessages(team.member(2)))
                    .hasSize(2));
            team.answer(team.member(2), "At last", "", "");
            await().atMost(SOON).untilAsserted(() -> assertThat(team.directMessages(team.member(2)))
                    .allSatisfy(message -> assertThat(message.toString()).contains("At last")));
            assertThat(team.directMessages(team.member(0))).hasSize(1);
            assertThat(team.directMessages(team.member(1))).hasSize(1);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void standupTakesPlaceByItsOwnClock() {
        try (var team = Team.of(community, 2)) {
            assumeTrue(
                    now().isBefore(LocalTime.of(23, 50)) && now().isAfter(LocalTime.of(0, 1)),
                    "a standup ends on the day on which it begins");

            // What is defined too late for today takes place tomorrow.
            await().pollDelay(Duration.ZERO).atMost(SOON).until(() -> {
                var nextMinute = now().plusSeconds(70).truncatedTo(ChronoUnit.MINUTES);
                team.define(nextMinute.toString(), nextMinute.plusMinutes(1).toString(), true);
                return now().isBefore(nextMinute);
            });

            team.awaitAsked();
            team.answer(team.member(0), "In time", "", "");
            team.awaitEntry(team.member(0), "In time");
            assertThat(team.summary().orElseThrow().toString()).contains(team.nameOf(team.member(1)));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void everybodyInALargeTeamIsAskedOnceWithinSlacksLimits() throws Exception {
        try (var team = Team.of(community, LARGE_TEAM)) {
            team.fire("ASK");
            team.awaitAsked();
            atOnce(team.members(), member -> team.answer(member, "Work of " + member, "", ""));
            team.fire("CLOSE");

            team.members().reversed().forEach(member -> team.awaitEntry(member, "Work of " + member));
            assertThat(team.members()).allSatisfy(member -> assertThat(team.directMessages(member))
                    .hasSize(1));
            assertThat(team.channelMessages()).hasSize(LARGE_TEAM + 1);
            assertThat(List.of("conversations.open", "chat.postMessage", "chat.update"))
                    .allSatisfy(method -> assertThat(team.calls(method))
                            .filteredOn(call -> call.path("answer").toString().contains("ratelimited"))
                            .isEmpty());
        }
    }

    @Test
    void reportOfTheFirstRevisionIsWhatAnybodyComputesFromTheRunsHistory() {
        try (var team = Team.of(community, 3)) {
            team.fire("ASK");
            team.awaitAsked();
            team.answer(team.member(0), "One", "", "");
            team.press(team.member(1), "skip_today");
            team.awaitTold(team.member(1), "Skipped");
            team.awaitTold(team.member(0), "Thank you");

            team.fire("CLOSE");
            team.fire("CLOSE");
            team.awaitEntry(team.member(0), "One");

            var reports = community.log().records("muster.standup-reports", team.runId()).stream()
                    .map(record -> Json.MAPPER.readTree(record.value()))
                    .toList();
            assertThat(reports).hasSize(1);
            assertThat(reports.getFirst().path("revision").asInt()).isEqualTo(1);
            assertThat(shapeOf(reports.getFirst())).isEqualTo(recomputed(team.runId()));
        }
    }

    @Test
    void standupThatIsRetiredClosesItsRunAndTakesNoMoreAnswers() {
        try (var team = Team.of(community, 2)) {
            team.fire("ASK");
            team.awaitAsked();
            var form = team.open(team.member(0), "open_report");

            team.retire();
            await().atMost(SOON).until(() -> team.summary().isPresent());
            team.submit(team.member(0), form, "Too late", "", "");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(community.log().records("muster.standup-runs", team.runId()))
                            .extracting(record -> new String(
                                    record.headers().lastHeader("ce_type").value(), UTF_8))
                            .contains("dev.muster.RunClosed", "dev.muster.InteractionPassedOver"));
            assertThat(team.entry(team.member(0))).isEmpty();
        }
    }

    private static LocalTime now() {
        return LocalTime.now(ZoneOffset.UTC);
    }

    /** A few people at a time, as on any morning. */
    private static void atOnce(List<String> members, Consumer<String> action) throws Exception {
        try (var people = Executors.newFixedThreadPool(PEOPLE_AT_ONCE)) {
            var acting = members.stream()
                    .map(member -> people.submit(() -> action.accept(member)))
                    .toList();
            for (var each : acting) {
                each.get();
            }
        }
    }

    /** Who answered what, who skipped and who is silent, from the log alone. */
    private Map<String, Object> recomputed(String runId) {
        var members = new TreeSet<String>();
        var answers = new TreeMap<String, String>();
        var sequences = new LinkedHashMap<String, Long>();
        var skipped = new TreeSet<String>();
        var open = false;
        for (var record : community.log().records("muster.standup-runs", runId)) {
            var event = Json.MAPPER.readTree(record.value());
            var type = new String(record.headers().lastHeader("ce_type").value(), UTF_8);
            var user = event.path("userId").asString("");
            if (type.endsWith(".RunOpened") && !open) {
                open = true;
                event.path("members").forEach(member -> members.add(member.asString()));
            } else if (type.endsWith(".AnswersRecorded")
                    && event.path("sequence").asLong() > sequences.getOrDefault(user, -1L)) {
                sequences.put(user, event.path("sequence").asLong());
                answers.put(user, event.path("answers").toString());
            } else if (type.endsWith(".MemberSkipped")) {
                skipped.add(user);
            } else if (type.endsWith(".RunClosed") && open) {
                break;
            }
        }
        skipped.removeAll(answers.keySet());
        var missing = new TreeSet<>(members);
        missing.removeAll(answers.keySet());
        missing.removeAll(skipped);
        return Map.of("answers", answers, "skipped", skipped, "missing", missing);
    }

    private static Map<String, Object> shapeOf(JsonNode report) {
        var answers = new TreeMap<String, String>();
        report.path("entries")
                .forEach(entry -> answers.put(
                        entry.path("userId").asString(), entry.path("answers").toString()));
        var skipped = new TreeSet<String>();
        report.path("skipped").forEach(member -> skipped.add(member.asString()));
        var missing = new TreeSet<String>();
        report.path("missing").forEach(member -> missing.add(member.asString()));
        return Map.of("answers", answers, "skipped", skipped, "missing", missing);
    }
}
