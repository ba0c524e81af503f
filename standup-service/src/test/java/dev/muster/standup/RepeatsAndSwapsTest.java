package dev.muster.standup;

import static dev.muster.events.StandupTick.Phase.ASK;
import static dev.muster.events.StandupTick.Phase.CLOSE;
import static dev.muster.events.StandupTick.Phase.REMIND;
import static dev.muster.standup.World.soon;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.Envelope;
import dev.muster.events.MemberSkipped;
import dev.muster.events.PromptClosed;
import dev.muster.events.PromptRequested;
import dev.muster.events.RunOpened;
import dev.muster.events.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The same events, more often or in another order, come to the same end. */
@StandupServiceTest
class RepeatsAndSwapsTest {

    private final World world;

    @Autowired
    RepeatsAndSwapsTest(World world) {
        this.world = world;
    }

    @Test
    void everythingTwiceComesToTheSameEnd() {
        var once = world.team();
        var atOnce = world.team();
        var afterwards = world.team();
        var sent = new ArrayList<Envelope<?>>();

        day(once, _ -> {});
        day(atOnce, world::send);
        day(afterwards, sent::add);
        sent.forEach(world::send);
        world.history(afterwards);
        world.events(AnswersRecorded.class, afterwards, 8);
        world.events(MemberSkipped.class, afterwards, 2);
        world.history(afterwards);

        for (var repeated : List.of(atOnce, afterwards)) {
            assertThat(world.views(repeated)).isEqualTo(world.views(once));
            for (var topic : List.of(Topic.STANDUP_RUNS, Topic.STANDUP_PROMPTS)) {
                assertThat(idsOf(topic, repeated)).isEqualTo(idsOf(topic, once));
            }
        }
    }

    @Test
    void answersAndSkipInEitherOrder() {
        assertSame(
                team -> world.history(
                        team,
                        team.opened(team.mara),
                        team.answered(team.mara, "Writing", 1),
                        team.skipped(team.mara, 2)),
                team -> world.history(
                        team,
                        team.opened(team.mara),
                        team.skipped(team.mara, 2),
                        team.answered(team.mara, "Writing", 1)));
    }

    @Test
    void twoSubmissionsInEitherOrder() {
        assertSame(
                team -> world.history(
                        team,
                        team.opened(team.mara),
                        team.answered(team.mara, "Writing", 1),
                        team.answered(team.mara, "Writing more", 2),
                        team.closed()),
                team -> world.history(
                        team,
                        team.opened(team.mara),
                        team.answered(team.mara, "Writing more", 2),
                        team.answered(team.mara, "Writing", 1),
                        team.closed()));
    }

    @Test
    void answersAfterTheClosingAreTakenAndLate() {
        var inTime = new Team();
        var late = new Team();

        world.history(inTime, inTime.opened(inTime.mara), inTime.answered(inTime.mara, "Writing", 1), inTime.closed());
        world.history(late, late.opened(late.mara), late.closed(), late.answered(late.mara, "Writing", 1));

        assertThat(world.views(inTime)).contains("\"late\": false");
        assertThat(world.views(late)).isEqualTo(world.views(inTime).replace("\"late\": false", "\"late\": true"));
        assertThat(world.events(PromptClosed.class, inTime, 1).getFirst().answers())
                .isEqualTo(Team.answers("Writing"));
        assertThat(world.events(PromptClosed.class, late, 1).getFirst().answers())
                .isNull();
    }

    @Test
    void ofTwoOpeningsTheFirstDecidesWhoIsAsked() {
        var team = new Team();

        world.history(team, team.opened(team.mara, team.noor), team.opened(team.yuki), team.closed());

        assertThat(world.documents("runs", team).getFirst().getList("members", String.class))
                .containsExactly(team.mara, team.noor);
        assertThat(world.events(PromptRequested.class, team, 2))
                .extracting(PromptRequested::userId)
                .containsExactlyInAnyOrder(team.mara, team.noor);
        assertThat(world.events(PromptClosed.class, team, 2))
                .extracting(PromptClosed::userId)
                .containsExactlyInAnyOrder(team.mara, team.noor);
    }

