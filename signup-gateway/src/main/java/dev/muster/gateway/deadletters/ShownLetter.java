package dev.muster.gateway.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.muster.events.kafka.DeadLetter;
import dev.muster.gateway.replay.Redriven;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as operators see it in a list.
 *
 * @param letter where it stands in its topic, such as {@code 3@42}
 * @param kind {@code unreadable}, or {@code set-aside} where it alone failed for long
 * @param source where the record stood that could not be handled
 * @param redriven what became of it when it was handed over again, where it was
 */
record ShownLetter(
        String group,
        String letter,
        Instant at,
        String kind,
        @Nullable Source source,
        @Nullable String key,
        String reason,
        Instant firstFailedAt,
        Instant lastFailedAt,
        int redrives,
        Redriven.@Nullable Result redriven) {

    /** Where the record stood. */
    record Source(String topic, int partition, long offset) {}

    static ShownLetter of(Letter letter, Optional<Redriven.Result> redriven) {
        var says = letter.says();
        return new ShownLetter(
                letter.group(),
                letter.place().toString(),
                letter.at(),
                says.map(DeadLetter::kind).orElse(DeadLetter.Kind.UNREADABLE).label(),
                says.map(it -> new Source(it.source().topic(), it.source().partition(), it.offset()))
                        .orElse(null),
                letter.key(),
                says.map(DeadLetter::reason).orElse("somebody else wrote this: it does not say where it is from"),
                says.map(DeadLetter::firstFailedAt).orElse(letter.at()),
                says.map(DeadLetter::lastFailedAt).orElse(letter.at()),
                says.map(DeadLetter::redrives).orElse(0),
                redriven.orElse(null));
    }

    /**
     * One with everything that is in it.
     *
     * @param headers all of them, in order
     * @param value the bytes, where it has any
     */
    record Whole(
            @JsonUnwrapped ShownLetter summary,
            List<Header> headers,
            @Nullable Bytes value) {

        static Whole of(ShownLetter summary, ConsumerRecord<String, byte[]> record) {
            return new Whole(
                    summary,
                    StreamSupport.stream(record.headers().spliterator(), false)
                            .map(header -> new Header(header.key(), Bytes.of(header.value())))
                            .toList(),
                    Bytes.of(record.value()));
        }
    }

    /** A header. */
    record Header(String name, @JsonUnwrapped @Nullable Bytes value) {}

    /** Bytes: as text where they are one, else in Base64. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Bytes(@Nullable String text, @Nullable String base64) {

        static @Nullable Bytes of(byte @Nullable [] bytes) {
            if (bytes == null) {
                return null;
            }
            try {
                var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
                if (text.chars().noneMatch(Bytes::isUnprintable)) {
                    return new Bytes(text, null);
                }
            } catch (CharacterCodingException _) {
                // Not a text then.
            }
            return new Bytes(null, Base64.getEncoder().encodeToString(bytes));
        }

        private static boolean isUnprintable(int character) {
            return Character.isISOControl(character) && character != '\n' && character != '\r' && character != '\t';
        }
    }
}
