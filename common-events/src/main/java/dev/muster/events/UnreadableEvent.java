package dev.muster.events;

import org.jspecify.annotations.Nullable;

/** A record that is no event of ours: no envelope, broken JSON, a missing field, or a key that is not the event's. */
public final class UnreadableEvent extends RuntimeException {

    public UnreadableEvent(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
