package dev.muster.events.replay;

import dev.muster.events.kafka.DeadLetter;
import dev.muster.events.kafka.LogScan;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Turns dead letters back into the records that they stand for. */
record Sources(LogScan log) {

    private static final List<String> OF_LETTERS = List.of("kafka_dlt-", "muster_dlt-");

    /**
     * The record of a letter: with the letter's bytes, or, where it has none, as it stands in the log.
     *
     * @return nothing where neither has it
     * @throws KafkaException if Kafka does not answer
     */
    Optional<ConsumerRecord<String, byte[]>> of(DeadLetter letter, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return log.find(letter.source(), letter.offset());
        }
        return Optional.of(new ConsumerRecord<>(
                letter.source().topic(),
                letter.source().partition(),
                letter.offset(),
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                itsOwn(record.headers()),
                Optional.empty()));
    }

    private static Headers itsOwn(Headers headers) {
        var own = new RecordHeaders();
        for (var header : headers) {
            if (OF_LETTERS.stream().noneMatch(header.key()::startsWith)) {
                own.add(header);
            }
        }
        return own;
    }
}
