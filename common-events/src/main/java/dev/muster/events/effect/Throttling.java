package dev.muster.events.effect;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a line has waited in all because its provider wanted fewer calls. It grows while the time passes, and however many are told
 * to wait at once, by no more than a second in a second.
 */
final class Throttling {

    private Duration counted = Duration.ZERO;
    private Instant countedTo = Instant.MIN;
    private Instant until = Instant.MIN;

    /** The provider wants no call before then. */
    synchronized void extend(Instant now, Instant to) {
        count(now);
        countedTo = later(countedTo, now);
        until = later(until, to);
    }

    /** What has been waited by now. */
    synchronized Duration total(Instant now) {
        count(now);
        return counted;
    }

    private void count(Instant now) {
        var to = now.isBefore(until) ? now : until;
        if (to.isAfter(countedTo)) {
            counted = counted.plus(Duration.between(countedTo, to));
            countedTo = to;
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
