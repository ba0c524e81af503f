package dev.muster.standup.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Topic;
import dev.muster.standup.StandupServiceTest;
import dev.muster.standup.Team;
import dev.muster.standup.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a consumer group meets that begins anew. */
@StandupServiceTest
class RedeliveryTest {

    private final World world;
    private final RunListener listener;
    private final Team team = new Team();

    @Autowired
    RedeliveryTest(World world, RunListener listener) {
        this.world = world;
        this.listener = listener;
    }

    @BeforeEach
    void aDay() {
        world.day(team);
    }

    @Test
    void theWholeHistoryOnceMoreChangesNothingAndAsksForTheSame() throws Exception {
        var views = world.documents(team);
        var prompts = world.contents(Topic.STANDUP_PROMPTS, team);

        redeliver();

        assertThat(world.documents(team)).isEqualTo(views);
        assertThat(world.contents(Topic.STANDUP_PROMPTS, team)).isEqualTo(prompts);
    }

    @Test
    void aGroupThatIsSetBackByKafkasOwnMeansChangesNothingAndAsksForTheSame() throws Exception {
        var views = world.documents(team);
        var prompts = world.contents(Topic.STANDUP_PROMPTS, team);
        var published = world.records(Topic.STANDUP_PROMPTS, team).size();

        world.setBack(ConsumerGroup.STANDUP_RUNS, Topic.STANDUP_RUNS);
        world.awaitRecords(Topic.STANDUP_PROMPTS, team, 2 * published);

        assertThat(world.documents(team)).isEqualTo(views);
        assertThat(world.contents(Topic.STANDUP_PROMPTS, team)).isEqualTo(prompts);
    }

    @Test
    void aLostViewIsBuiltAnewFromTheHistory() throws Exception {
        var views = world.documents(team);

        world.forget(team);
        assertThat(world.documents("answers", team)).isEmpty();
        redeliver();

        assertThat(world.documents(team)).isEqualTo(views);
    }

    private void redeliver() throws InterruptedException {
        var published = world.records(Topic.STANDUP_PROMPTS, team).size();
        for (var record : world.records(Topic.STANDUP_RUNS, team)) {
            listener.on(record);
        }
        world.awaitRecords(Topic.STANDUP_PROMPTS, team, 2 * published);
    }
}