    @Test
    void aReminderAfterAnswersAsksTheSilentOnly() {
        var team = new Team();

        world.history(
                team,
                team.opened(team.mara, team.noor, team.yuki),
                team.answered(team.mara, "Writing", 1),
                team.skipped(team.yuki, 2),
                team.reminded(),
                team.reminded(),
                team.closed());

        assertThat(world.ids(Topic.STANDUP_PROMPTS, team))
                .filteredOn(id -> id.endsWith(":remind"))
                .containsExactly("prompt:" + team.run + ":" + team.noor + ":remind");
    }

    @Test
    void aReminderAfterTheClosingIsPassedOver() {
        var team = new Team();

        world.history(team, team.opened(team.mara), team.closed(), team.reminded());

        assertThat(world.ids(Topic.STANDUP_PROMPTS, team)).noneMatch(id -> id.endsWith(":remind"));
        assertThat(world.documents("passed_over", team))
                .extracting(document -> document.getString("reason"))
                .containsOnly("mark", "run_closed");
    }

    @Test
    void aClosingBeforeTheOpeningIsNone() {
        var team = new Team();

        world.history(team, team.closed(), team.opened(team.mara));

        assertThat(world.documents("runs", team).getFirst().get("closedAt")).isNull();
        assertThat(world.events(PromptRequested.class, team, 1)).hasSize(1);
        assertThat(world.events(PromptClosed.class, team)).isEmpty();

        world.history(team, team.closed());

        assertThat(world.events(PromptClosed.class, team, 1)).hasSize(1);
    }

    /** A day by the topics; what is sent is told, too. */
    private void day(Team team, Consumer<Envelope<?>> told) {
        send(team.tick(ASK), told);
        world.events(PromptRequested.class, team, 3);
        told.accept(world.answer(team, team.mara, "Writing"));
        told.accept(world.answer(team, team.mara, "Writing more"));
        told.accept(world.skip(team, team.yuki));
        told.accept(world.answer(team, team.yuki, "After all"));
        world.events(AnswersRecorded.class, team, 3);
        world.events(MemberSkipped.class, team, 1);
        world.history(team);
        send(team.tick(REMIND), told);
        soon().untilAsserted(() -> assertThat(world.ids(Topic.STANDUP_PROMPTS, team))
                .contains("prompt:" + team.run + ":" + team.noor + ":remind"));
        send(team.tick(CLOSE), told);
        world.events(PromptClosed.class, team, 3);
        told.accept(world.answer(team, team.noor, "Late"));
        world.events(AnswersRecorded.class, team, 4);
        world.history(team);
    }

    private void send(Envelope<?> event, Consumer<Envelope<?>> told) {
        world.send(event);
        told.accept(event);
    }

    private void assertSame(Consumer<Team> one, Consumer<Team> other) {
        var first = new Team();
        var second = new Team();

        one.accept(first);
        other.accept(second);

        assertThat(world.documents("answers", first)).isNotEmpty();
        assertThat(world.views(second)).isEqualTo(world.views(first));
        assertThat(idsOf(Topic.STANDUP_PROMPTS, second)).isEqualTo(idsOf(Topic.STANDUP_PROMPTS, first));
    }

    /** Without the ids that are made up anew for each team. */
    private Set<String> idsOf(String topic, Team team) {
        var random = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
        assertThat(world.events(RunOpened.class, team)).isNotEmpty();
        var ids = world.ids(topic, team);
        return ids.stream()
                .filter(id -> !id.startsWith(team.run + "|CLOSE:") || id.startsWith(team.run + "|CLOSE:closed"))
                .map(id -> team.withoutIds(id).replaceAll(random, "some"))
                .collect(toCollection(TreeSet::new));
    }
}
