package dev.muster.slack.delivery;

import static java.util.Objects.requireNonNull;

import dev.muster.events.EffectOutcome;
import dev.muster.events.Envelope;
import dev.muster.events.MessageDelivered;
import dev.muster.events.MessageFailed;
import dev.muster.events.effect.Done;
import dev.muster.events.effect.Effect;
import dev.muster.events.effect.EffectLine;
import dev.muster.events.effect.EffectLine.Attempt;
import dev.muster.events.effect.Pace;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.slack.message.Message;
import dev.muster.slack.web.MessageAt;
import dev.muster.slack.web.SlackPaces;
import dev.muster.slack.web.SlackSettings;
import dev.muster.slack.web.SlackWeb;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Messages in Slack, each there once, as it was last asked for; how each attempt ended is published. */
@Component
public final class Messages {

    private static final String SOURCE = "/muster/slack-service";

    /** How much the clocks of Slack and of the brokers' clients may differ. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final EffectLine messages;
    private final SlackWeb slack;
    private final SlackPaces paces;
    private final EventPublisher publisher;
    private final Duration timeToLook;

    Messages(
            EffectLine messageEffects,
            SlackWeb slack,
            SlackPaces paces,
            EventPublisher publisher,
            SlackSettings settings) {
        this.messages = messageEffects;
        this.slack = slack;
        this.paces = paces;
        this.publisher = publisher;
        this.timeToLook = settings.calls().deadline();
    }

    /** Where a message goes. */
    @FunctionalInterface
    public interface Destination {

        /**
         * Says where.
         *
         * @throws Fault if it goes nowhere: that is how the attempt ends
         */
        Place place() throws InterruptedException;

        /**
         * Has a last word before the message is sent; one that is there already stays.
         *
         * @throws Rejected if it must not be sent any more
         */
        default void admit() {}
    }

    /**
     * A conversation or a thread.
     *
     * @param channel the Slack id of the channel or direct message
     * @param thread the timestamp of the message that is answered, where one is
     */
    public record Place(String channel, @Nullable String thread) {}

    /**
     * Sends a message, or, where an earlier version of it was sent, updates that.
     *
     * @param pace of a first sending; it is waited for beside that of the conversation
     * @param destination where it goes; only asked where nothing is known to be there
     * @return when it was there, where it was sent or updated for this very event and that had not been published yet
     * @throws Pause if the event must be delivered again later
     * @throws Rejected if it never has to be
     */
    public Optional<Instant> send(Effect effect, Pace pace, Destination destination, Message message)
            throws InterruptedException {
        return messages.run(
                effect,
                find(effect.id()).isPresent() ? paces.updates() : pace,
                attempt -> send(effect, attempt, destination, message),
                this::publish);
    }

    /**
     * Updates a message that another effect has sent.
     *
     * @return as above
     */
    public Optional<Instant> update(Effect effect, MessageAt at, Message message) throws InterruptedException {
        return messages.run(
                effect,
                paces.updates(),
                _ -> {
                    slack.update(at, message);
                    return new Done("updated", at.toString());
                },
                this::publish);
    }

    /**
     * Says what sending or updating would do, and does nothing.
     *
     * @param action what it is for
     */
    public String examine(Effect effect, String action) {
        return messages.examine(effect, action);
    }

    /** Where the message of an effect is, if it is anywhere. */
    public Optional<MessageAt> find(String effectId) {
        return messages.externalIdOf(effectId).map(MessageAt::of);
    }

    private Done send(Effect effect, Attempt attempt, Destination destination, Message message)
            throws InterruptedException {
        if (attempt.externalId() != null) {
            return update(MessageAt.of(attempt.externalId()), message);
        }
        if (!attempt.inDoubt()) {
            destination.admit();
        }
        var place = destination.place();
        if (attempt.inDoubt()) {
            var since = effect.askedAt().minus(MARGIN);
            var there = slack.find(place.channel(), place.thread(), effect.id(), since, timeToLook);
            if (there.isPresent()) {
                return effect.version().isEmpty()
                        ? new Done(Done.FOUND, there.get().toString())
                        : update(there.get(), message);
            }
            destination.admit();
        }
        return new Done(
                Done.SENT,
                slack.post(place.channel(), place.thread(), message, effect.id())
                        .toString());
    }

    private Done update(MessageAt at, Message message) {
        slack.update(at, message);
        return new Done(Done.REVISED, at.toString());
    }

    private void publish(EffectOutcome outcome) {
        var id = outcome.effectId() + "|" + outcome.cause() + "|" + outcome.attempt();
        publisher.publish(
                switch (outcome.status()) {
                    case SUCCEEDED -> {
                        var at = MessageAt.of(requireNonNull(outcome.externalId(), "a message is somewhere"));
                        yield new Envelope<>(
                                id, SOURCE, outcome.finishedAt(), new MessageDelivered(outcome, at.channel(), at.ts()));
                    }
                    case WAITING, REJECTED ->
                        new Envelope<>(id, SOURCE, outcome.finishedAt(), new MessageFailed(outcome));
                });
    }
}
