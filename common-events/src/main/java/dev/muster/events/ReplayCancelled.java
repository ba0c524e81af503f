package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * An operator wants a replay to stop where it is.
 *
 * @param replayId names the replay
 */
public record ReplayCancelled(String replayId) implements ReplayEvent {

    public ReplayCancelled {
        requireNonNull(replayId, "replayId");
    }
}
