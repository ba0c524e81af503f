package dev.muster.events.fault;

import java.time.Instant;

/**
 * Thrown by a listener to have its record go to the dead letters, so that it does not stop its line: it has failed for long,
 * although the same has succeeded for others since.
 */
public final class SetAside extends RuntimeException {

    private final Instant firstFailedAt;
    private final Instant lastFailedAt;

    /** Says what it failed with last, and since when it has failed. */
    public SetAside(Fault fault, Instant firstFailedAt, Instant lastFailedAt) {
        super(fault.code() + ": " + fault.detail());
        this.firstFailedAt = firstFailedAt;
        this.lastFailedAt = lastFailedAt;
    }

    /** When the first of the attempts in a row failed. */
    public Instant firstFailedAt() {
        return firstFailedAt;
    }

    /** When the last of them failed. */
    public Instant lastFailedAt() {
        return lastFailedAt;
    }
}
