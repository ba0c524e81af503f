package dev.muster.events.effect;

import dev.muster.events.EffectOutcome;
import dev.muster.events.fault.BackOff;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.SetAside;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
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

    /** What a claim may take besides the call itself: storing it, a pause of the garbage collector. */
    private static final Duration AROUND_THE_CALL = Duration.ofSeconds(5);

    private static final Duration LEAST_PAUSE_WHEN_THROTTLED = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(EffectLine.class);

    private final EffectLedger ledger;
    private final EffectMeters meters;
    private final Outage outage;
    private final Calls calls;
    private final Pace pace;
    private final Duration deadline;
    private final int requests;
    private final Duration grace;
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
     * @param deadline after which a request is given up, whatever happens
     * @param requests how many of them a call makes at most, one after the other
     * @param grace how long after a call's deadline a provider may take to show what it accepted
     * @param setAsideAfter how long an event fails before it is set aside, if the same has succeeded for others since
     */
    EffectLine(
            EffectLedger ledger,
            EffectMeters meters,
            Outage outage,
            Calls calls,
            Pace pace,
            Duration deadline,
            int requests,
            Duration grace,
            BackOff backOff,
            Duration setAsideAfter,
            RandomGenerator random) {
        this.ledger = ledger;
        this.meters = meters;
        this.outage = outage;
        this.calls = calls;
        this.pace = pace;
        this.deadline = deadline;
        this.requests = requests;
        this.grace = grace;
        this.backOff = backOff;
        this.setAsideAfter = setAsideAfter;
        this.random = random;
    }

    /**
     * Brings an effect about, or finds that it is settled already; either way its outcome is published once this returns.
     *
     * @return whether the provider was called
     * @param publish returns when all in-sync replicas have the outcome
     * @throws Pause if the event must be delivered again later
     * @throws Rejected if it never has to be, its outcome being published
     * @throws SetAside if it is not to be delivered again by itself, since it alone has failed for long
     */
    public boolean run(Effect effect, Call call, Consumer<EffectOutcome> publish) throws InterruptedException {
        return run(effect, pace, call, publish);
    }

    /** The same at a pace other than the line's own. */
    public boolean run(Effect effect, Pace pace, Call call, Consumer<EffectOutcome> publish)
            throws InterruptedException {
        var before = ledger.settled(effect);
        if (before.isPresent()) {
            repeat(effect, before.get(), publish);
            return false;
        }
        try (var permit = permit(pace)) {
            return switch (ledger.claim(effect, lease())) {
                case Claim.Granted claim -> {
                    attempt(effect, claim, call, publish, permit);
                    yield true;
                }
                case Claim.Settled settled -> {
                    repeat(effect, settled, publish);
                    yield false;
                }
                case Claim.Held held ->
                    throw new Pause(Pause.Scope.PARTITION, held.until(), "another call may be under way");
            };
        }
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
        return new Pause(Pause.Scope.PARTITION, ledger.now().plus(AROUND_THE_CALL), "the service stops");
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

    private Duration lease() {
        return longestCall().plus(AROUND_THE_CALL).plus(grace);
    }

    private Duration longestCall() {
        return deadline.multipliedBy(requests);
    }

    private void attempt(
            Effect effect, Claim.Granted claim, Call call, Consumer<EffectOutcome> publish, Pace.Permit permit)
            throws InterruptedException {
        if (claim.leaseUntilNanos() - System.nanoTime()
                < longestCall().plus(grace).toNanos()) {
            throw new Pause(Pause.Scope.PARTITION, claim.leaseUntil(), "too late to call under this claim");
        }
        permit.use();
        meters.begun(claim);
        var calledAt = ledger.now();
        try {
            var done = make(effect, call, new Attempt(claim.inDoubt(), claim.externalId()));
            outage.answered();
            succeed(effect, claim, done, publish);
        } catch (Rejected rejected) {
            outage.answered();
            reject(effect, claim, rejected, publish);
        } catch (Throttled throttled) {
            throw wait(effect, claim, throttled, calledAt, publish);
        } catch (Unavailable unavailable) {
            throw wait(effect, claim, unavailable, calledAt, publish);
        }
    }

    private Done make(Effect effect, Call call, Attempt attempt) throws InterruptedException {
        var begun = System.nanoTime();
        try {
            return calls.make(effect, call, attempt);
        } finally {
            meters.called(effect, System.nanoTime() - begun);
        }
    }

    private void succeed(Effect effect, Claim.Granted claim, Done done, Consumer<EffectOutcome> publish) {
        var finishedAt = ledger.now();
        if (!ledger.called(effect, claim, done, finishedAt)) {
            throw lost(claim);
        }
        log.info("{} {} at attempt {}, for event {}", effect.id(), done.code(), claim.attempt(), effect.cause());
        publish.accept(Outcomes.succeeded(effect, claim, done, finishedAt));
        ledger.done(effect, claim.token());
        meters.succeeded(effect, done, finishedAt);
    }

    private void reject(Effect effect, Claim.Granted claim, Rejected rejected, Consumer<EffectOutcome> publish) {
        var finishedAt = ledger.now();
        if (!ledger.rejected(effect, claim, rejected, finishedAt)) {
            throw lost(claim);
        }
        log.warn("{} rejected at attempt {}: {}", effect.id(), claim.attempt(), rejected.code());
        publish.accept(Outcomes.rejected(effect, claim, rejected, finishedAt));
        meters.rejected(effect, rejected, finishedAt);
        throw rejected;
    }

    private RuntimeException wait(
            Effect effect, Claim.Granted claim, Fault fault, Instant calledAt, Consumer<EffectOutcome> publish) {
        var finishedAt = ledger.now();
        var mayStillHappen = fault instanceof Unavailable unavailable && unavailable.isInDoubt();
        var settledAt = later(calledAt.plus(deadline), finishedAt).plus(grace);
        var backedOff = backOff.after(claim.failures() + 1, random);
        var next =
                switch (fault) {
                    case Throttled throttled ->
                        finishedAt.plus(throttled.retryAfter().orElse(atLeastASecond(backedOff)));
                    case Unavailable _ when mayStillHappen -> later(settledAt, finishedAt.plus(backedOff));
                    case Unavailable _, Rejected _ -> finishedAt.plus(backedOff);
                };
        var freeAt = fault instanceof Throttled ? next : mayStillHappen ? settledAt : finishedAt;
        if (!ledger.failed(effect, claim, fault, mayStillHappen, finishedAt, freeAt)) {
            // Somebody else speaks for the effect now, and may be at the same attempt.
            return lost(claim);
        }
        var firstFailedAt = claim.firstFailedAt();
        var lastFailedAt = claim.lastFailedAt();
        if (firstFailedAt != null
                && lastFailedAt != null
                && !finishedAt.isBefore(firstFailedAt.plus(setAsideAfter))
                && isAlone(effect, claim, fault, lastFailedAt)) {
            log.error("{} {} at attempt {}: set aside", effect.id(), fault.code(), claim.attempt());
            ledger.setAside(effect, claim);
            publish.accept(Outcomes.setAside(effect, claim, fault, finishedAt));
            meters.setAside(effect, fault);
            return new SetAside(fault, firstFailedAt, finishedAt);
        }
        outage.failed(fault, finishedAt, next);
        meters.waits(effect, fault, Duration.between(finishedAt, next));
        publish.accept(Outcomes.waiting(effect, claim, fault, finishedAt, next));
        var scope = fault instanceof Throttled ? Pause.Scope.LINE : Pause.Scope.PARTITION;
        return new Pause(scope, next, effect.id() + " " + fault.code() + " at attempt " + claim.attempt(), fault);
    }

    /**
     * Whether an event has failed again, although the same has succeeded for others meanwhile. What succeeded before its last
     * failure says nothing: since then the provider may be away for everybody.
     */
    private boolean isAlone(Effect effect, Claim.Granted claim, Fault fault, Instant lastFailedAt) {
        return fault instanceof Unavailable unavailable
                && !unavailable.meetsEverybody()
                && ledger.hasSucceededForAnother(effect.id(), claim.externalId() == null, lastFailedAt);
    }

    /**
     * Answers an event whose effect is settled. Where it is the very record that the effect was done for, its outcome is published
     * already.
     */
    private void repeat(Effect effect, Claim.Settled settled, Consumer<EffectOutcome> publish) {
        var isSameRecord = settled.cause().equals(effect.cause()) && settled.sequence() == effect.sequence();
        if (isSameRecord && settled.confirmed() && !settled.rejected()) {
            return;
        }
        log.info("{} was {} before event {}", effect.id(), settled.rejected() ? "rejected" : "done", effect.cause());
        publish.accept(Outcomes.repeated(effect, settled, ledger.now()));
        meters.repeated(effect, settled);
        if (!settled.confirmed()) {
            ledger.done(effect, settled.token());
        }
    }

    private Pause lost(Claim.Granted claim) {
        return new Pause(Pause.Scope.PARTITION, ledger.now(), "lost the claim of attempt " + claim.attempt());
    }

    private static Duration atLeastASecond(Duration wait) {
        return wait.compareTo(LEAST_PAUSE_WHEN_THROTTLED) < 0 ? LEAST_PAUSE_WHEN_THROTTLED : wait;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
