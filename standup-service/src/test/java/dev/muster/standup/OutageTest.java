package dev.muster.standup;

import static dev.muster.events.StandupTick.Phase.ASK;
import static dev.muster.events.StandupTick.Phase.CLOSE;
import static dev.muster.standup.World.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.PromptClosed;
import dev.muster.events.PromptRequested;
import dev.muster.events.RunOpened;
import dev.muster.events.Topic;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

/** Something breaks in the middle, and nothing is lost. */
@StandupServiceTest
class OutageTest {

    private final World world;
    private final KafkaListenerEndpointRegistry listeners;

    @Autowired
    OutageTest(World world, KafkaListenerEndpointRegistry listeners) {
        this.world = world;
        this.listeners = listeners;
    }

    @AfterEach
    void mend() {
        world.storeIsOutOfOrder(false);
    }

    @Test
    void anOpeningThatIsStoredButNotFollowedUpIsFollowedUpLater() {
        var team = world.team();
        var key = team.run + "|" + team.noor;
        world.failToPublish(key);

        world.tick(team, ASK);

        var prompts = world.events(PromptRequested.class, team, 3);
        assertThat(world.hasFailedToPublish(key)).isTrue();
        soon().untilAsserted(
                        () -> assertThat(world.ids(Topic.STANDUP_PROMPTS, team)).hasSize(3));
        assertThat(prompts).extracting(PromptRequested::runId).containsOnly(team.run);
        assertThat(world.events(RunOpened.class, team)).hasSize(1);
    }

    @Test
    void aClosingThatIsStoredButNotFollowedUpIsFollowedUpLater() {
        var team = world.team();
        world.tick(team, ASK);
        world.events(PromptRequested.class, team, 3);
        var key = team.run + "|" + team.mara;
        world.failToPublish(key);

        world.tick(team, CLOSE);

        soon().untilAsserted(() -> assertThat(world.ids(Topic.STANDUP_PROMPTS, team))
                .contains(
                        team.run + "|CLOSE:closed:" + team.mara,
                        team.run + "|CLOSE:closed:" + team.noor,
                        team.run + "|CLOSE:closed:" + team.yuki));
        assertThat(world.hasFailedToPublish(key)).isTrue();
    }

    @Test
    void aTickWaitsForItsRosterAndForEachProfileInIt() {
        var team = new Team();
        world.define(team);

        world.tick(team, ASK);
        awaitPause(ConsumerGroup.STANDUP_TICKS);
        world.send(Team.from(UUID.randomUUID().toString(), team.roster()));
        team.profiles().stream().skip(1).forEach(profile -> world.send(Team.from(profile.userId(), profile)));
        assertThat(world.events(RunOpened.class, team)).isEmpty();
        world.know(team);

        assertThat(world.events(RunOpened.class, team, 1).getFirst().members())
                .containsExactly(team.mara, team.noor, team.yuki);
    }

    @Test
    void aStoreThatIsAwayIsWaitedFor() {
        var team = world.team();
        world.tick(team, ASK);
        world.events(PromptRequested.class, team, 3);

        world.storeIsOutOfOrder(true);
        world.answer(team, team.mara, "Writing");
        awaitPause(ConsumerGroup.STANDUP_RUNS);
        world.storeIsOutOfOrder(false);
        world.tick(team, CLOSE);

        assertThat(world.events(PromptClosed.class, team, 3))
                .filteredOn(closed -> closed.userId().equals(team.mara))
                .extracting(PromptClosed::answers)
                .containsExactly(Team.answers("Writing"));
    }

    @Test
    void whatCannotBeReadIsADeadLetterAndTheNextGoesOn() {
        var team = world.team();
        var garbage = "garbage " + UUID.randomUUID();

        for (var topic : new String[] {Topic.STANDUP_TICKS, Topic.SLACK_INTERACTIONS, Topic.STANDUP_RUNS}) {
            world.garbage(topic, team, garbage);
        }
        world.tick(team, ASK);
        world.events(PromptRequested.class, team, 3);
        world.answer(team, team.mara, "Writing");

        soon().untilAsserted(() -> assertThat(world.documents("answers", team)).hasSize(1));
        soon().untilAsserted(() -> assertThat(world.deadLetters())
                .contains(
                        ConsumerGroup.STANDUP_TICKS + ".dlt " + garbage,
                        ConsumerGroup.STANDUP_INTERACTIONS + ".dlt " + garbage,
                        ConsumerGroup.STANDUP_RUNS + ".dlt " + garbage));
    }

    private void awaitPause(String group) {
        soon().until(() -> {
            var container = listeners.getListenerContainer(group);
            return container != null
                    && container.getAssignedPartitions() != null
                    && container.getAssignedPartitions().stream().anyMatch(container::isPartitionPaused);
        });
    }
}
