package dev.muster.standup;

import static dev.muster.events.StandupTick.Phase.ASK;
import static dev.muster.events.StandupTick.Phase.CLOSE;
import static dev.muster.events.StandupTick.Phase.REMIND;
import static dev.muster.standup.World.soon;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.PromptClosed;
import dev.muster.events.PromptRequested;
import dev.muster.events.Topic;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The document store loses something while the service runs; the log brings it back. */
@StandupServiceTest
class LostStoreTest {

    private final World world;

    @Autowired
    LostStoreTest(World world) {
        this.world = world;
    }

    @Test
    void aDroppedStoreIsBuiltToTheSameContentAndNothingIsPublishedForIt() {
        var team = new Team();
        world.day(team);
        var documents = world.documents(team);
        // Three are asked, one is reminded, three are told of the closing.
        world.awaitRecords(Topic.STANDUP_PROMPTS, team, 7);

        world.dropStore();
        world.history(new Team());

        assertThat(documents)
                .extracting(document -> document.getString("reason"))
                .contains("unknown_run");
        assertThat(world.documents(team)).isEqualTo(documents);
        assertThat(world.records(Topic.STANDUP_PROMPTS, team)).hasSize(7);
    }

    @Test
    void aStoreDroppedInMidRunIsNotNoticedInWhatComesOfIt() {
        assertNotNoticed(_ -> world.dropStore());
    }

    @Test
    void answersThatAreDroppedAloneAreNotNoticedInWhatComesOfIt() {
        assertNotNoticed(_ -> world.dropAnswers());
    }

    @Test
    void whatIsLostWhileARunIsClosedIsWaitedFor() {
        var team = answered();
        world.dropStoreBeforeReading("answers");

        world.history(team, team.closed());

        assertThat(world.events(PromptClosed.class, team))
                .hasSize(2)
                .filteredOn(closed -> closed.userId().equals(team.mara))
                .extracting(PromptClosed::answers)
                .containsOnly(Team.answers("Writing"));
    }

    @Test
    void whatIsLostWhileMembersAreRemindedIsWaitedFor() {
        var team = answered();
        world.dropStoreBeforeReading("answers");

        world.history(team, team.reminded());

        assertThat(world.ids(Topic.STANDUP_PROMPTS, team))
                .filteredOn(id -> id.endsWith(":remind"))
                .containsExactly("prompt:" + team.run + ":" + team.noor + ":remind");
    }

    @Test
    void whatIsAboutNoRunIsPassedOver() {
        var team = new Team();

        world.history(team, team.answered(team.mara, "Of no run", 1), team.reminded(), team.closed());

        assertThat(world.documents("passed_over", team))
                .extracting(document -> document.getString("reason"))
                .containsExactlyInAnyOrder("unknown_run", "unknown_run", "unknown_run", "mark");
    }

    /** A run that two are asked in, of whom one has answered; in the first generation of the view. */
    private Team answered() {
        var team = new Team();
        world.dropStore();
        world.history(team, team.opened(team.mara, team.noor), team.answered(team.mara, "Writing", 1));
        return team;
    }

    private void assertNotNoticed(Consumer<Team> loss) {
        var undisturbed = world.team();
        var team = world.team();

        day(undisturbed, _ -> {});
        var views = world.views(undisturbed);
        var passedOver = passedOver(undisturbed);
        day(team, loss);

        assertThat(world.views(team)).isEqualTo(views);
        assertThat(passedOver(team)).isEqualTo(passedOver);
        assertThat(prompts(team)).isEqualTo(prompts(undisturbed));
    }

    private void day(Team team, Consumer<Team> loss) {
        world.tick(team, ASK);
        world.events(PromptRequested.class, team, 3);
        world.answer(team, team.mara, "Writing");
        world.answer(team, team.gone, "Still here");
        world.events(AnswersRecorded.class, team, 2);
        world.history(team);

        loss.accept(team);
        world.tick(team, REMIND);
        soon().untilAsserted(() -> assertThat(world.ids(Topic.STANDUP_PROMPTS, team))
                .contains("prompt:" + team.run + ":" + team.yuki + ":remind"));
        world.answer(team, team.mara, "Writing more");
        world.skip(team, team.yuki);
        soon().untilAsserted(() -> assertThat(world.documents("answers", team)).hasSize(2));

        loss.accept(team);
        world.tick(team, CLOSE);
        world.events(PromptClosed.class, team, 3);

        loss.accept(team);
        world.answer(team, team.noor, "Late");
        soon().untilAsserted(() -> assertThat(world.documents("answers", team)).hasSize(3));
    }

    private Set<String> prompts(Team team) {
        return world.ids(Topic.STANDUP_PROMPTS, team).stream()
                .map(team::withoutIds)
                .collect(toCollection(TreeSet::new));
    }

    private List<String> passedOver(Team team) {
        return world.documents("passed_over", team).stream()
                .map(document -> document.getString("reason"))
                .sorted()
                .toList();
    }
}
