package dev.muster.events.metrics;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Spans of time as gauges show them. */
public final class Seconds {

    private Seconds() {}

    /** How long ago that was, 0 where it never was or is still to come. */
    public static double since(@Nullable Instant at, Instant now) {
        return at == null ? 0 : Math.max(0, of(Duration.between(at, now)));
    }

    /** A span, down to milliseconds. */
    public static double of(Duration span) {
        return span.toMillis() / 1e3;
    }
}
