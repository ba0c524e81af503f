package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A phase of a standup's day has come, or was called by hand. Every gateway publishes each of them, under the same id.
 *
 * @param standup as it was defined then
 * @param date the day where the standup is
 * @param phase what is to be done
 * @param dueAt when it was due, or when it was called
 */
public record StandupTick(Standup standup, LocalDate date, Phase phase, Instant dueAt) implements StandupTickEvent {

    /** What a run does, in this order. */
    public enum Phase {
        /** Opens, and its members are asked. */
        ASK,
        /** Those who are silent are asked again. */
        REMIND,
        /** Closes, and the report is posted. */
        CLOSE
    }

    public StandupTick {
        requireNonNull(standup, "standup");
        requireNonNull(date, "date");
        requireNonNull(phase, "phase");
        requireNonNull(dueAt, "dueAt");
    }

    @Override
    public String key() {
        return standup.id();
    }
}
