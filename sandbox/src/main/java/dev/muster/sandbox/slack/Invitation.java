package dev.muster.sandbox.slack;

import java.time.Instant;
import java.util.List;

/** An invitation as it stands: one for each address, however often its e-mail was sent. */
record Invitation(
        String email,
        String firstName,
        String lastName,
        List<String> channels,
        Instant invitedAt,
        Instant lastSentAt,
        int emailsSent) {

    Invitation sentAgain(Instant at) {
        return new Invitation(email, firstName, lastName, channels, invitedAt, at, emailsSent + 1);
    }
}
