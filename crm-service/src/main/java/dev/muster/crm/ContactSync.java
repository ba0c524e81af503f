package dev.muster.crm;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.ContactOutcome;
import dev.muster.events.EffectOutcome;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.SignupEvent;
import dev.muster.events.UserSignedUp;
import dev.muster.events.effect.Effect;
import dev.muster.events.effect.EffectLine;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.replay.Line;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/** Keeps the contact of everybody who signs up. */
@Component
final class ContactSync implements Line {

    private static final String SOURCE = "/muster/crm-service";

    private final EventCodec codec;
    private final EffectLine contacts;
    private final ActiveCampaign crm;
    private final EventPublisher publisher;

    ContactSync(EventCodec codec, EffectLine contacts, ActiveCampaign crm, EventPublisher publisher) {
        this.codec = codec;
        this.contacts = contacts;
        this.crm = crm;
        this.publisher = publisher;
    }

    @Override
    public String group() {
        return ConsumerGroup.CRM_CONTACTS;
    }

    @Override
    public boolean handle(ConsumerRecord<String, byte[]> record, boolean again) throws InterruptedException {
        var signup = codec.read(record, SignupEvent.class).orElse(null);
        if (signup == null) {
            return false;
        }
        return switch (signup.event()) {
            case UserSignedUp person -> {
                var contact = Contact.of(person);
                yield contacts.run(
                                effect(person, contact, signup, record.offset(), again),
                                _ -> crm.sync(contact),
                                outcome -> publish(person, outcome))
                        .isPresent();
            }
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
                contacts.examine(
                        effect(person, Contact.of(person), signup, record.offset(), true),
                        "bring the contact up to date");
        };
    }

    private static Effect effect(UserSignedUp person, Contact contact, Envelope<?> signup, long offset, boolean again) {
        return new Effect("contact:" + person.signupId(), contact.version(), signup.id(), offset, signup.time(), again);
    }

    private void publish(UserSignedUp person, EffectOutcome outcome) {
        var id = outcome.cause() + ":contact:" + outcome.attempt();
        publisher.publish(
                new Envelope<>(id, SOURCE, outcome.finishedAt(), new ContactOutcome(person.signupId(), outcome)));
    }
}
