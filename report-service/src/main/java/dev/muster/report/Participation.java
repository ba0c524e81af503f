package dev.muster.report;

import static java.util.Collections.unmodifiableSortedMap;

import dev.muster.events.MemberParticipation;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a member took part in a standup, on each of the last 30 days of its runs that they were asked on; the latest of these runs
 * counts as the last day. The order in which runs are added makes no difference.
 *
 * @param days what they did, by the run's day
 */
record Participation(SortedMap<LocalDate, Day> days) {

    /** A member who was never asked. */
    static final Participation NONE = new Participation(new TreeMap<>());

    private static final int DAYS = 30;

    /** What a member did in one run, as of a revision of its report. */
    record Day(Attendance.Kind kind, int revision) {}

    Participation {
        days = unmodifiableSortedMap(new TreeMap<>(days));
    }

    /** This and one run more, or a later revision of one. */
    Participation plus(Attendance attendance) {
        var known = days.get(attendance.date());
        if (known != null && known.revision() >= attendance.revision()) {
            return this;
        }
        var all = new TreeMap<>(days);
        all.put(attendance.date(), new Day(attendance.kind(), attendance.revision()));
        return new Participation(all.tailMap(all.lastKey().minusDays(DAYS), false));
    }

    /** The figures, of a member who was asked at least once. */
    MemberParticipation of(String standupId, String userId) {
        return new MemberParticipation(
                standupId,
                userId,
                days.lastKey(),
                days.size(),
                count(Attendance.Kind.ANSWERED),
                count(Attendance.Kind.SKIPPED),
                count(Attendance.Kind.MISSED));
    }

    private int count(Attendance.Kind kind) {
        return (int) days.values().stream().filter(day -> day.kind() == kind).count();
    }
}
