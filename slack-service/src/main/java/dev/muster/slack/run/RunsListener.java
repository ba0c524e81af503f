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
import dev.muster.events.replay.Line;
import dev.muster.slack.run.MemberMessages.Updates;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Follows the runs: keeps the view of them, and thanks for answers in the members' messages. */
@Component
final class RunsListener implements Line {

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

    @Override
    public String group() {
        return ConsumerGroup.SLACK_RUNS;
    }

    @KafkaListener(id = ConsumerGroup.SLACK_RUNS, topics = Topic.STANDUP_RUNS)
    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        handle(record, false);
    }

    @Override
    public boolean handle(ConsumerRecord<String, byte[]> record, boolean again) throws InterruptedException {
        var read = codec.read(record, StandupRunEvent.class).orElse(null);
        if (read == null) {
            return false;
        }
        runs.take(read.event(), record.offset());
        if (read.event() instanceof RunOpened opened) {
            runs.forgetBefore(opened.openedAt().minus(settings.answersRetention()));
        }
        var updates = updatesOf(read, record.offset(), again);
        return updates.isPresent() && updates.get().make();
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) {
        var read = codec.read(record, StandupRunEvent.class).orElse(null);
        if (read == null) {
            return NOTHING;
        }
        var kept = "would keep " + read.event().getClass().getSimpleName() + " in the view";
        return updatesOf(read, record.offset(), true)
                .map(updates -> kept + "; " + updates.examine())
                .orElse(kept);
    }

    private Optional<Updates> updatesOf(Envelope<StandupRunEvent> read, long offset, boolean again) {
        return switch (read.event()) {
            case AnswersRecorded recorded -> show(recorded.runId(), recorded.userId(), offset, read, again);
            case MemberSkipped skipped -> show(skipped.runId(), skipped.userId(), offset, read, again);
            case InteractionPassedOver passed ->
                Optional.of(messages.passOver(passed.runId(), passed.userId(), offset, read, again));
            case RunOpened _, RunReminded _, TickPassedOver _, RunClosed _ -> Optional.empty();
        };
    }

    private Optional<Updates> show(String runId, String userId, long offset, Envelope<?> cause, boolean again) {
        return runs.find(runId).map(run -> messages.show(run, userId, offset, cause, again));
    }
}
