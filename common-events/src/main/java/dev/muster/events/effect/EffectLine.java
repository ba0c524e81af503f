package dev.muster.events.effect;

import static java.util.Objects.requireNonNull;

import dev.muster.events.EffectOutcome;
import dev.muster.events.fault.BackOff;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Passing;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.SetAside;
import dev.muster.events.fault.Throttled;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of outside effects to one provider, each of which happens once. The order of the steps is what keeps that promise:
 * wait for the pace, claim, look at the lease, call with a hard deadline, store that it was called, publish the outcome, store
 * that it is done. Whatever dies between two of them, the next delivery of the event carries on there.
 */
public final class EffectLine {

    private static final Logger log = LoggerFactory.getLogger(EffectLine.class);

    private final EffectLedger ledger;
    private final EffectMeters meters;
    private final Outage outage;
    private final Calls calls;
    private final Pace pace;
    private final Limits limits;
    private final BackOff backOff;
    private final Duration setAsideAfter;
    private final RandomGenerator random;
    private volatile boolean ending;

    /** Calls the provider. */
    @FunctionalInterface
    public interface Call {

        /**
         * Makes the call, within the line's deadline.
         *
         * @throws Fault if the effect did not come about, as far as anybody knows
         */
        Done make(Attempt attempt) throws InterruptedException;
    }

    /**
     * What is known of an effect before it is called for.
     *
     * @param inDoubt whether an earlier call may have had its effect: then the provider must be asked, or called in a way that
     *     cannot do it twice
     * @param externalId the provider's id of what an earlier version brought about, where there was one
     */
    public record Attempt(boolean inDoubt, @Nullable String externalId) {}

    /**
     * Opens a line.
     *
     * @param meters count what happens
     * @param outage hears of every call
     * @param calls makes every call
     * @param limits of every call
     * @param setAsideAfter how long an event fails before it is set aside, if the same has succeeded for others since
     */
    EffectLine(
            EffectLedger ledger,
            EffectMeters meters,
            Outage outage,
            Calls calls,
            Pace pace,
            Limits limits,
            BackOff backOff,
            Duration setAsideAfter,
            RandomGenerator random) {
        this.ledger = ledger;
        this.meters = meters;
        this.outage = outage;
        this.calls = calls;
        this.pace = pace;
        this.limits = limits;
        this.backOff = backOff;
        this.setAsideAfter = setAsideAfter;
        this.random = random;
    }

    /**
     * Brings an effect about, or finds that it is settled already; either way its outcome is published once this returns.
     *
     * @return when it came about, where it did for this very event and that had not been published yet
     * @param publish returns when all in-sync replicas have the outcome
     * @throws Pause if the event must be delivered again later
     * @throws Rejected if it never has to be, its outcome being published
     * @throws SetAside if it is not to be delivered again by itself, since it alone has failed for long
     */
    public Optional<Instant> run(Effect effect, Call call, Consumer<EffectOutcome> publish)
            throws InterruptedException {
        return run(effect, pace, call, publish);
    }

    /** The same at a pace other than the line's own. */
    public Optional<Instant> run(Effect effect, Pace pace, Call call, Consumer<EffectOutcome> publish)
            throws InterruptedException {
        var before = ledger.settled(effect);
        if (before.isPresent()) {
            return repeat(effect, before.get(), publish);
        }
        try (var permit = permit(pace)) {
            return switch (ledger.claim(effect, limits.lease())) {
                case Claim.Granted claim -> Optional.of(attempt(effect, claim, call, publish, permit));
                case Claim.Settled settled -> repeat(effect, settled, publish);
                case Claim.Held held ->
                    throw new Pause(Pause.Scope.PARTITION, held.until(), "another call may be under way");
            };
        }
    }

    /** May call, the first time and after an end. */
    void begin() {
        ending = false;
    }

    /** Begins no further call; the one in hand is brought to its end. */
    void end() {
        ending = true;
    }

    private Pace.Permit permit(Pace pace) throws InterruptedException {
        if (ending) {
            throw stopping();
        }
        return pace.acquireUnless(() -> ending).orElseThrow(this::stopping);
    }

    private Pause stopping() {
        return new Pause(Pause.Scope.PARTITION, ledger.now().plus(Limits.AROUND_THE_CALL), "the service stops");
    }

    /**
     * The provider's id of what an effect brought about, where it has happened and the provider told one.
     *
     * @throws com.mongodb.MongoException where the document store does not answer
     */
    public Optional<String> externalIdOf(String effectId) {
        return ledger.externalIdOf(effectId);
    }

    /**
     * Says what {@link #run} would do, and does nothing.
     *
     * @param action what the call is for, such as {@code invite}
     * @throws com.mongodb.MongoException where the document store does not answer
     */
    public String examine(Effect effect, String action) {
        return ledger.examine(effect, action);
    }

