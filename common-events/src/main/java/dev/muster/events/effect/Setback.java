package dev.muster.events.effect;

import dev.muster.events.fault.BackOff;
import dev.muster.events.fault.Passing;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that failed, and what follows from its claim, its fault and the time alone.
 *
 * @param mayStillHappen whether the call may have its effect all the same
 * @param next when it is made again, where nobody else asks before
 * @param freeAt from when on anybody may make it
 */
record Setback(
        Claim.Granted claim, Passing fault, boolean mayStillHappen, Instant finishedAt, Instant next, Instant freeAt) {

    private static final Duration LEAST_PAUSE_WHEN_THROTTLED = Duration.ofSeconds(1);

    /** What follows at a call that began and finished then. */
    static Setback of(
            Claim.Granted claim,
            Passing fault,
            Instant calledAt,
            Instant finishedAt,
            Limits limits,
            BackOff backOff,
            RandomGenerator random) {
        var mayStillHappen = fault instanceof Unavailable unavailable && unavailable.isInDoubt();
        var settledAt = later(calledAt.plus(limits.deadline()), finishedAt).plus(limits.grace());
        var backedOff = backOff.after(claim.failures() + 1, random);
        var next =
                switch (fault) {
                    case Throttled throttled ->
                        finishedAt.plus(throttled.retryAfter().orElse(atLeastASecond(backedOff)));
                    case Unavailable _ when mayStillHappen -> later(settledAt, finishedAt.plus(backedOff));
                    case Unavailable _ -> finishedAt.plus(backedOff);
                };
        var freeAt = fault instanceof Throttled ? next : mayStillHappen ? settledAt : finishedAt;
        return new Setback(claim, fault, mayStillHappen, finishedAt, next, freeAt);
    }

    /** Since when the event has failed, counted from the first failure that may be its own. */
    @Nullable Instant firstFailedAt() {
        return switch (fault) {
            case Unavailable unavailable when unavailable.meetsEverybody() -> null;
            case Unavailable _ -> claim.firstFailedAt() == null ? finishedAt : claim.firstFailedAt();
            case Throttled _ -> claim.firstFailedAt();
        };
    }

    /** Whether it has failed again and for that long, in a way that may be its own. */
    boolean lasts(Duration atLeast) {
        return fault instanceof Unavailable unavailable
                && !unavailable.meetsEverybody()
                && claim.firstFailedAt() != null
                && claim.lastFailedAt() != null
                && !finishedAt.isBefore(claim.firstFailedAt().plus(atLeast));
    }

    private static Duration atLeastASecond(Duration wait) {
        return wait.compareTo(LEAST_PAUSE_WHEN_THROTTLED) < 0 ? LEAST_PAUSE_WHEN_THROTTLED : wait;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
