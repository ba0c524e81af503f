package dev.muster.events.fault;

import java.time.Instant;

/** Thrown by a listener to have its record delivered again at a given time. */
public final class Pause extends RuntimeException {

    /** How much waits meanwhile. */
    public enum Scope {
        /** The record's partition: other partitions go on. */
        PARTITION,
        /** The whole line of work: every partition of the consumer group in this process. */
        LINE
    }

    private final Scope scope;
    private final Instant until;

    public Pause(Scope scope, Instant until, String reason, Throwable cause) {
        super(reason, cause);
        this.scope = scope;
        this.until = until;
    }

    public Pause(Scope scope, Instant until, String reason) {
        super(reason);
        this.scope = scope;
        this.until = until;
    }

    /** How much waits. */
    public Scope scope() {
        return scope;
    }

    /** When the record is delivered again. */
    public Instant until() {
        return until;
    }
}
