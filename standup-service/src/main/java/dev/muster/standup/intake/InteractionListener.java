package dev.muster.standup.intake;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.AnswersSubmitted;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.DaySkipped;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.SlackInteractionEvent;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.Topic;
import dev.muster.events.replay.Line;
import dev.muster.standup.intake.History.Entry;
import dev.muster.standup.runs.Run;
import dev.muster.standup.runs.RunsView;
import dev.muster.standup.tables.DefinedStandups;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Takes what members did. Whether it has an effect is for those to say who read the run's history. */
@Component
final class InteractionListener implements Line {

    private static final Logger log = LoggerFactory.getLogger(InteractionListener.class);

    private final EventCodec codec;
    private final DefinedStandups standups;
    private final RunsView runs;
    private final History history;

    InteractionListener(EventCodec codec, DefinedStandups standups, RunsView runs, History history) {
        this.codec = codec;
        this.standups = standups;
        this.runs = runs;
        this.history = history;
    }

    @Override
    public String group() {
        return ConsumerGroup.STANDUP_INTERACTIONS;
    }

    @KafkaListener(id = ConsumerGroup.STANDUP_INTERACTIONS, topics = Topic.SLACK_INTERACTIONS)
    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        handle(record, false);
    }

    @Override
    public boolean handle(ConsumerRecord<String, byte[]> record, boolean again) throws InterruptedException {
        var envelope = codec.read(record, SlackInteractionEvent.class).orElse(null);
        if (envelope != null) {
            entryFor(envelope, record.offset(), again)
                    .ifPresentOrElse(history::add, () -> log.info("{} {}", envelope.id(), History.THERE));
        }
        return false;
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var envelope = codec.read(record, SlackInteractionEvent.class).orElse(null);
        return envelope == null
                ? NOTHING
                : entryFor(envelope, record.offset(), true).map(Entry::examine).orElse(History.THERE);
    }

    /** What people do now needs no document store, unless the standup is not there. */
    private Optional<Entry> entryFor(Envelope<SlackInteractionEvent> envelope, long offset, boolean again)
            throws InterruptedException {
        var interaction = envelope.event();
        var recorded = new Entry(envelope, "recorded", recorded(interaction, offset));
        var isDefined = standups.has(Run.idOf(interaction).standupId());
        if (isDefined && !again) {
            return Optional.of(recorded);
        }
        if (history.has(recorded)) {
            return Optional.empty();
        }
        if (isDefined || wasInTime(interaction)) {
            return Optional.of(recorded);
        }
        var passedOver = new Entry(envelope, "passed-over", passedOver(interaction, envelope.id()));
        return Optional.of(passedOver).filter(entry -> !history.has(entry));
    }

    /** A standup that is retired has its runs closed first: what was done before that counts, whenever it is read. */
    private boolean wasInTime(SlackInteractionEvent interaction) {
        var at =
                switch (interaction) {
                    case AnswersSubmitted submitted -> submitted.submittedAt();
                    case DaySkipped skipped -> skipped.skippedAt();
                };
        return runs.find(interaction.key()).filter(run -> run.wasOpenAt(at)).isPresent();
    }

    private static StandupRunEvent recorded(SlackInteractionEvent interaction, long sequence) {
        return switch (interaction) {
            case AnswersSubmitted submitted ->
                new AnswersRecorded(
                        submitted.runId(), submitted.userId(), submitted.answers(), sequence, submitted.submittedAt());
            case DaySkipped skipped ->
                new MemberSkipped(skipped.runId(), skipped.userId(), sequence, skipped.skippedAt());
        };
    }

    private static StandupRunEvent passedOver(SlackInteractionEvent interaction, String id) {
        var userId =
                switch (interaction) {
                    case AnswersSubmitted submitted -> submitted.userId();
                    case DaySkipped skipped -> skipped.userId();
                };
        return new InteractionPassedOver(interaction.key(), userId, id, History.UNKNOWN_STANDUP);
    }
}
