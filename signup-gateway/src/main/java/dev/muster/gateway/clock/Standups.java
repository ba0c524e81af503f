package dev.muster.gateway.clock;

import static java.util.Comparator.comparing;

import dev.muster.events.Envelope;
import dev.muster.events.Standup;
import dev.muster.events.StandupDefined;
import dev.muster.events.StandupEvent;
import dev.muster.events.StandupTick;
import dev.muster.events.StandupTick.Phase;
import dev.muster.events.Topic;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.kafka.TopicTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.stereotype.Component;

/** The standups as they are defined. Changing them blocks, until all in-sync replicas and this one have the change. */
@Component
final class Standups {

    static final String SOURCE = "/muster/signup-gateway";

    private static final Logger log = LoggerFactory.getLogger(Standups.class);
    private static final Duration LONGEST_CATCH_UP = Duration.ofSeconds(2);

    private final TopicTable<StandupEvent> table;
    private final RunLog runs;
    private final Ticks ticks;
    private final EventPublisher events;
    private final InstantSource clock;

    Standups(TopicTable<StandupEvent> table, RunLog runs, Ticks ticks, EventPublisher events, InstantSource clock) {
        this.table = table;
        this.runs = runs;
        this.ticks = ticks;
        this.events = events;
        this.clock = clock;
    }

    /** Whether everything is known that was defined before this process began. */
    boolean isWhole() {
        return table.isWhole();
    }

    /** The standup of that id. */
    Optional<Standup> find(String id) {
        return table.get(id).map(Standups::scheduleOf).map(Schedule::standup);
    }

    /** All standups, in order of their ids. */
    List<Standup> all() {
        return schedules().stream().map(Schedule::standup).toList();
    }

    /** All standups with the times of their definitions, in order of their ids. */
    List<Schedule> schedules() {
        return table.all().stream()
                .map(Standups::scheduleOf)
                .sorted(comparing(schedule -> schedule.standup().id()))
                .toList();
    }

    /**
     * Defines a standup, or defines it anew.
     *
     * @throws RuntimeException if it may not be defined
     */
    void define(Standup standup) {
        var envelope = new Envelope<>(UUID.randomUUID().toString(), SOURCE, now(), new StandupDefined(standup));
        events.publish(envelope);
        log.info("{} of {} published", envelope.id(), standup.id());
        awaitChange(standup.id());
    }

    /**
     * Retires a standup: its runs are closed, those included that are about to open, and then it is not defined any more.
     *
     * @throws RuntimeException if any of that may not be so: to be done again
     */
    void retire(Standup standup) {
        awaitRuns();
        var now = now();
        ticks.publish(runs.known().unfinishedOf(standup.id()).stream()
                .map(run -> new StandupTick(standup, run.date(), Phase.CLOSE, now))
                .toList());
        events.publishTombstone(Topic.STANDUPS, standup.id());
        log.info("{} retired", standup.id());
        awaitChange(standup.id());
    }

    private void awaitRuns() {
        try {
            if (!runs.catchUp(LONGEST_CATCH_UP)) {
                throw new KafkaException("which runs are open is not known yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    /** The change is made, whatever this says: at worst it is seen here a little later. */
    private void awaitChange(String id) {
        try {
            if (!table.catchUp(LONGEST_CATCH_UP)) {
                log.warn("{} has changed; it will be seen here later", id);
            }
        } catch (org.apache.kafka.common.KafkaException e) {
            log.warn("{} has changed; it will be seen here later: {}", id, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Schedule scheduleOf(Envelope<StandupEvent> envelope) {
        return switch (envelope.event()) {
            case StandupDefined defined -> new Schedule(defined.standup(), envelope.time());
        };
    }
}
