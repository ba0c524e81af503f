package dev.muster.events.effect;

import dev.muster.events.metrics.PolledGauges;
import dev.muster.events.metrics.Seconds;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What stands unsettled in the ledgers of a service, whichever process has claimed it. */
final class LedgerGauges {

    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Map<Tags, EffectLedger> ledgers = new ConcurrentHashMap<>();
    private final MultiGauge inDoubt;
    private final MultiGauge setAside;
    private final MultiGauge oldestClaim;
    private final PolledGauges gauges;

    LedgerGauges(MeterRegistry registry) {
        this.inDoubt = MultiGauge.builder("muster.effects.in.doubt")
                .description("Effects that may have come about, although nobody knows")
                .register(registry);
        this.setAside = MultiGauge.builder("muster.effects.set.aside")
                .description(
                        "Effects that failed for long while the same succeeded for others, and wait for an operator")
                .register(registry);
        this.oldestClaim = MultiGauge.builder("muster.effect.oldest.claim")
                .description(
                        "For how long the oldest claim that nobody holds and that waits for nothing is not taken up, 0 where there is none")
                .baseUnit("seconds")
                .register(registry);
        this.gauges = new PolledGauges("ledgers", EVERY, List.of(inDoubt, setAside, oldestClaim), this::look, registry);
    }

    void add(Tags line, EffectLedger ledger) {
        ledgers.put(line, ledger);
    }

    void start() {
        gauges.start();
    }

    void stop() {
        gauges.stop();
    }

    /** Polls once. */
    void poll() {
        gauges.poll();
    }

    private void look(BiConsumer<MultiGauge, List<Row<?>>> had) {
        var inDoubts = new ArrayList<Row<?>>();
        var setAsides = new ArrayList<Row<?>>();
        var oldest = new ArrayList<Row<?>>();
        var failure = new AtomicReference<@Nullable RuntimeException>();
        ledgers.forEach((line, ledger) -> {
            try {
                var now = ledger.now();
                var unsettled = ledger.claimed()
                        .reduce(Unsettled.NOTHING, (sum, row) -> sum.plus(row, now))
                        .blockOptional(LONGEST)
                        .orElseThrow();
                inDoubts.add(Row.of(line, unsettled.inDoubt()));
                setAsides.add(Row.of(line, unsettled.setAside()));
                oldest.add(Row.of(line, Seconds.since(unsettled.oldest(), now)));
            } catch (RuntimeException e) {
                // A ledger that is built anew must not hide the others.
                failure.set(e);
            }
        });
        had.accept(inDoubt, inDoubts);
        had.accept(setAside, setAsides);
        had.accept(oldestClaim, oldest);
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /**
     * A sum of rows.
     *
     * @param inDoubt how many effects may have come about; those that are being called for the first time left out
     * @param setAside how many wait for an operator
     * @param oldest since when, or from when on, the oldest claim of those that do not is free to be taken up
     */
    private record Unsettled(
            long inDoubt, long setAside, @Nullable Instant oldest) {

        static final Unsettled NOTHING = new Unsettled(0, 0, null);

        Unsettled plus(Document row, Instant now) {
            if (row.getBoolean("setAside", false)) {
                return new Unsettled(inDoubt, setAside + 1, oldest);
            }
            var free = freeSince(row);
            return new Unsettled(
                    isInDoubt(row, now) ? inDoubt + 1 : inDoubt,
                    setAside,
                    oldest == null || free.isBefore(oldest) ? free : oldest);
        }

        private static boolean isInDoubt(Document row, Instant now) {
            var isCalledForTheFirstTime = row.getInteger("failures", 0) == 0
                    && now.isBefore(row.getDate("leaseUntil").toInstant());
            return row.getBoolean("inDoubt", true) && !isCalledForTheFirstTime;
        }

        /** When the claim has lapsed, and whoever failed under it tries again. */
        private static Instant freeSince(Document row) {
            var lapses = row.getDate("leaseUntil").toInstant();
            var next = row.get("nextAttemptAt", Date.from(lapses)).toInstant();
            return next.isBefore(lapses) ? lapses : next;
        }
    }
}
