package dev.muster.standup.intake;

import dev.muster.events.Envelope;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.kafka.EventPublisher;
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

    private final EventPublisher publisher;

    History(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * What follows from an event.
     *
     * @param what of its cause it is, for the id
     */
    record Entry(Envelope<?> cause, String what, StandupRunEvent outcome) {

        /** Says what adding it would do. */
        String examine() {
            return "would record " + outcome.getClass().getSimpleName() + " at " + outcome.key();
        }
    }

    /**
     * Adds what follows from an event, and returns when all in-sync replicas have it. The same cause gives the same id and time.
     */
    void add(Entry entry) {
        var id = entry.cause().id() + ":" + entry.what();
        publisher.publish(new Envelope<>(id, SOURCE, entry.cause().time(), entry.outcome()));
        log.info("{} published at {}", id, entry.outcome().key());
    }
}
