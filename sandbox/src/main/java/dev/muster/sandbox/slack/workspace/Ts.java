package dev.muster.sandbox.slack.workspace;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A message's timestamp, which is its id within its channel: seconds and microseconds since 1970. */
public record Ts(long micros) implements Comparable<Ts> {

    private static final int MICROS = 1_000_000;
    private static final BigDecimal MOST = BigDecimal.valueOf(1L << 50);

    /** The timestamp of an instant. */
    public static Ts of(Instant instant) {
        return new Ts(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    /** Reads a timestamp as clients send it, such as {@code 1355517523.000005} or {@code 1355517523}. */
    public static Optional<Ts> parse(String text) {
        try {
            BigDecimal seconds = new BigDecimal(text);
            return seconds.signum() < 0 || seconds.compareTo(MOST) > 0
                    ? Optional.empty()
                    : Optional.of(new Ts(seconds.movePointRight(6).longValue()));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    @JsonCreator
    static Ts read(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no timestamp: " + text));
    }

    /** The next timestamp there is. */
    public Ts next() {
        return new Ts(micros + 1);
    }

    @Override
    public int compareTo(Ts other) {
        return Long.compare(micros, other.micros);
    }

    @JsonValue
    @Override
    public String toString() {
        String fraction = Long.toString(MICROS + micros % MICROS).substring(1);
        String seconds = Long.toString(micros / MICROS);
        return "0".repeat(Math.max(0, 10 - seconds.length())) + seconds + "." + fraction;
    }
}
