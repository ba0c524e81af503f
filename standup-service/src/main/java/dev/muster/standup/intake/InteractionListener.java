package dev.muster.standup.intake;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.AnswersSubmitted;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.DaySkipped;
import dev.muster.events.EventCodec;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.SlackInteractionEvent;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.Topic;
import dev.muster.events.replay.Line;
import dev.muster.standup.intake.History.Entry;
import dev.muster.standup.runs.Run;
import dev.muster.standup.tables.DefinedStandups;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Takes what members did. Whether it has an effect is for those to say who read the run's history. */
@Component
final class InteractionListener implements Line {

    private final EventCodec codec;
    private final DefinedStandups standups;
    private final History history;

    InteractionListener(EventCodec codec, DefinedStandups standups, History history) {
        this.codec = codec;
        this.standups = standups;
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
        entryFor(record).ifPresent(history::add);
        return false;
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        return entryFor(record).map(Entry::examine).orElse(NOTHING);
    }

    private Optional<Entry> entryFor(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var envelope = codec.read(record, SlackInteractionEvent.class).orElse(null);
        if (envelope == null) {
            return Optional.empty();
        }
        var interaction = envelope.event();
        return Optional.of(
                standups.has(Run.idOf(interaction).standupId())
                        ? new Entry(envelope, "recorded", recorded(interaction, record.offset()))
                        : new Entry(envelope, "passed-over", passedOver(interaction, envelope.id())));
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
