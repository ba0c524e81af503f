package dev.muster.events.effect;

import dev.muster.events.EffectOutcome;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.fault.Fault;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The outcomes that are published of an effect, by how it stands. */
final class Outcomes {

    private static final String SET_ASIDE = "; set aside as a dead letter, until an operator has it tried again";

    private Outcomes() {}

    static EffectOutcome succeeded(Effect effect, Claim.Granted claim, Done done, Instant finishedAt) {
        return of(effect, claim, Status.SUCCEEDED, done.code(), null, finishedAt, null, done.externalId());
    }

    static EffectOutcome rejected(Effect effect, Claim.Granted claim, Fault fault, Instant finishedAt) {
        return of(effect, claim, Status.REJECTED, fault.code(), fault.detail(), finishedAt, null, claim.externalId());
    }

    static EffectOutcome waiting(
            Effect effect, Claim.Granted claim, Fault fault, Instant finishedAt, Instant nextAttemptAt) {
        return of(
                effect,
                claim,
                Status.WAITING,
                fault.code(),
                fault.detail(),
                finishedAt,
                nextAttemptAt,
                claim.externalId());
    }

    static EffectOutcome setAside(Effect effect, Claim.Granted claim, Fault fault, Instant finishedAt) {
        return of(
                effect,
                claim,
                Status.WAITING,
                fault.code(),
                fault.detail() + SET_ASIDE,
                finishedAt,
                null,
                claim.externalId());
    }

    /** As something found so, or, where it is the same event that asked for it, as it was told before. */
    static EffectOutcome repeated(Effect effect, Claim.Settled settled, Instant now) {
        var isSameCause = settled.cause().equals(effect.cause());
        return new EffectOutcome(
                effect.id(),
                effect.version(),
                effect.cause(),
                effect.sequence(),
                settled.attempt(),
                settled.rejected() ? Status.REJECTED : Status.SUCCEEDED,
                settled.code(),
                settled.detail(),
                isSameCause ? settled.startedAt() : now,
                isSameCause ? settled.finishedAt() : now,
                null,
                settled.externalId());
    }

    private static EffectOutcome of(
            Effect effect,
            Claim.Granted claim,
            Status status,
            String code,
            @Nullable String detail,
            Instant finishedAt,
            @Nullable Instant nextAttemptAt,
            @Nullable String externalId) {
        return new EffectOutcome(
                effect.id(),
                effect.version(),
                effect.cause(),
                effect.sequence(),
                claim.attempt(),
                status,
                code,
                detail,
                claim.startedAt(),
                finishedAt,
                nextAttemptAt,
                externalId);
    }
}
