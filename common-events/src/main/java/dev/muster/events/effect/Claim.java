package dev.muster.events.effect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the ledger answers to somebody who wants to bring an effect about. */
sealed interface Claim {

    /**
     * Go ahead: nobody else will until the lease ends.
     *
     * @param token tells this claim from every other
     * @param attempt counts the attempts at this effect, from 1
     * @param inDoubt whether an earlier call may have had its effect, although nobody knows
     * @param externalId the provider's id of what an earlier version brought about, where there was one
     * @param failures how many attempts in a row have failed before
     * @param firstFailedAt when the first of them failed for the same event, as far as it may have been that event's own failure
     * @param startedAt when the claim was made
     * @param leaseUntil when others may claim the effect, by the wall clock
     * @param leaseUntilNanos the same by this process's monotonic clock
     */
    record Granted(
            String token,
            int attempt,
            boolean inDoubt,
            @Nullable String externalId,
            int failures,
            @Nullable Instant firstFailedAt,
            Instant startedAt,
            Instant leaseUntil,
            long leaseUntilNanos)
            implements Claim {}

    /**
     * Nothing to call: it has happened, or it has been rejected and nobody has asked again.
     *
     * @param rejected whether it was rejected
     * @param confirmed whether its outcome is known to be published
     * @param token the claim under which it happened
     * @param cause the event that asked for it then
     * @param sequence that event's offset in its partition
     */
    record Settled(
            boolean rejected,
            boolean confirmed,
            String token,
            String cause,
            long sequence,
            int attempt,
            @Nullable String code,
            @Nullable String detail,
            Instant startedAt,
            Instant finishedAt,
            @Nullable String externalId)
            implements Claim {}

    /**
     * Not now: another call is under way, or one that is in doubt may still be.
     *
     * @param until when to ask again
     */
    record Held(Instant until) implements Claim {}
}
