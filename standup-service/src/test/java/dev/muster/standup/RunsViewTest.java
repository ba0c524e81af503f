package dev.muster.standup;

import static dev.muster.standup.World.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.Topic;
import dev.muster.events.view.Rebuildable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The view of the runs, built anew while it is whole. */
@StandupServiceTest
class RunsViewTest {

    private final World world;
    private final Rebuildable rebuildable;
    private final Team team = new Team();

    @Autowired
    RunsViewTest(World world, Rebuildable rebuildable) {
        this.world = world;
        this.rebuildable = rebuildable;
    }

    @Test
    void aRebuildComesToTheSameAndNothingIsPublishedForIt() throws Exception {
        world.day(team);
        var documents = world.documents(team);
        var prompts = world.records(Topic.STANDUP_PROMPTS, team).size();
        world.forget(team);
        assertThat(world.documents(team)).isEmpty();

        soon().untilAsserted(() -> rebuildable.rebuild((partition, position, end) -> {}));

        assertThat(world.documents(team)).isEqualTo(documents).isNotEmpty();
        world.history(team, team.answered(team.mara, "Once more", 9));
        assertThat(world.documents("answers", team).toString()).contains("Once more");
        assertThat(world.records(Topic.STANDUP_PROMPTS, team)).hasSize(prompts);
    }
}
