package dev.muster.gateway.deadletters;

import dev.muster.events.UnreadableEvent;
import dev.muster.events.kafka.DeadLetter;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a dead-letter topic, without its bytes.
 *
 * @param group the consumer group whose topic it is
 * @param at when it was written
 * @param says what its headers say, where they can be read
 */
record Letter(
        String group, Place place, Instant at, @Nullable String key, Optional<DeadLetter> says) {

    static Letter of(String group, ConsumerRecord<String, byte[]> record) {
        return new Letter(
                group,
                new Place(record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                read(record));
    }

    private static Optional<DeadLetter> read(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.of(DeadLetter.of(record));
        } catch (UnreadableEvent _) {
            return Optional.empty();
        }
    }
}
