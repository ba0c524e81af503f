package dev.muster.events.effect;

import dev.muster.events.EventCodec;
import dev.muster.events.fault.BackOff;
import dev.muster.events.view.Rebuildable;
import dev.muster.events.view.View;
import dev.muster.events.view.Views;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/**
 * Opens lines of effects; a service that has any imports it. Their ledgers are born when the service starts, not at the first
 * effect: whatever is asked for from then on is known to be new.
 */
@Component
public final class EffectLines {

    private final Views views;
    private final EventCodec codec;
    private final InstantSource clock;
    private final Map<String, View> ledgers = new ConcurrentHashMap<>();

    EffectLines(Views views, EventCodec codec, InstantSource clock) {
        this.views = views;
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * Opens a line.
     *
     * @param ledger the collection that remembers its effects
     * @param outcomes the topic that its outcomes are published to
     */
    public EffectLine open(String ledger, String outcomes, CallSettings calls) {
        return open(ledger, outcomes, calls, 1);
    }

    /**
     * Opens a line whose calls take several requests.
     *
     * @param requests how many of them, one after the other, at most
     */
    public EffectLine open(String ledger, String outcomes, CallSettings calls, int requests) {
        return new EffectLine(
                new EffectLedger(viewOf(ledger, outcomes), ledger, clock),
                new Pace(calls.pace(), Duration.ofSeconds(1)),
                calls.deadline(),
                requests,
                calls.grace(),
                BackOff.UP_TO_A_MINUTE,
                RandomGenerator.getDefault());
    }

    /** Lets a ledger be built anew on demand. */
    public Rebuildable ledgerOf(String group, String ledger, String outcomes) {
        return viewOf(ledger, outcomes).rebuiltFor(group);
    }

    private View viewOf(String ledger, String outcomes) {
        return ledgers.computeIfAbsent(ledger, _ -> views.openLedger(ledger, outcomes, new OutcomeRows(codec, ledger)));
    }
}
