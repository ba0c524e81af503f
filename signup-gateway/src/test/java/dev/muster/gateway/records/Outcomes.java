package dev.muster.gateway.records;

import dev.muster.events.EffectOutcome;
import dev.muster.events.EffectOutcome.Status;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Attempts and ids to test with. */
public final class Outcomes {

    /** When the attempts of these tests begin; each one takes a second. */
    public static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");

    private Outcomes() {}

    /** An attempt for the sign-up with that sequence; one that waits is made again a minute later. */
    public static EffectOutcome attempt(long sequence, int attempt, Status status, @Nullable String code) {
        var startedAt = BEGIN.plusSeconds(100 * sequence + 10L * attempt);
        return new EffectOutcome(
                "effect",
                "",
                "cause-" + sequence,
                sequence,
                attempt,
                status,
                code,
                "for operators only",
                startedAt,
                startedAt.plusSeconds(1),
                status == Status.WAITING ? startedAt.plusSeconds(61) : null,
                status == Status.SUCCEEDED ? "external" : null);
    }

    /** An id that nobody else has; java.util.Random would make two millions of them, and the same one now and then. */
    public static String newSignupId() {
        return new SecureRandom()
                .ints(26, 0, 32)
                .mapToObj(index -> "abcdefghijklmnopqrstuvwxyz234567".substring(index, index + 1))
                .collect(Collectors.joining());
    }
}
