package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * Names a run: one standup on one day of its own calendar, written {@code <standupId>|<date>}.
 *
 * @param standupId the standup
 * @param date the day where the standup is
 */
public record RunId(String standupId, LocalDate date) {

    private static final char SEPARATOR = '|';

    public RunId {
        requireNonNull(standupId, "standupId");
        requireNonNull(date, "date");
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static RunId of(String text) {
        var end = text.lastIndexOf(SEPARATOR);
        if (end < 1) {
            throw new IllegalArgumentException("no run: " + text);
        }
        try {
            return new RunId(text.substring(0, end), LocalDate.parse(text.substring(end + 1)));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no run: " + text, e);
        }
    }

    @Override
    public String toString() {
        return standupId + SEPARATOR + date;
    }
}
