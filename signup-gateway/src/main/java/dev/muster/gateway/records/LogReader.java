package dev.muster.gateway.records;

import dev.muster.events.ContactOutcome;
import dev.muster.events.CrmContactEvent;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.InviteOutcome;
import dev.muster.events.MusterEvent;
import dev.muster.events.SignupEvent;
import dev.muster.events.SlackInviteEvent;
import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.UserSignedUp;
import dev.muster.gateway.signup.SignupId;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/** Reads what the records of the log say of a person, whose id is the record's key. */
@Component
public final class LogReader {

    private static final Map<String, Class<? extends MusterEvent>> FAMILIES = Map.of(
            Topic.SIGNUPS, SignupEvent.class,
            Topic.SLACK_INVITES, SlackInviteEvent.class,
            Topic.CRM_CONTACTS, CrmContactEvent.class);

    /** The topics in which something is said of a sign-up. */
    public static final Set<String> TOPICS = FAMILIES.keySet();

    private final EventCodec codec;

    LogReader(EventCodec codec) {
        this.codec = codec;
    }

    /**
     * What a record says; nothing where its event type is not known yet.
     *
     * @throws UnreadableEvent if it is no event of ours
     */
    public SignupRecord read(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return erasure(record);
        }
        var family = FAMILIES.get(record.topic());
        if (family == null) {
            throw new IllegalArgumentException("not one of ours: " + record.topic());
        }
        return codec.read(record, family)
                .map(envelope -> of(record.offset(), envelope))
                .orElse(SignupRecord.EMPTY);
    }

    private static SignupRecord erasure(ConsumerRecord<String, byte[]> record) {
        if (!record.topic().equals(Topic.SIGNUPS) || record.key() == null || !SignupId.isWellFormed(record.key())) {
            throw new UnreadableEvent("without a value, and no erasure", null);
        }
        return SignupRecord.erasedAt(record.offset());
    }

    private static SignupRecord of(long offset, Envelope<?> envelope) {
        return switch (envelope.event()) {
            case UserSignedUp signup -> SignupRecord.of(offset, envelope, signup);
            case InviteOutcome outcome -> SignupRecord.of(outcome);
            case ContactOutcome outcome -> SignupRecord.of(outcome);
        };
    }
}
