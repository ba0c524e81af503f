package dev.muster.standup.intake;

import dev.muster.events.Envelope;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.standup.runs.RunsView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The histories of the runs, which are only ever added to. */
@Component
final class History {

    /** Why something has no effect: the standup is not defined, or no longer. */
    static final String UNKNOWN_STANDUP = "unknown_standup";

    private static final Logger log = LoggerFactory.getLogger(History.class);
    private static final String SOURCE = "/muster/standup-service";

    /** What a replay finds where nothing is to be added. */
    static final String THERE = "has had its effect";

    private final EventPublisher publisher;
    private final RunsView runs;

    History(EventPublisher publisher, RunsView runs) {
        this.publisher = publisher;
        this.runs = runs;
    }

    /**
     * What follows from an event.
     *
     * @param what of its cause it is, for the id
     */
    record Entry(Envelope<?> cause, String what, StandupRunEvent outcome) {

        /** The same cause gives the same id and time. */
        private Envelope<StandupRunEvent> envelope() {
            return new Envelope<>(cause.id() + ":" + what, SOURCE, cause.time(), outcome);
        }

        /** Says what adding it would do. */
        String examine() {
            return "would record " + outcome.getClass().getSimpleName() + " at " + outcome.key();
        }
    }

    /**
     * Whether the view shows that adding it would change nothing. It spares the log a repeat; where the view does not show that yet,
     * the repeat changes nothing all the same.
     */
    boolean has(Entry entry) {
        return runs.has(entry.envelope());
    }

    /** Adds what follows from an event, and returns when all in-sync replicas have it. */
    void add(Entry entry) {
        var envelope = entry.envelope();
        publisher.publish(envelope);
        log.info("{} published at {}", envelope.id(), envelope.event().key());
    }
}
