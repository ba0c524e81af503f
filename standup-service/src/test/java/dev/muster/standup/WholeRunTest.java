package dev.muster.standup;

import static dev.muster.events.StandupTick.Phase.ASK;
import static dev.muster.events.StandupTick.Phase.CLOSE;
import static dev.muster.events.StandupTick.Phase.REMIND;
import static dev.muster.standup.World.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.PromptClosed;
import dev.muster.events.PromptRequested;
import dev.muster.events.PromptRequested.Kind;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.TickPassedOver;
import dev.muster.events.Topic;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Runs from the first tick to the late answer, topic to topic. */
@StandupServiceTest
class WholeRunTest {

    private final World world;

    @Autowired
    WholeRunTest(World world) {
        this.world = world;
    }

    @Test
    void aDayFromTheQuestionToTheLateAnswer() {
        var team = world.team();

        world.tick(team, ASK);
        var asked = world.events(PromptRequested.class, team, 3);
        world.answer(team, team.mara, "Writing");
        world.answer(team, team.mara, "Writing more");
        world.skip(team, team.yuki);
        world.events(AnswersRecorded.class, team, 2);
        world.events(MemberSkipped.class, team, 1);
        world.tick(team, REMIND);
        world.events(RunReminded.class, team, 1);
        world.tick(team, CLOSE);
        var closed = world.events(PromptClosed.class, team, 3);
        world.answer(team, team.noor, "Late");
        soon().untilAsserted(() -> assertThat(answersOf(team)).hasSize(3));

        var opening = world.events(RunOpened.class, team).getFirst();
        assertThat(opening.members()).containsExactly(team.mara, team.noor, team.yuki);
        assertThat(opening.closesAt()).isEqualTo(Team.ASKED.plusSeconds(7200));
        assertThat(asked)
                .extracting(PromptRequested::userId, PromptRequested::kind, PromptRequested::validUntil)
                .containsExactlyInAnyOrder(
                        tuple(team.mara, Kind.ASK, opening.closesAt()),
                        tuple(team.noor, Kind.ASK, opening.closesAt()),
                        tuple(team.yuki, Kind.ASK, opening.closesAt()));
        assertThat(world.ids(Topic.STANDUP_PROMPTS, team))
                .containsExactlyInAnyOrder(
                        "prompt:" + team.run + ":" + team.mara + ":ask",
                        "prompt:" + team.run + ":" + team.noor + ":ask",
                        "prompt:" + team.run + ":" + team.yuki + ":ask",
                        "prompt:" + team.run + ":" + team.noor + ":remind",
                        team.run + "|CLOSE:closed:" + team.mara,
                        team.run + "|CLOSE:closed:" + team.noor,
                        team.run + "|CLOSE:closed:" + team.yuki);
        assertThat(closed)
                .extracting(PromptClosed::userId, PromptClosed::answers, PromptClosed::skipped)
                .containsExactlyInAnyOrder(
                        tuple(team.mara, Team.answers("Writing more"), false),
                        tuple(team.noor, null, false),
                        tuple(team.yuki, null, true));
        assertThat(closed).extracting(PromptClosed::sequence).containsOnly(offsetOf(RunClosed.class, team));
    }

    @Test
    void theStoreKeepsTheRunAndEveryVersionOfItsAnswers() {
        var team = world.team();
        var question = "Today?";

        world.tick(team, ASK);
        world.events(PromptRequested.class, team, 3);
        world.answer(team, team.mara, "Writing");
        world.answer(team, team.mara, "Writing more");
        world.skip(team, team.noor);
        world.events(MemberSkipped.class, team, 1);
        world.tick(team, CLOSE);
        world.events(PromptClosed.class, team, 3);
        world.answer(team, team.yuki, "Late");
        soon().untilAsserted(() -> assertThat(answersOf(team)).hasSize(3));

        var run = world.documents("runs", team).getFirst();
        assertThat(run)
                .containsEntry("_id", team.run)
                .containsEntry("standupId", team.id)
                .containsEntry("date", "2026-11-20")
                .containsEntry("name", "Daily standup")
                .containsEntry("channel", team.channel)
                .containsEntry("zone", "Europe/Prague")
                .containsEntry("members", List.of(team.mara, team.noor, team.yuki))
                .containsEntry("openedOffset", offsetOf(RunOpened.class, team));
        assertThat(run.getDate("closedAt")).isEqualTo(Team.ASKED.plusSeconds(7200));

        var mara = answersOf(team).get(0);
        assertThat(mara)
                .containsEntry("_id", team.run + "|" + team.mara)
                .containsEntry("userId", team.mara)
                .containsEntry("userName", "mara")
                .containsEntry("displayName", "Mara Lindqvist")
                .containsEntry("iconUrl", "https://avatars.example.org/mara_48.png")
                .containsEntry("late", false)
                .containsEntry("skipped", false);
        assertThat(mara.getList("answers", Document.class).get(1))
                .containsEntry("question", question)
                .containsEntry("text", "Writing more");
        var earlier = mara.getList("earlier", Document.class);
        assertThat(earlier).hasSize(1);
        assertThat(earlier.getFirst().getList("answers", Document.class).get(1)).containsEntry("text", "Writing");
        assertThat(earlier.getFirst().getDate("submittedAt")).isEqualTo(Team.ASKED);
        assertThat(earlier.getFirst().getLong("sequence")).isLessThan(mara.getLong("sequence"));

        var noor = answersOf(team).get(1);
        assertThat(noor).containsEntry("displayName", "Noor").containsEntry("skipped", true);
        assertThat(noor).doesNotContainKey("answers");
        var yuki = answersOf(team).get(2);
        assertThat(yuki).containsEntry("displayName", "yuki").containsEntry("late", true);
    }

