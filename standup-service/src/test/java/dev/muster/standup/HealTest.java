package dev.muster.standup;

import static dev.muster.events.StandupTick.Phase.ASK;
import static dev.muster.events.StandupTick.Phase.CLOSE;
import static dev.muster.events.StandupTick.Phase.REMIND;
import static dev.muster.standup.World.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.PromptClosed;
import dev.muster.events.PromptRequested;
import dev.muster.events.RunReminded;
import dev.muster.events.TickPassedOver;
import dev.muster.events.Topic;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the service took is gone over again, when its standup may have changed or be gone. */
@StandupServiceTest
class HealTest {

    private final World world;

    @Autowired
    HealTest(World world) {
        this.world = world;
    }

    @Test
    void whatIsDoneStaysDoneAndNothingIsPublishedForIt() throws Exception {
        var team = world.team();
        day(team);
        world.retire(team);
        world.answer(team, team.mara, "Too late", Team.ASKED.plusSeconds(7300));
        world.events(InteractionPassedOver.class, team, 1);
        world.history(team);
        var history = world.records(Topic.STANDUP_RUNS, team).size();
        var prompts = world.records(Topic.STANDUP_PROMPTS, team).size();

        world.heal(ConsumerGroup.STANDUP_INTERACTIONS, Topic.SLACK_INTERACTIONS, team);
        world.heal(ConsumerGroup.STANDUP_TICKS, Topic.STANDUP_TICKS, team);
        world.history(team);

        assertThat(world.records(Topic.STANDUP_RUNS, team)).hasSize(history + 1);
        assertThat(world.records(Topic.STANDUP_PROMPTS, team)).hasSize(prompts);
    }

    @Test
    void ticksThatWerePassedOverAreNotPassedOverAgain() throws Exception {
        var team = new Team();
        world.tick(team, ASK);
        world.tick(team, REMIND);
        world.events(TickPassedOver.class, team, 2);
        world.history(team);

        world.heal(ConsumerGroup.STANDUP_TICKS, Topic.STANDUP_TICKS, team);
        world.history(team);

        assertThat(world.events(TickPassedOver.class, team))
                .filteredOn(passed -> passed.reason().equals("unknown_standup"))
                .hasSize(2);
    }

    @Test
    void whatMembersDidInTimeCountsThoughTheStandupIsRetiredWhenItIsRead() throws Exception {
        var team = world.team();
        world.tick(team, ASK);
        world.events(PromptRequested.class, team, 3);

        world.whileStopped(ConsumerGroup.STANDUP_INTERACTIONS, () -> {
            world.answer(team, team.mara, "Writing");
            world.skip(team, team.yuki);
            world.tick(team, CLOSE);
            world.events(PromptClosed.class, team, 3);
            world.retire(team);
        });

        world.events(MemberSkipped.class, team, 1);
        assertThat(world.events(AnswersRecorded.class, team)).hasSize(1);
        assertThat(world.events(InteractionPassedOver.class, team)).isEmpty();
        soon().untilAsserted(() -> assertThat(world.documents("answers", team)).hasSize(2));
    }

    /** With the same answers sent more than once, a day skipped more than once, and a late answer. */
    private void day(Team team) {
        world.tick(team, ASK);
        world.events(PromptRequested.class, team, 3);
        for (var today : new String[] {"Writing", "Writing", "Writing", "Writing more"}) {
            world.answer(team, team.mara, today);
        }
        world.skip(team, team.yuki);
        world.skip(team, team.yuki);
        world.answer(team, team.gone, "Still here");
        world.events(AnswersRecorded.class, team, 5);
        world.events(MemberSkipped.class, team, 2);
        world.tick(team, REMIND);
        world.events(RunReminded.class, team, 1);
        world.history(team);
        world.tick(team, CLOSE);
        world.events(PromptClosed.class, team, 3);
        world.answer(team, team.noor, "Late", Team.ASKED.plusSeconds(7201));
        world.events(AnswersRecorded.class, team, 6);
        world.history(team);
    }
}
