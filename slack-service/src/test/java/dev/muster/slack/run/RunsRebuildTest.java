package dev.muster.slack.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.EventCodec;
import dev.muster.events.RunOpened;
import dev.muster.slack.SlackServiceTest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.ConsumerFactory;

class RunsRebuildTest extends SlackServiceTest {

    private final String runId = "daily-" + UUID.randomUUID().toString().substring(0, 8) + "|2026-11-20";
    private final String user = slackId("U");

    @Autowired
    MongoClient store;

    @Autowired
    ConsumerFactory<String, byte[]> consumers;

    @Test
    void aViewThatWasLostIsBuiltFromTheLog() {
        publisher.publish(envelope(
                "opened" + runId,
                new RunOpened(
                        runId, "Daily", "C1", List.of("Q"), List.of(user), ZoneId.of("UTC"), Instant.now(), null)));
        publisher.publish(envelope(
                "answered" + runId, new AnswersRecorded(runId, user, List.of(new Answer("Q", "A")), 1, Instant.now())));
        var lost = new Runs(store.getDatabase("lost" + user));
        var rebuild = new RunsRebuild(consumers, new EventCodec(), lost);

        rebuild.start();

        soon(_ -> assertThat(lost.isBorn()).isTrue());
        assertThat(lost.find(runId)).get().extracting(Run::members).isEqualTo(List.of(user));
        assertThat(lost.participation(runId, user).answers()).containsExactly(new Answer("Q", "A"));
        rebuild.stop();
    }
}
