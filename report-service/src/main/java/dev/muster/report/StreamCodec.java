package dev.muster.report;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.RunId;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.UnreadableEvent;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The events of the contract as Kafka Streams has records: the {@link EventCodec}, between their headers and values. */
final class StreamCodec implements Serde<Envelope<?>> {

    private final EventCodec codec = new EventCodec();

    /**
     * The event in a record of {@code muster.standup-runs}, or nothing where it is a tombstone or of an unknown type.
     *
     * @throws UnreadableEvent if the record is no event of a run
     */
    Optional<Envelope<StandupRunEvent>> read(Record<String, byte[]> record, RecordMetadata place) {
        var event = codec.read(
                new ConsumerRecord<>(
                        place.topic(),
                        place.partition(),
                        place.offset(),
                        record.timestamp(),
                        TimestampType.CREATE_TIME,
                        ConsumerRecord.NULL_SIZE,
                        ConsumerRecord.NULL_SIZE,
                        record.key(),
                        record.value(),
                        record.headers(),
                        Optional.empty()),
                StandupRunEvent.class);
        event.ifPresent(StreamCodec::check);
        return event;
    }

    /** What no schema says, and what could not be written again. */
    private static void check(Envelope<StandupRunEvent> envelope) {
        if (envelope.time().isBefore(Instant.EPOCH)) {
            throw new UnreadableEvent("with a ce_time that no record can have", null);
        }
        try {
            RunId.of(envelope.event().key());
        } catch (IllegalArgumentException e) {
            throw new UnreadableEvent("of a day that there is not", e);
        }
    }

    @Override
    public Serializer<Envelope<?>> serializer() {
        return new Writer(codec);
    }

    /** Nothing that is published comes back. */
    @Override
    public Deserializer<Envelope<?>> deserializer() {
        throw new UnsupportedOperationException("an event is read with its key");
    }

    private record Writer(EventCodec codec) implements Serializer<Envelope<?>> {

        @Override
        public byte[] serialize(String topic, Headers headers, Envelope<?> envelope) {
            var record = codec.write(envelope);
            record.headers().forEach(headers::add);
            return record.value();
        }

        @Override
        public byte[] serialize(String topic, Envelope<?> envelope) {
            throw new UnsupportedOperationException("an event is written with its headers");
        }
    }
}
