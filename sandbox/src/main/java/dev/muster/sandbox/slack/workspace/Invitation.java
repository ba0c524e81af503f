package dev.muster.sandbox.slack.workspace;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as it stands: one for each address, however often its e-mail was sent.
 *
 * @param acceptedAt when the invited person became a member, or null
 */
public record Invitation(
        String email,
        String firstName,
        String lastName,
        List<String> channels,
        Instant invitedAt,
        Instant lastSentAt,
        int emailsSent,
        @Nullable Instant acceptedAt) {

    Invitation sentAgain(Instant at) {
        return new Invitation(email, firstName, lastName, channels, invitedAt, at, emailsSent + 1, acceptedAt);
    }

    Invitation accepted(Instant at) {
        return new Invitation(email, firstName, lastName, channels, invitedAt, lastSentAt, emailsSent, at);
    }

    /** The invited person's name as far as it is known. */
    public String name() {
        return (firstName + " " + lastName).strip();
    }
}
