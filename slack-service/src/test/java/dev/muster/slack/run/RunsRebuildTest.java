package dev.muster.slack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.RunOpened;
import dev.muster.events.view.Rebuildable;
import dev.muster.slack.SlackServiceTest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Mono;

class RunsRebuildTest extends SlackServiceTest {

    private final String runId = "daily-" + UUID.randomUUID().toString().substring(0, 8) + "|2026-11-20";
    private final String user = slackId("U");

    @Autowired
    Runs runs;

    @Autowired
    List<Rebuildable> rebuildables;

    @Test
    void aStoreThatIsDroppedIsBuiltFromTheLog() {
        aDay();

        Mono.from(store.drop()).block();

        soon(_ -> assertDay());
    }

    @Test
    void aRebuildComesToTheSame() {
        aDay();

        for (var rebuildable : rebuildables) {
            soon(_ -> rebuildable.rebuild((partition, position, end) -> {}));
        }

        soon(_ -> assertDay());
        assertThat(rebuildables)
                .extracting(Rebuildable::group)
                .containsExactlyInAnyOrder(
                        ConsumerGroup.SLACK_RUNS,
                        ConsumerGroup.SLACK_INVITES,
                        ConsumerGroup.SLACK_PROMPTS,
                        ConsumerGroup.SLACK_POSTS);
    }

    private void aDay() {
        publisher.publish(envelope(
                "opened" + runId,
                new RunOpened(
                        runId, "Daily", "C1", List.of("Q"), List.of(user), ZoneId.of("UTC"), Instant.now(), null)));
        publisher.publish(envelope(
                "answered" + runId, new AnswersRecorded(runId, user, List.of(new Answer("Q", "A")), 1, Instant.now())));
        soon(_ -> assertDay());
    }

    private void assertDay() {
        assertThat(runs.find(runId)).get().extracting(Run::members).isEqualTo(List.of(user));
        assertThat(runs.participation(runId, user).answers()).containsExactly(new Answer("Q", "A"));
    }
}
