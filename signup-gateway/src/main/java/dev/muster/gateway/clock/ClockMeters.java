package dev.muster.gateway.clock;

import dev.muster.events.StandupTick;
import dev.muster.events.StandupTick.Phase;
import dev.muster.events.metrics.Seconds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is measured of the clock: how late ticks are, which are owed, and whether it looks at all. */
@Component
final class ClockMeters {

    private static final Duration[] LATENESS = {
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10)
    };

    private final InstantSource clock;
    private final Map<Phase, Timer> lateness = new EnumMap<>(Phase.class);
    private final Map<Phase, Counter> missed = new EnumMap<>(Phase.class);
    private volatile Instant lookedAt;
    private volatile @Nullable Instant owedSince;

    ClockMeters(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.lookedAt = clock.instant();
        for (var phase : Phase.values()) {
            var label = phase.name().toLowerCase(Locale.ROOT);
            lateness.put(
                    phase,
                    Timer.builder("muster.tick.lateness")
                            .description("From the time at which a tick is due until all in-sync replicas have it")
                            .tag("phase", label)
                            .serviceLevelObjectives(LATENESS)
                            .register(registry));
            missed.put(
                    phase,
                    Counter.builder("muster.ticks.missed")
                            .description("Ticks that were passed over, since their run cannot be open any more")
                            .tag("phase", label)
                            .register(registry));
        }
        Gauge.builder("muster.tick.overdue", this, it -> Seconds.since(it.owedSince, clock.instant()))
                .description("For how long the oldest tick is due that is not published, 0 where there is none")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("muster.clock.look.age", this, it -> Seconds.since(it.lookedAt, clock.instant()))
                .description("How long ago the clock looked for the last time what is due")
                .baseUnit("seconds")
                .register(registry);
    }

    void published(StandupTick tick) {
        of(tick, lateness).record(Duration.between(tick.dueAt(), clock.instant()));
    }

    void missed(StandupTick tick) {
        of(tick, missed).increment();
    }

    /** The clock has looked; that is owed since then, if anything is. */
    void looked(Optional<Instant> oldestOwed) {
        owedSince = oldestOwed.orElse(null);
        lookedAt = clock.instant();
    }

    private static <T> T of(StandupTick tick, Map<Phase, T> meters) {
        var meter = meters.get(tick.phase());
        if (meter == null) {
            throw new IllegalStateException("no meter for " + tick.phase());
        }
        return meter;
    }
}
