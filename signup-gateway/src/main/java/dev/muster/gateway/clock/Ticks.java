package dev.muster.gateway.clock;

import dev.muster.events.Envelope;
import dev.muster.events.RunId;
import dev.muster.events.StandupTick;
import dev.muster.events.kafka.EventPublisher;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Publishes ticks. Every replica gives a tick the same id, so that whoever reads two of them knows that they are one. */
@Component
final class Ticks {

    private static final Logger log = LoggerFactory.getLogger(Ticks.class);

    private final EventPublisher events;
    private final RunLog runs;
    private final ClockMeters meters;

    Ticks(EventPublisher events, RunLog runs, ClockMeters meters) {
        this.events = events;
        this.runs = runs;
        this.meters = meters;
    }

    /** The run that a tick is for. */
    static RunId runOf(StandupTick tick) {
        return new RunId(tick.standup().id(), tick.date());
    }

    /** The id of a tick. */
    static String idOf(StandupTick tick) {
        return runOf(tick) + "|" + tick.phase();
    }

    /**
     * Publishes ticks, in order, and waits until all in-sync replicas have them.
     *
     * @throws org.springframework.kafka.KafkaException if they do not; any of them may arrive all the same
     */
    void publish(List<StandupTick> ticks) {
        if (ticks.isEmpty()) {
            return;
        }
        events.publish(ticks.stream().map(Ticks::envelope).toList());
        ticks.forEach(tick -> {
            runs.known().take(tick);
            meters.published(tick);
            log.info("{} published, due at {}", idOf(tick), tick.dueAt());
        });
    }

    private static Envelope<StandupTick> envelope(StandupTick tick) {
        return new Envelope<>(idOf(tick), Standups.SOURCE, tick.dueAt(), tick);
    }
}
