package dev.muster.events.effect;

import dev.muster.events.effect.EffectLedger.State;
import java.time.Instant;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What would be done for an effect, in words. */
final class Forecast {

    private Forecast() {}

    /**
     * Says it as of now.
     *
     * @param action what the call is for
     * @param row the effect's in the ledger, where there is one
     * @param bornAt when the ledger was
     */
    static String of(Effect effect, String action, @Nullable Document row, Instant bornAt, Instant now) {
        if (row == null) {
            return effect.askedAt().isBefore(bornAt) ? inDoubt(action) : "would " + action;
        }
        return switch (row.getString("state")) {
            case State.CLAIMED -> ofClaimed(action, row, now);
            case State.REJECTED -> ofRejected(effect, action, row);
            default -> ofDone(effect, action, row);
        };
    }

    private static String ofClaimed(String action, Document row, Instant now) {
        if (row.getDate("leaseUntil").toInstant().isAfter(now)) {
            return "another call is under way, or waited for";
        }
        return row.getBoolean("inDoubt", true)
                ? inDoubt(action)
                : "failed before as " + row.getString("code") + ": would " + action;
    }

    private static String ofRejected(Effect effect, String action, Document row) {
        var before = "was rejected as " + row.getString("code");
        return isEarlier(row, effect) || (effect.again() && row.getLong("sequence") == effect.sequence())
                ? before + ": would try again to " + action
                : before;
    }

    private static String ofDone(Effect effect, String action, Document row) {
        var isRevised = !effect.version().equals(row.getString("version")) && isEarlier(row, effect);
        return isRevised ? "done before in another version: would " + action : "done before: " + row.getString("code");
    }

    private static boolean isEarlier(Document row, Effect effect) {
        return row.getLong("sequence") < effect.sequence();
    }

    private static String inDoubt(String action) {
        return "in doubt: would find out whether it is done, and if not " + action;
    }
}
