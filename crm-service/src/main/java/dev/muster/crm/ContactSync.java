package dev.muster.crm;

import dev.muster.events.ContactOutcome;
import dev.muster.events.EffectOutcome;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.SignupEvent;
import dev.muster.events.UserSignedUp;
import dev.muster.events.effect.Effect;
import dev.muster.events.effect.EffectLine;
import dev.muster.events.kafka.EventPublisher;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/** Keeps the contact of everybody who signs up. */
@Component
final class ContactSync {

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

    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var signup = codec.read(record, SignupEvent.class).orElse(null);
        if (signup == null) {
            return;
        }
        switch (signup.event()) {
            case UserSignedUp person -> {
                var contact = Contact.of(person);
                var effect = new Effect(
                        "contact:" + person.signupId(),
                        contact.version(),
                        signup.id(),
                        record.offset(),
                        signup.time(),
                        false);
                contacts.run(effect, _ -> crm.sync(contact), outcome -> publish(person, outcome));
            }
        }
    }

    private void publish(UserSignedUp person, EffectOutcome outcome) {
        var id = outcome.cause() + ":contact:" + outcome.attempt();
        publisher.publish(
                new Envelope<>(id, SOURCE, outcome.finishedAt(), new ContactOutcome(person.signupId(), outcome)));
    }
}
