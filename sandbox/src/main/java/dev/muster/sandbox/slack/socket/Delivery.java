package dev.muster.sandbox.slack.socket;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of an envelope. */
public sealed interface Delivery {

    /**
     * The app acknowledged it.
     *
     * @param payload what the app answered, empty where it answered nothing
     */
    record Acknowledged(Map<String, @Nullable Object> payload) implements Delivery {}

    /** The app did not acknowledge it; a person sees that something went wrong. */
    record NotAcknowledged(Reason reason) implements Delivery {}

    /** Why there is no acknowledgement. */
    enum Reason {
        /** The app had no connection open, so nothing was sent. */
        NO_CONNECTION,
        /** The app's three seconds are over. */
        TIMED_OUT,
        /** The emulator was stopped meanwhile. */
        STOPPED
    }
}
