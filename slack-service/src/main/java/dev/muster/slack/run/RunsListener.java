package dev.muster.slack.run;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.TickPassedOver;
import dev.muster.events.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Follows the runs: keeps the view of them, and thanks for answers in the members' messages. */
@Component
final class RunsListener {

    private final EventCodec codec;
    private final Runs runs;
    private final MemberMessages messages;
    private final RunSettings settings;

    RunsListener(EventCodec codec, Runs runs, MemberMessages messages, RunSettings settings) {
        this.codec = codec;
        this.runs = runs;
        this.messages = messages;
        this.settings = settings;
    }

    @KafkaListener(id = ConsumerGroup.SLACK_RUNS, topics = Topic.STANDUP_RUNS)
    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var read = codec.read(record, StandupRunEvent.class).orElse(null);
        if (read == null) {
            return;
        }
        var offset = record.offset();
        runs.take(read.event(), offset);
        switch (read.event()) {
            case AnswersRecorded recorded -> show(recorded.runId(), recorded.userId(), offset, read);
            case MemberSkipped skipped -> show(skipped.runId(), skipped.userId(), offset, read);
            case InteractionPassedOver passed -> messages.passOver(passed.runId(), passed.userId(), offset, read);
            case RunOpened opened -> runs.forgetBefore(opened.openedAt().minus(settings.answersRetention()));
            case RunReminded _, TickPassedOver _, RunClosed _ -> {}
        }
    }

    private void show(String runId, String userId, long offset, Envelope<?> cause) throws InterruptedException {
        var run = runs.find(runId).orElse(null);
        if (run != null) {
            messages.show(run, userId, offset, cause);
        }
    }
}
