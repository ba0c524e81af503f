package dev.muster.events.effect;

import dev.muster.events.metrics.Figures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What stands unsettled in the ledgers of a service, whichever process has claimed it. */
final class LedgerFigures {

    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Map<Tags, EffectLedger> ledgers = new ConcurrentHashMap<>();
    private final MultiGauge inDoubt;
    private final MultiGauge setAside;
    private final MultiGauge oldestClaim;
    private final Figures figures;

    LedgerFigures(MeterRegistry registry) {
        this.inDoubt = MultiGauge.builder("muster.effects.in.doubt")
                .description("Effects that may have come about, although nobody knows")
                .register(registry);
        this.setAside = MultiGauge.builder("muster.effects.set.aside")
                .description(
                        "Effects that failed for long while the same succeeded for others, and wait for an operator")
                .register(registry);
        this.oldestClaim = MultiGauge.builder("muster.effect.oldest.claim")
                .description("How long ago the oldest attempt began that has not ended, 0 where there is none")
                .baseUnit("seconds")
                .register(registry);
        this.figures = new Figures("ledgers", EVERY, List.of(inDoubt, setAside, oldestClaim), this::ask, registry);
    }

    void add(Tags line, EffectLedger ledger) {
        ledgers.put(line, ledger);
    }

    void start() {
        figures.start();
    }

    void stop() {
        figures.stop();
    }

    private Map<MultiGauge, List<Row<?>>> ask() {
        var inDoubts = new ArrayList<Row<?>>();
        var setAsides = new ArrayList<Row<?>>();
        var oldest = new ArrayList<Row<?>>();
        ledgers.forEach((line, ledger) -> {
            var now = ledger.now();
            var unsettled = ledger.claimed()
                    .reduce(Unsettled.NOTHING, (sum, row) -> sum.plus(row, now))
                    .blockOptional(LONGEST)
                    .orElseThrow();
            inDoubts.add(Row.of(line, unsettled.inDoubt()));
            setAsides.add(Row.of(line, unsettled.setAside()));
            oldest.add(Row.of(line, unsettled.ageOfTheOldest(now)));
        });
        return Map.of(inDoubt, inDoubts, setAside, setAsides, oldestClaim, oldest);
    }

    /**
     * A sum of rows.
     *
     * @param inDoubt how many effects may have come about; those that are being called for the first time left out
     * @param setAside how many wait for an operator
     * @param oldest since when the oldest claim stands of those that do not
     */
    private record Unsettled(
            long inDoubt, long setAside, @Nullable Instant oldest) {

        static final Unsettled NOTHING = new Unsettled(0, 0, null);

        Unsettled plus(Document row, Instant now) {
            if (row.getBoolean("setAside", false)) {
                return new Unsettled(inDoubt, setAside + 1, oldest);
            }
            var startedAt = row.getDate("startedAt").toInstant();
            return new Unsettled(
                    isInDoubt(row, now) ? inDoubt + 1 : inDoubt,
                    setAside,
                    oldest == null || startedAt.isBefore(oldest) ? startedAt : oldest);
        }

        private static boolean isInDoubt(Document row, Instant now) {
            var isCalledForTheFirstTime = row.getInteger("failures", 0) == 0
                    && now.isBefore(row.getDate("leaseUntil").toInstant());
            return row.getBoolean("inDoubt", true) && !isCalledForTheFirstTime;
        }

        double ageOfTheOldest(Instant now) {
            return oldest == null
                    ? 0
                    : Math.max(0, Duration.between(oldest, now).toMillis() / 1e3);
        }
    }
}
