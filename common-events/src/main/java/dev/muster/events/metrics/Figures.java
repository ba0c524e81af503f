package dev.muster.events.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures that take a while to be had: they are asked for on a thread of their own, so that no scrape waits for them, and the less
 * often the longer that takes. What cannot be had is taken away, for unknown is not zero.
 */
public final class Figures {

    private static final Logger log = LoggerFactory.getLogger(Figures.class);
    private static final int REST = 20;
    private static final int LONGEST_REST = 4;

    private final String name;
    private final Duration every;
    private final List<MultiGauge> gauges;
    private final Question question;
    private volatile long askedAt = System.nanoTime();
    private volatile @Nullable Thread thread;

    /** How they are had. */
    @FunctionalInterface
    public interface Question {

        /**
         * Asks, within bounds of its own; a gauge that it leaves out is unknown.
         *
         * @throws Exception if none can be had
         */
        Map<MultiGauge, List<Row<?>>> ask() throws Exception;
    }

    /**
     * Figures that nobody asks for yet.
     *
     * @param name what they are of, as on the label of their age
     * @param every how often they are asked for; down to a fourth of that where it takes more than a twentieth of the time
     * @param gauges that they are shown by
     */
    public Figures(String name, Duration every, List<MultiGauge> gauges, Question question, MeterRegistry registry) {
        this.name = name;
        this.every = every;
        this.gauges = List.copyOf(gauges);
        this.question = question;
        Gauge.builder("muster.figures.age", this, Figures::age)
                .description("How long ago the figures were had that are asked for in the background")
                .baseUnit("seconds")
                .tags(List.of(Tag.of("figures", name)))
                .register(registry);
    }

    /** Begins to ask, or goes on. */
    public void start() {
        // Assigned before it runs: it goes on only while it finds itself here.
        var asking = Thread.ofVirtual().name("figures-" + name).unstarted(this::run);
        thread = asking;
        asking.start();
    }

    /** Asks no more. */
    public void stop() {
        var asking = thread;
        thread = null;
        if (asking != null) {
            asking.interrupt();
        }
    }

    /** Whether it asks. */
    public boolean isRunning() {
        return thread != null;
    }

    private double age() {
        return (System.nanoTime() - askedAt) / 1e9;
    }

    private void run() {
        try {
            while (Thread.currentThread() == thread) {
                var begun = System.nanoTime();
                ask();
                var took = Duration.ofNanos(System.nanoTime() - begun);
                Thread.sleep(Math.clamp(took.toMillis() * REST, every.toMillis(), every.toMillis() * LONGEST_REST));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks once. */
    void ask() {
        try {
            show(question.ask());
            askedAt = System.nanoTime();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.debug("The figures of {} are unknown", name, e);
            show(Map.of());
        }
    }

    private void show(Map<MultiGauge, List<Row<?>>> rows) {
        gauges.forEach(gauge -> gauge.register(rows.getOrDefault(gauge, List.of()), true));
    }
}
