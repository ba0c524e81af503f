package dev.muster.slack.invite;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.EffectOutcome;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.InviteOutcome;
import dev.muster.events.SignupEvent;
import dev.muster.events.Topic;
import dev.muster.events.UserSignedUp;
import dev.muster.events.effect.Effect;
import dev.muster.events.effect.EffectLine;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.replay.Line;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Invites everybody who signs up, once. */
@Component
final class InviteListener implements Line {

    private static final String SOURCE = "/muster/slack-service";

    private final EventCodec codec;
    private final EffectLine invitations;
    private final SlackInviter inviter;
    private final EventPublisher publisher;

    InviteListener(EventCodec codec, EffectLine invitations, SlackInviter inviter, EventPublisher publisher) {
        this.codec = codec;
        this.invitations = invitations;
        this.inviter = inviter;
        this.publisher = publisher;
    }

    @Override
    public String group() {
        return ConsumerGroup.SLACK_INVITES;
    }

    @KafkaListener(id = ConsumerGroup.SLACK_INVITES, topics = Topic.SIGNUPS)
    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        handle(record, false);
    }

    @Override
    public boolean handle(ConsumerRecord<String, byte[]> record, boolean again) throws InterruptedException {
        var signup = codec.read(record, SignupEvent.class).orElse(null);
        if (signup == null) {
            return false;
        }
        return switch (signup.event()) {
            case UserSignedUp person ->
                invitations
                        .run(
                                invitation(person, signup, record.offset(), again),
                                attempt -> inviter.invite(person, attempt.inDoubt()),
                                outcome -> publish(person, outcome))
                        .isPresent();
        };
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) {
        var signup = codec.read(record, SignupEvent.class).orElse(null);
        if (signup == null) {
            return NOTHING;
        }
        return switch (signup.event()) {
            case UserSignedUp person ->
                invitations.examine(invitation(person, signup, record.offset(), true), "invite");
        };
    }

    private static Effect invitation(UserSignedUp person, Envelope<?> signup, long offset, boolean again) {
        return new Effect("invite:" + person.signupId(), "", signup.id(), offset, signup.time(), again);
    }

    private void publish(UserSignedUp person, EffectOutcome outcome) {
        var id = outcome.cause() + ":invite:" + outcome.attempt();
        publisher.publish(
                new Envelope<>(id, SOURCE, outcome.finishedAt(), new InviteOutcome(person.signupId(), outcome)));
    }
}
