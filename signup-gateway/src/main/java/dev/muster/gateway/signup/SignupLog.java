package dev.muster.gateway.signup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.EventCodec;
import dev.muster.events.SignupEvent;
import dev.muster.events.Topic;
import dev.muster.events.UserSignedUp;
import dev.muster.events.kafka.LogScan;
import dev.muster.events.kafka.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds a person's latest sign-up where it cannot be out of date: in the log. The record in the document store may be behind, and
 * who has asked to be erased must not come back from there.
 */
@Component
final class SignupLog {

    private final LogScan scan;
    private final EventCodec codec;

    SignupLog(LogScan scan, EventCodec codec) {
        this.scan = scan;
        this.codec = codec;
    }

    /**
     * What the log says of a person.
     *
     * @param signup their latest sign-up, unless they are erased or never signed up
     * @param partition where all their records stand
     * @param end the offset before which all of them are known
     */
    record Known(Optional<UserSignedUp> signup, TopicPartition partition, long end) {}

    /**
     * What the log says of a person by now. Blocks.
     *
     * @throws KafkaException if Kafka does not answer, or has no such topic
     */
    Known latest(SignupId signupId) {
        var partitions = scan.all(List.of(Topic.SIGNUPS));
        if (partitions.isEmpty()) {
            throw new KafkaException("no topic " + Topic.SIGNUPS);
        }
        var partition = partitionOf(signupId, partitions.size());
        var range = partitions.getOrDefault(partition, new Range(0, 0));
        return latest(signupId, new Known(Optional.empty(), partition, range.begin()), range.end());
    }

    /** What it says before a later offset, likewise. */
    Known latest(SignupId signupId, Known before, long end) {
        var latest = new AtomicReference<@Nullable UserSignedUp>(before.signup().orElse(null));
        scan.read(Map.of(before.partition(), new Range(before.end(), end)), record -> {
            if (signupId.value().equals(record.key())) {
                take(record, latest);
            }
            return true;
        });
        return new Known(Optional.ofNullable(latest.get()), before.partition(), end);
    }

    private void take(ConsumerRecord<String, byte[]> record, AtomicReference<@Nullable UserSignedUp> latest) {
        if (record.value() == null) {
            latest.set(null);
            return;
        }
        codec.readOrPassOver(record, SignupEvent.class).ifPresent(envelope -> {
            switch (envelope.event()) {
                case UserSignedUp signup -> latest.set(signup);
            }
        });
    }

    /** The one in which Kafka's producer puts all records of a key. */
    private static TopicPartition partitionOf(SignupId signupId, int partitions) {
        var hash = Utils.toPositive(Utils.murmur2(signupId.value().getBytes(UTF_8)));
        return new TopicPartition(Topic.SIGNUPS, hash % partitions);
    }
}
