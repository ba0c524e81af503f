package dev.muster.events.effect;

import dev.muster.events.effect.EffectLedger.State;
import java.time.Instant;
import java.util.Optional;
import org.bson.Document;
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
     * @param lastFailedAt when the last of them failed
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
            @Nullable Instant lastFailedAt,
            Instant startedAt,
            Instant leaseUntil,
            long leaseUntilNanos)
            implements Claim {

        /**
         * The claim that follows from the row that was there before.
         *
         * @param isOlder whether the effect was asked for before the ledger was born
         */
        static Granted after(
                Optional<Document> before,
                Effect effect,
                boolean isOlder,
                String token,
                Instant now,
                Instant leaseUntil,
                long leaseUntilNanos) {
            return new Granted(
                    token,
                    before.map(row -> row.getInteger("attempts")).orElse(0) + 1,
                    before.map(Granted::isLeftInDoubt).orElse(isOlder),
                    before.map(row -> row.getString("externalId")).orElse(null),
                    before.map(row -> row.getInteger("failures", 0)).orElse(0),
                    before.filter(row -> effect.cause().equals(row.getString("cause")))
                            .map(row -> instant(row, "firstFailedAt"))
                            .orElse(null),
                    before.map(row -> instant(row, "lastFailedAt")).orElse(null),
                    now,
                    leaseUntil,
                    leaseUntilNanos);
        }

        private static boolean isLeftInDoubt(Document before) {
            return before.getString("state").equals(State.CLAIMED) && before.getBoolean("inDoubt", true);
        }

        private static @Nullable Instant instant(Document row, String field) {
            var date = row.getDate(field);
            return date == null ? null : date.toInstant();
        }
    }

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
            implements Claim {

        /** What the row of a settled effect says. */
        static Settled of(Document row) {
            var state = row.getString("state");
            return new Settled(
                    state.equals(State.REJECTED),
                    !state.equals(State.CALLED) && !row.getBoolean("untold", false),
                    row.getString("claimedBy"),
                    row.getString("cause"),
                    row.getLong("sequence"),
                    row.getInteger("attempts"),
                    row.getString("code"),
                    row.getString("detail"),
                    row.getDate("startedAt").toInstant(),
                    row.getDate("finishedAt").toInstant(),
                    row.getString("externalId"));
        }
    }

    /**
     * Not now: another call is under way, or one that is in doubt may still be.
     *
     * @param until when to ask again
     */
    record Held(Instant until) implements Claim {}
}
