package dev.muster.events.metrics;

import dev.muster.events.thread.Rounds;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges whose values take a while to be had: they are polled on a thread of their own, so that no scrape waits for them, and the less
 * often the longer that takes. What cannot be had is taken away, for unknown is not zero.
 */
public final class PolledGauges {

    private static final Logger log = LoggerFactory.getLogger(PolledGauges.class);
    private static final int REST = 20;
    private static final int LONGEST_REST = 4;

    private final String name;
    private final Duration every;
    private final List<MultiGauge> gauges;
    private final Question question;
    private final LongSupplier nanos;
    private final Rounds rounds;
    private volatile long askedAt;

    /** How they are had. */
    @FunctionalInterface
    public interface Question {

        /**
         * Asks, within bounds of its own, and tells the rows of each gauge as soon as they are had.
         *
         * @throws Exception if some cannot be had: those are unknown, and the age of all goes on
         */
        void ask(BiConsumer<MultiGauge, List<Row<?>>> had) throws Exception;
    }

    /**
     * Gauges that nobody polls yet.
     *
     * @param name their source, as on the label of their age
     * @param every the interval; up to four times as long while a poll takes more than a twentieth of it
     * @param gauges those that are polled together
     */
    public PolledGauges(
            String name, Duration every, List<MultiGauge> gauges, Question question, MeterRegistry registry) {
        this(name, every, gauges, question, registry, System::nanoTime);
    }

    /** The same, by a clock that may be moved. */
    PolledGauges(
            String name,
            Duration every,
            List<MultiGauge> gauges,
            Question question,
            MeterRegistry registry,
            LongSupplier nanos) {
        this.name = name;
        this.every = every;
        this.gauges = List.copyOf(gauges);
        this.question = question;
        this.nanos = nanos;
        this.askedAt = nanos.getAsLong();
        this.rounds = new Rounds("poll-" + name, this::round);
        Gauge.builder("muster.poll.age", this, PolledGauges::age)
                .description("How long ago all the gauges of a source were polled that are asked for in the background")
                .baseUnit("seconds")
                .tags(List.of(Tag.of("source", name)))
                .register(registry);
    }

    /** Begins to poll, or goes on. */
    public void start() {
        rounds.start();
    }

    /** Polls no more. */
    public void stop() {
        rounds.interrupt();
    }

    /** Whether it polls. */
    public boolean isRunning() {
        return rounds.isRunning();
    }

    private double age() {
        return Seconds.of(Duration.ofNanos(nanos.getAsLong() - askedAt));
    }

    private Duration round() {
        var begun = nanos.getAsLong();
        poll();
        var took = Duration.ofNanos(nanos.getAsLong() - begun);
        return Duration.ofMillis(Math.clamp(took.toMillis() * REST, every.toMillis(), every.toMillis() * LONGEST_REST));
    }

    /** Polls once, on the calling thread. */
    public void poll() {
        var had = new HashMap<MultiGauge, List<Row<?>>>();
        try {
            question.ask(had::put);
            askedAt = nanos.getAsLong();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.debug("The gauges of {} are unknown, or some of them", name, e);
        }
        gauges.forEach(gauge -> gauge.register(had.getOrDefault(gauge, List.of()), true));
    }
}
