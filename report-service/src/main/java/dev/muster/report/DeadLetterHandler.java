package dev.muster.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.kafka.DeadLetter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what cannot be read to the application's dead-letter topic, in the transaction of the records around it and with the
 * same headers as every service's dead letters. Every other failure ends the thread, and nothing is skipped. Made by Kafka
 * Streams, from its class's name.
 */
public final class DeadLetterHandler implements ProcessingExceptionHandler {

    /** The property that hands over what counts the letters: Kafka Streams knows no other way. */
    static final String LETTERS = "muster.counted-letters";

    private static final Logger log = LoggerFactory.getLogger(DeadLetterHandler.class);

    /** More than a record's own fields and the headers of a dead letter take. */
    private static final int HEADROOM = 8 * 1024;

    private static final int BYTES_OF_A_HEADER = 10;

    private final InstantSource clock = InstantSource.system();
    private String group = "unknown";
    private Topic topic = Topic.deadLettersOf(group);
    private @Nullable CountedLetters letters;

    @Override
    public void configure(Map<String, ?> configs) {
        group = String.valueOf(configs.get(StreamsConfig.APPLICATION_ID_CONFIG));
        topic = Topic.deadLettersOf(group);
        letters = (CountedLetters) configs.get(LETTERS);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
        if (!(failure instanceof UnreadableEvent)) {
            return Response.fail();
        }
        log.warn(
                "{}-{}@{} is a dead letter in {}: {}",
                context.topic(),
                context.partition(),
                context.offset(),
                topic.name(),
                failure.getMessage());
        if (letters != null) {
            letters.written(group, new TopicPartition(context.topic(), context.partition()), context.offset());
        }
        return Response.resume(List.of(letter(context, failure)));
    }

    private ProducerRecord<byte[], byte[]> letter(ErrorHandlerContext context, Exception failure) {
        var key = context.sourceRawKey();
        var value = context.sourceRawValue();
        var fits = size(key) + size(value) + size(context.headers()) <= largest() - HEADROOM;
        var record = new ConsumerRecord<>(
                context.topic(),
                context.partition(),
                context.offset(),
                context.timestamp(),
                TimestampType.CREATE_TIME,
                size(key),
                size(value),
                key,
                value,
                context.headers(),
                Optional.empty());
        var now = clock.instant();
        var headers = DeadLetter.headersOf(record, DeadLetter.Kind.UNREADABLE, failure, group, now, now);
        if (!fits) {
            headers.add(DeadLetter.BYTES_LEFT_OUT, Integer.toString(size(value)).getBytes(UTF_8));
        }
        return new ProducerRecord<>(topic.name(), context.partition(), key, fits ? value : null, headers);
    }

    private int largest() {
        return Integer.parseInt(topic.config().getOrDefault(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "0"));
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static int size(Headers headers) {
        var size = 0;
        for (var header : headers) {
            size += BYTES_OF_A_HEADER + header.key().getBytes(UTF_8).length + size(header.value());
        }
        return size;
    }
}
