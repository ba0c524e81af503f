package dev.muster.events;

import org.jspecify.annotations.Nullable;

/** A record that is no event of ours: no envelope, broken JSON, a missing field, or a key that is not the event's. */
public final class UnreadableEvent extends RuntimeException {

    private static final int LONGEST_MESSAGE = 200;

    public UnreadableEvent(String message, @Nullable Throwable cause) {
        super(harmless(message), cause);
    }

    /** A message may hold foreign text: cut, and without what could pass for another line of a log. */
    private static String harmless(String message) {
        var line = message.replaceAll("\\p{Cntrl}", " ");
        return line.substring(0, Math.min(line.length(), LONGEST_MESSAGE));
    }
}
