package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * A replay is over; one that was cancelled is over with its cancelling.
 *
 * @param replayId names the replay
 * @param ending how it ended
 * @param detail why it failed, empty where it did not
 */
public record ReplayEnded(String replayId, Ending ending, String detail) implements ReplayEvent {

    /** How a replay ends by itself. */
    public enum Ending {
        /** It reached its end. */
        COMPLETED,
        /** It cannot be done. */
        FAILED
    }

    public ReplayEnded {
        requireNonNull(replayId, "replayId");
        requireNonNull(ending, "ending");
        requireNonNull(detail, "detail");
    }
}
