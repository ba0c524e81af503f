package dev.muster.events.replay;

import static java.util.Objects.requireNonNull;

import dev.muster.events.kafka.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.springframework.kafka.core.ConsumerFactory;

/** Turns dead letters back into the records that they stand for. */
record Sources(ConsumerFactory<String, byte[]> consumers) {

    private static final Duration A_MOMENT = Duration.ofSeconds(10);
    private static final List<String> OF_LETTERS = List.of("kafka_dlt-", "muster_dlt-");

    /**
     * The record of a letter: with the letter's bytes, or, where it has none, as it stands in the log.
     *
     * @return nothing where neither has it
     * @throws KafkaException if Kafka does not answer
     */
    Optional<ConsumerRecord<String, byte[]>> of(DeadLetter letter, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return inTheLog(letter);
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

    private Optional<ConsumerRecord<String, byte[]>> inTheLog(DeadLetter letter) {
        try (var consumer = consumers.createConsumer(null, "redrive", null, settings())) {
            var partition = letter.source();
            var all = List.of(partition);
            consumer.assign(all);
            var first = requireNonNull(consumer.beginningOffsets(all, A_MOMENT).get(partition));
            var end = requireNonNull(consumer.endOffsets(all, A_MOMENT).get(partition));
            if (letter.offset() < first || letter.offset() >= end) {
                return Optional.empty();
            }
            consumer.seek(partition, letter.offset());
            var until = System.nanoTime() + A_MOMENT.toNanos();
            while (System.nanoTime() < until) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    return Optional.of(record).filter(found -> found.offset() == letter.offset());
                }
                if (consumer.position(partition) > letter.offset()) {
                    return Optional.empty();
                }
            }
            throw new TimeoutException("not read in time: " + partition + "@" + letter.offset());
        }
    }

    private static Properties settings() {
        var settings = new Properties();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return settings;
    }
}
