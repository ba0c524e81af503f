package dev.muster.sandbox.launch;

import java.time.Duration;
import java.util.Locale;

/** A span of time that runs from now on, by the monotonic clock. */
final class Deadline {

    private final long start = System.nanoTime();
    private final Duration span;

    Deadline(Duration span) {
        this.span = span;
    }

    boolean isOver() {
        return System.nanoTime() - start >= span.toNanos();
    }

    /** The time since the start, for a line of progress. */
    String sinceStart() {
        return String.format(Locale.ROOT, " (%.1f s)", (System.nanoTime() - start) / 1e9);
    }
}
