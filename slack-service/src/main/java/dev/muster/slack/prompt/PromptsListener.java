package dev.muster.slack.prompt;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.PromptClosed;
import dev.muster.events.PromptRequested;
import dev.muster.events.StandupPromptEvent;
import dev.muster.events.Topic;
import dev.muster.events.effect.Effect;
import dev.muster.events.replay.Line;
import dev.muster.slack.delivery.Messages;
import dev.muster.slack.message.PromptMessage;
import dev.muster.slack.run.MemberMessages;
import dev.muster.slack.run.Runs;
import dev.muster.slack.web.SlackPaces;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Asks members by direct message, each once, and tells them when the run is closed. */
@Component
final class PromptsListener implements Line {

    private final EventCodec codec;
    private final Runs runs;
    private final Timeliness timeliness;
    private final DirectMessages directMessages;
    private final Messages messages;
    private final MemberMessages memberMessages;
    private final SlackPaces paces;

    PromptsListener(
            EventCodec codec,
            Runs runs,
            Timeliness timeliness,
            DirectMessages directMessages,
            Messages messages,
            MemberMessages memberMessages,
            SlackPaces paces) {
        this.codec = codec;
        this.runs = runs;
        this.timeliness = timeliness;
        this.directMessages = directMessages;
        this.messages = messages;
        this.memberMessages = memberMessages;
        this.paces = paces;
    }

    @Override
    public String group() {
        return ConsumerGroup.SLACK_PROMPTS;
    }

    // Three at once, so that waiting for one channel or member does not hold up every other.
    @KafkaListener(id = ConsumerGroup.SLACK_PROMPTS, topics = Topic.STANDUP_PROMPTS, concurrency = "3")
    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        handle(record, false);
    }

    @Override
    public boolean handle(ConsumerRecord<String, byte[]> record, boolean again) throws InterruptedException {
        var read = codec.read(record, StandupPromptEvent.class).orElse(null);
        if (read == null) {
            return false;
        }
        return switch (read.event()) {
            case PromptRequested prompt -> ask(prompt, read, effect(prompt, read, record.offset(), again));
            case PromptClosed closed ->
                memberMessages.close(closed, read, again).make();
        };
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) {
        var read = codec.read(record, StandupPromptEvent.class).orElse(null);
        if (read == null) {
            return NOTHING;
        }
        return switch (read.event()) {
            case PromptRequested prompt -> {
                var effect = effect(prompt, read, record.offset(), true);
                if (messages.find(effect.id()).isEmpty()) {
                    timeliness.check(prompt);
                }
                yield messages.examine(effect, "ask by direct message");
            }
            case PromptClosed closed -> memberMessages.close(closed, read, true).examine();
        };
    }

    private boolean ask(PromptRequested prompt, Envelope<?> cause, Effect effect) throws InterruptedException {
        // A click may follow the message at once.
        runs.asked(prompt, cause.time());
        var destination = directMessages.destinationOf(prompt);
        var asked = messages.send(effect, paces.directMessages(), destination, PromptMessage.ask(prompt));
        var caughtUp = memberMessages
                .catchUp(prompt.runId(), prompt.userId(), cause, effect.again())
                .make();
        return asked.isPresent() || caughtUp;
    }

    private static Effect effect(PromptRequested prompt, Envelope<?> cause, long offset, boolean again) {
        var id = MemberMessages.promptOf(prompt.runId(), prompt.userId(), prompt.kind());
        return new Effect(id, "", cause.id(), offset, cause.time(), again);
    }
}
