package dev.muster.gateway.records;

import dev.muster.events.ContactOutcome;
import dev.muster.events.CrmContactEvent;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.InviteOutcome;
import dev.muster.events.ProviderEvent;
import dev.muster.events.SignupEvent;
import dev.muster.events.SlackInviteEvent;
import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.UserSignedUp;
import dev.muster.gateway.signup.SignupId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/** Reads what the records of the log say of a person, whose id is the record's key. */
@Component
public final class LogReader {

    /** The topics in which something is said of a sign-up. */
    public static final Set<String> TOPICS = Set.of(Topic.SIGNUPS, Topic.SLACK_INVITES, Topic.CRM_CONTACTS);

    private final EventCodec codec;

    LogReader(EventCodec codec) {
        this.codec = codec;
    }

    /**
     * What records say, together.
     *
     * @param changes what has become known of people, by their sign-up ids
     * @param unreadable what is no event of ours, and why
     */
    record Batch(Map<String, SignupRecord> changes, Map<ConsumerRecord<String, byte[]>, UnreadableEvent> unreadable) {}

    /** What records say of each person; the order does not matter. */
    Batch read(List<ConsumerRecord<String, byte[]>> records) {
        var changes = new HashMap<String, SignupRecord>();
        var unreadable = new LinkedHashMap<ConsumerRecord<String, byte[]>, UnreadableEvent>();
        for (var record : records) {
            try {
                var said = read(record);
                if (!said.equals(SignupRecord.EMPTY)) {
                    changes.merge(record.key(), said, SignupRecord::merge);
                }
            } catch (UnreadableEvent e) {
                unreadable.put(record, e);
            }
        }
        return new Batch(changes, unreadable);
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
        var said =
                switch (record.topic()) {
                    case Topic.SIGNUPS ->
                        codec.read(record, SignupEvent.class).map(envelope -> of(record.offset(), envelope));
                    case Topic.SLACK_INVITES ->
                        codec.read(record, SlackInviteEvent.class).map(envelope -> of(envelope.event()));
                    case Topic.CRM_CONTACTS ->
                        codec.read(record, CrmContactEvent.class).map(envelope -> of(envelope.event()));
                    default -> throw new IllegalArgumentException("not one of ours: " + record.topic());
                };
        return said.orElse(SignupRecord.EMPTY);
    }

    private static SignupRecord erasure(ConsumerRecord<String, byte[]> record) {
        if (!record.topic().equals(Topic.SIGNUPS) || record.key() == null || !SignupId.isWellFormed(record.key())) {
            throw new UnreadableEvent("without a value, and no erasure", null);
        }
        return SignupRecord.erasedAt(record.offset());
    }

    private static SignupRecord of(long offset, Envelope<SignupEvent> envelope) {
        return switch (envelope.event()) {
            case UserSignedUp signup -> SignupRecord.of(offset, envelope, signup);
        };
    }

    private static SignupRecord of(SlackInviteEvent event) {
        return switch (event) {
            case InviteOutcome outcome -> SignupRecord.of(outcome);
            case ProviderEvent _ -> SignupRecord.EMPTY;
        };
    }

    private static SignupRecord of(CrmContactEvent event) {
        return switch (event) {
            case ContactOutcome outcome -> SignupRecord.of(outcome);
            case ProviderEvent _ -> SignupRecord.EMPTY;
        };
    }
}
