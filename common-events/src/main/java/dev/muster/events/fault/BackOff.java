package dev.muster.events.fault;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with jitter: each failure doubles the longest wait, and the wait is anything between half of it and
 * all of it, so that many waiting lines do not come back at once.
 *
 * @param first the longest wait after the first failure
 * @param most the longest wait after any number of failures
 */
public record BackOff(Duration first, Duration most) {

    /** From a second up to a minute. */
    public static final BackOff UP_TO_A_MINUTE = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /** From a quarter of a second up to five: for what is ours and should be back at once. */
    public static final BackOff UP_TO_FIVE_SECONDS = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(5));

    private static final int MOST_DOUBLINGS = 30;

    /** How long to wait after so many failures in a row, counted from 1. */
    public Duration after(int failures, RandomGenerator random) {
        var doublings = Math.clamp(failures - 1, 0, MOST_DOUBLINGS);
        var longest = Math.min(most.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(longest / 2 + random.nextLong(longest - longest / 2 + 1));
    }
}