    @Test
    void askedAfterTheTimeOfItsReportARunHasNoEnd() {
        var team = world.team();

        world.send(team.tick(ASK, Team.ASKED.plusSeconds(7200)));

        var prompts = world.events(PromptRequested.class, team, 3);
        assertThat(prompts).extracting(PromptRequested::validUntil).containsOnlyNulls();
    }

    @Test
    void ticksOfAnUnknownStandupArePassedOver() {
        var team = new Team();
        world.know(team);

        world.tick(team, ASK);
        world.tick(team, REMIND);
        world.tick(team, CLOSE);

        world.events(RunClosed.class, team, 1);
        assertThat(world.events(TickPassedOver.class, team))
                .extracting(TickPassedOver::tick, TickPassedOver::phase, TickPassedOver::reason)
                .containsExactly(
                        tuple(team.run + "|ASK", ASK, "unknown_standup"),
                        tuple(team.run + "|REMIND", REMIND, "unknown_standup"));
        soon().untilAsserted(() -> assertThat(world.documents("passed_over", team))
                .extracting(document -> document.getString("_id"), document -> document.getString("reason"))
                .containsExactly(
                        tuple(team.run + "|ASK:passed-over", "unknown_standup"),
                        tuple(team.run + "|CLOSE:closed", "unknown_run"),
                        tuple(team.run + "|REMIND:passed-over", "unknown_standup")));
        assertThat(world.documents("runs", team)).isEmpty();
    }

    @Test
    void aRetiredStandupClosesItsRunAndTakesNoMoreAnswers() throws Exception {
        var team = world.team();
        world.tick(team, ASK);
        world.events(PromptRequested.class, team, 3);

        world.retire(team);
        world.tick(team, CLOSE);
        soon().untilAsserted(() -> assertThat(world.documents("runs", team))
                .extracting(run -> run.getDate("closedAt"))
                .isNotEmpty()
                .doesNotContainNull());
        var afterwards = Team.ASKED.plusSeconds(7201);
        var answer = world.answer(team, team.mara, "Too late", afterwards);
        var skip = world.skip(team, team.yuki, afterwards);

        world.events(PromptClosed.class, team, 3);
        assertThat(world.events(InteractionPassedOver.class, team, 2))
                .containsExactly(
                        new InteractionPassedOver(team.run, team.mara, answer.id(), "unknown_standup"),
                        new InteractionPassedOver(team.run, team.yuki, skip.id(), "unknown_standup"));
        soon().untilAsserted(() -> assertThat(world.documents("passed_over", team))
                .extracting(document -> document.getString("userId"))
                .containsExactly(team.mara, team.yuki));
        assertThat(answersOf(team)).isEmpty();
    }

    @Test
    void whoIsNoMemberIsPassedOver() {
        var team = world.team();
        world.tick(team, ASK);
        world.events(PromptRequested.class, team, 3);

        var answer = world.answer(team, team.gone, "Still here");

        soon().untilAsserted(() -> assertThat(world.documents("passed_over", team))
                .extracting(
                        document -> document.getString("_id"),
                        document -> document.getString("userId"),
                        document -> document.getString("reason"))
                .containsExactly(tuple(answer.id() + ":recorded", team.gone, "not_a_member")));
        assertThat(answersOf(team)).isEmpty();
    }

    @Test
    void answersOfARunThatWasNeverOpenedArePassedOver() {
        var team = world.team();

        world.answer(team, team.mara, "Early");

        soon().untilAsserted(() -> assertThat(world.documents("passed_over", team))
                .extracting(document -> document.getString("reason"))
                .containsExactly("unknown_run"));
    }

    @Test
    void aLaterRunTakesOutWhatIsOlderThanTheRetention() {
        // Kept by the day's runs of other tests, whenever those are read.
        var longAgo = new Team(Team.DAY.minusDays(400));
        var kept = new Team(Team.DAY.minusDays(399));
        for (var team : List.of(longAgo, kept)) {
            world.history(team, team.opened(team.mara), team.answered(team.mara, "Writing", 1));
            assertThat(world.documents(team)).hasSize(3);
        }

        var later = new Team(Team.DAY.plusDays(1));
        world.history(later, later.opened(later.mara));

        assertThat(world.documents(longAgo)).isEmpty();
        assertThat(world.documents(kept)).hasSize(3);
    }

    @Test
    void theServiceIsReadyOnceItsTablesAreWhole(@LocalServerPort int port) {
        var client = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .responseTimeout(World.SOON)
                .build();

        soon().untilAsserted(() -> client.get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isOk());
    }

    private List<Document> answersOf(Team team) {
        return world.documents("answers", team);
    }

    private long offsetOf(Class<? extends StandupRunEvent> type, Team team) {
        return world.records(Topic.STANDUP_RUNS, team).stream()
                .filter(record -> new String(
                                record.headers().lastHeader("ce_type").value(), UTF_8)
                        .equals("dev.muster." + type.getSimpleName()))
                .findFirst()
                .orElseThrow()
                .offset();
    }
}
