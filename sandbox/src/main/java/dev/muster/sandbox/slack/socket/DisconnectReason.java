package dev.muster.sandbox.slack.socket;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why Slack asks an app to leave a connection ({@code reason} of a {@code disconnect} frame). */
public enum DisconnectReason {
    /** The connection ends in about ten seconds. */
    WARNING,
    /** The connection ends now: connect anew. */
    REFRESH_REQUESTED,
    /** Socket Mode was switched off for the app. */
    LINK_DISABLED,
    /** The app has as many connections as it may have. */
    TOO_MANY_WEBSOCKETS;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
