package dev.muster.events.effect;

import dev.muster.events.OutsideSystem;
import dev.muster.events.ProviderEvent;
import dev.muster.events.ProviderPaused;
import dev.muster.events.ProviderResumed;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Throttled;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells everybody when a provider cannot be called, and when it can again: at once where it wants fewer calls, else at the second
 * failure in a row. One state for a line in a process, however many wait and however long.
 */
final class Outage {

    /** How often it is said again, so that whoever starts later hears of it. */
    static final Duration REPEAT = Duration.ofSeconds(10);

    /** How late an attempt may begin after it was due. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private static final int FAILURES = 2;

    private final OutsideSystem provider;
    private final Duration quiet;
    private final Consumer<ProviderEvent> tell;
    private @Nullable Instant since;
    private Instant due = Instant.MIN;
    private @Nullable ProviderPaused told;
    private @Nullable ProviderPaused latest;
    private Instant toldAt = Instant.MIN;
    private int failures;

    /**
     * No outage yet.
     *
     * @param longestCall after which an attempt has ended at the latest
     * @param tell publishes in the given order, and neither waits nor fails
     */
    Outage(OutsideSystem provider, Duration longestCall, Consumer<ProviderEvent> tell) {
        this.provider = provider;
        this.quiet = longestCall.plus(LATE);
        this.tell = tell;
    }

    /** An outage that nobody is told of. */
    static Outage untold(OutsideSystem provider, Duration longestCall) {
        return new Outage(provider, longestCall, _ -> {});
    }

    /** Since when the provider cannot be called, as far as there is anything to say of it. */
    synchronized @Nullable Instant pausedSince() {
        return latest == null ? null : since;
    }

    /** A call has failed, and is made again at {@code next}. */
    synchronized void failed(Fault fault, Instant now, Instant next) {
        forgetIfNobodyMeetsIt(now);
        since = since == null ? now : since;
        due = next.isAfter(due) ? next : due;
        failures = Math.min(failures + 1, FAILURES);
        if (fault instanceof Throttled || failures >= FAILURES || told != null) {
            latest = new ProviderPaused(provider, fault.code(), fault.detail(), since, next);
            repeat(now);
        }
    }

    /** The provider has answered. */
    synchronized void answered() {
        if (told != null && since != null) {
            tell.accept(new ProviderResumed(provider, since));
        }
        forget();
    }

    /** Says what there is to say, unless it was said lately. */
    synchronized void repeat(Instant now) {
        forgetIfNobodyMeetsIt(now);
        if (latest == null || now.isBefore(toldAt.plus(REPEAT))) {
            return;
        }
        tell.accept(latest);
        told = latest;
        toldAt = now;
    }

    /** Whoever failed, where no attempt has ended for long, is another process's now, which speaks for itself. */
    private void forgetIfNobodyMeetsIt(Instant now) {
        if (since != null && now.isAfter(due.plus(quiet))) {
            forget();
        }
    }

    private void forget() {
        since = null;
        due = Instant.MIN;
        latest = null;
        told = null;
        toldAt = Instant.MIN;
        failures = 0;
    }
}