    private Instant attempt(
            Effect effect, Claim.Granted claim, Call call, Consumer<EffectOutcome> publish, Pace.Permit permit)
            throws InterruptedException {
        if (claim.leaseUntilNanos() - System.nanoTime() < limits.longestDoubt().toNanos()) {
            throw new Pause(Pause.Scope.PARTITION, claim.leaseUntil(), "too late to call under this claim");
        }
        permit.use();
        meters.begun(claim);
        var calledAt = ledger.now();
        try {
            var done = calls.make(effect, call, new Attempt(claim.inDoubt(), claim.externalId()));
            outage.answered();
            return succeed(effect, claim, done, publish);
        } catch (Rejected rejected) {
            outage.answered();
            throw reject(effect, claim, rejected, publish);
        } catch (Passing fault) {
            throw wait(effect, claim, fault, calledAt, publish);
        }
    }

    private Instant succeed(Effect effect, Claim.Granted claim, Done done, Consumer<EffectOutcome> publish) {
        var finishedAt = ledger.now();
        if (!ledger.called(effect, claim, done, finishedAt)) {
            throw lost(claim);
        }
        log.info("{} {} at attempt {}, for event {}", effect.id(), done.code(), claim.attempt(), effect.cause());
        publish.accept(Outcomes.succeeded(effect, claim, done, finishedAt));
        ledger.done(effect, claim.token());
        meters.succeeded(effect, done.code(), finishedAt);
        return finishedAt;
    }

    private Rejected reject(Effect effect, Claim.Granted claim, Rejected rejected, Consumer<EffectOutcome> publish) {
        var finishedAt = ledger.now();
        if (!ledger.rejected(effect, claim, rejected, finishedAt)) {
            throw lost(claim);
        }
        log.warn("{} rejected at attempt {}: {}", effect.id(), claim.attempt(), rejected.code());
        publish.accept(Outcomes.rejected(effect, claim, rejected, finishedAt));
        ledger.told(effect, claim.token());
        meters.rejected(effect, rejected.code(), finishedAt);
        return rejected;
    }

    private RuntimeException wait(
            Effect effect, Claim.Granted claim, Passing fault, Instant calledAt, Consumer<EffectOutcome> publish) {
        var finishedAt = ledger.now();
        var setback = Setback.of(claim, fault, calledAt, finishedAt, limits, backOff, random);
        if (!ledger.failed(effect, setback)) {
            // Somebody else speaks for the effect now, and may be at the same attempt.
            return lost(claim);
        }
        if (setback.lasts(setAsideAfter) && succeedsForOthers(effect, claim)) {
            log.error("{} {} at attempt {}: set aside", effect.id(), fault.code(), claim.attempt());
            ledger.setAside(effect, claim);
            publish.accept(Outcomes.setAside(effect, claim, fault, finishedAt));
            meters.setAside(effect, fault);
            return new SetAside(fault, requireNonNull(claim.firstFailedAt()), finishedAt);
        }
        var next = setback.next();
        outage.failed(fault, finishedAt, next);
        meters.waits(effect, fault, finishedAt, next);
        publish.accept(Outcomes.waiting(effect, claim, fault, finishedAt, next));
        var scope = fault instanceof Throttled ? Pause.Scope.LINE : Pause.Scope.PARTITION;
        return new Pause(scope, next, effect.id() + " " + fault.code() + " at attempt " + claim.attempt(), fault);
    }

    /**
     * Whether the same has succeeded for others since the attempt before. What succeeded before that says nothing: since then the
     * provider may be away for everybody.
     */
    private boolean succeedsForOthers(Effect effect, Claim.Granted claim) {
        return ledger.hasSucceededForAnother(
                effect.id(), claim.externalId() == null, requireNonNull(claim.lastFailedAt()));
    }

    /**
     * Answers an event whose effect is settled. Where it is the very record that the effect was done for, its outcome is published
     * already, unless that failed: then it is settled now.
     */
    private Optional<Instant> repeat(Effect effect, Claim.Settled settled, Consumer<EffectOutcome> publish) {
        var isSameRecord = settled.cause().equals(effect.cause()) && settled.sequence() == effect.sequence();
        if (isSameRecord && settled.confirmed() && !settled.rejected()) {
            return Optional.empty();
        }
        log.info("{} was {} before event {}", effect.id(), settled.rejected() ? "rejected" : "done", effect.cause());
        publish.accept(Outcomes.repeated(effect, settled, ledger.now()));
        confirm(effect, settled);
        if (!isSameRecord || settled.confirmed()) {
            meters.repeated(effect, settled);
            return Optional.empty();
        }
        if (settled.rejected()) {
            meters.rejected(effect, settled.code(), settled.finishedAt());
            return Optional.empty();
        }
        meters.succeeded(effect, settled.code(), settled.finishedAt());
        return Optional.of(settled.finishedAt());
    }

    private void confirm(Effect effect, Claim.Settled settled) {
        if (settled.confirmed()) {
            return;
        }
        if (settled.rejected()) {
            ledger.told(effect, settled.token());
        } else {
            ledger.done(effect, settled.token());
        }
    }

    private Pause lost(Claim.Granted claim) {
        return new Pause(Pause.Scope.PARTITION, ledger.now(), "lost the claim of attempt " + claim.attempt());
    }
}
