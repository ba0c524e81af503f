package dev.muster.events.effect;

import dev.muster.events.OutsideSystem;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Passing;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.metrics.Label;
import dev.muster.events.metrics.Seconds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is measured of a line of effects: how they end and when, what calls take, and how long the line is held up. */
final class EffectMeters {

    private static final Duration[] CALLS = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1)
    };

    private static final String EFFECT = "effect";

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Tags line;
    private final Label codes = new Label();
    private final MeterProvider<Counter> outcomes;
    private final MeterProvider<Timer> latency;
    private final MeterProvider<Timer> calls;
    private final Counter doubts;
    private final Throttling throttling = new Throttling();

    /** The meters of the line to a provider that has its ledger in a collection. */
    EffectMeters(MeterRegistry registry, InstantSource clock, OutsideSystem provider, String ledger) {
        this.registry = registry;
        this.clock = clock;
        this.line = tagsOf(provider, ledger);
        this.outcomes = Counter.builder("muster.effect.outcomes")
                .description("Attempts at effects, by how they ended and the code that was told")
                .tags(line)
                .withRegistry(registry);
        this.latency = Timer.builder("muster.effect.latency")
                .description("From the time of the event that asks for an effect until it is settled; replays left out")
                .tags(line)
                .serviceLevelObjectives(LATENCIES)
                .withRegistry(registry);
        this.calls = Timer.builder("muster.effect.call")
                .description("What calling the provider takes, whatever comes of it")
                .tags(line)
                .serviceLevelObjectives(CALLS)
                .withRegistry(registry);
        this.doubts = Counter.builder("muster.effect.doubts")
                .description("Attempts that had to find out first whether an earlier one was done")
                .tags(line)
                .register(registry);
        FunctionCounter.builder("muster.effect.throttled", throttling, it -> Seconds.of(it.total(clock.instant())))
                .description("How long the line waited because the provider wanted fewer calls")
                .baseUnit("seconds")
                .tags(line)
                .register(registry);
    }

    /** What tells a line from all others. */
    static Tags tagsOf(OutsideSystem provider, String ledger) {
        return Tags.of("provider", provider.key(), "ledger", ledger);
    }

    /** Shows how long the line's provider cannot be called. */
    void watch(Outage outage) {
        Gauge.builder("muster.provider.pause", outage, it -> Seconds.since(it.pausedSince(), clock.instant()))
                .description("For how long the provider cannot be called by now, 0 while it can")
                .baseUnit("seconds")
                .tags(line)
                .register(registry);
    }

    /** An attempt begins; the provider is called next. */
    void begun(Claim.Granted claim) {
        if (claim.inDoubt()) {
            doubts.increment();
        }
    }

    /** A call has come back, or was given up. */
    void called(Effect effect, long nanos) {
        calls.withTag(EFFECT, effect.operation()).record(nanos, TimeUnit.NANOSECONDS);
    }

    void succeeded(Effect effect, @Nullable String code, Instant finishedAt) {
        settled(effect, "succeeded", code, finishedAt);
    }

    void rejected(Effect effect, @Nullable String code, Instant finishedAt) {
        settled(effect, "rejected", code, finishedAt);
    }

    /** Nothing had to be called. */
    void repeated(Effect effect, Claim.Settled settled) {
        count(effect, "repeated", settled.code());
    }

    void setAside(Effect effect, Fault fault) {
        count(effect, "set_aside", fault.code());
    }

    /** It is tried again then; where it is throttled, its whole line waits. */
    void waits(Effect effect, Passing fault, Instant now, Instant next) {
        var outcome =
                switch (fault) {
                    case Throttled _ -> {
                        throttling.extend(now, next);
                        yield "throttled";
                    }
                    case Unavailable unavailable -> unavailable.meetsEverybody() ? "refused" : "unavailable";
                };
        count(effect, outcome, fault.code());
    }

    private void settled(Effect effect, String outcome, @Nullable String code, Instant finishedAt) {
        count(effect, outcome, code);
        if (!effect.again()) {
            latency.withTags(EFFECT, effect.operation(), "outcome", outcome)
                    .record(Duration.between(effect.askedAt(), finishedAt));
        }
    }

    private void count(Effect effect, String outcome, @Nullable String code) {
        outcomes.withTags(EFFECT, effect.operation(), "outcome", outcome, "code", codes.valueOf(code))
                .increment();
    }
}
