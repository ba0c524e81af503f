package dev.muster.slack.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.fault.Unavailable;
import dev.muster.slack.SlackServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

    @Autowired
    MemberMessages messages;

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

    @Test
    void whatHappensBeforeTheViewIsBuiltWaitsForIt() throws Exception {
        var codec = new EventCodec();
        var lost = new Runs(store.getDatabase("unborn" + user));
        var listener = new RunsListener(codec, lost, messages, new RunSettings(Duration.ofDays(400)));
        var closing = recordOf(codec, envelope("closed" + runId, new RunClosed(runId, Instant.now())), 2);

        assertThatThrownBy(() -> listener.on(closing)).isInstanceOf(Unavailable.class);

        lost.take(
                new RunOpened(runId, "Daily", "C1", List.of("Q"), List.of(user), ZoneId.of("UTC"), Instant.now(), null),
                1);
        lost.born();
        listener.on(closing);
        assertThat(lost.find(runId)).get().extracting(Run::isClosed).isEqualTo(true);
    }

    private static ConsumerRecord<String, byte[]> recordOf(EventCodec codec, Envelope<?> envelope, long offset) {
        var written = codec.write(envelope);
        var read = new ConsumerRecord<>(written.topic(), 0, offset, written.key(), written.value());
        written.headers().forEach(read.headers()::add);
        return read;
    }
}
