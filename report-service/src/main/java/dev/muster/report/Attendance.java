package dev.muster.report;

import java.time.Instant;
import java.time.LocalDate;

/**
 * How a member took part in one closed run.
 *
 * @param standupId the standup
 * @param userId the member's Slack id
 * @param date the run's day
 * @param kind what they did
 * @param revision of the run's report; a greater one is later
 * @param at when that came about
 */
record Attendance(String standupId, String userId, LocalDate date, Kind kind, int revision, Instant at) {

    /** What a member did in a run. */
    enum Kind {
        ANSWERED,
        SKIPPED,
        MISSED
    }

    /** Whose it is: the key of their participation. */
    String key() {
        return standupId + "|" + userId;
    }
}
