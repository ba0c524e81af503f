package dev.muster.gateway.clock;

import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.Standup;
import dev.muster.events.StandupTick;
import dev.muster.events.StandupTick.Phase;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Standups, and what happens to their runs, to test with. */
final class Given {

    private Given() {}

    /** An id that no other standup has. */
    static String newId() {
        return "s-" + UUID.randomUUID().toString().substring(0, 18);
    }

    /** A standup from Monday to Friday. */
    static Standup standup(String id, ZoneId zone, String askAt, @Nullable String remindAt, String reportAt) {
        return new Standup(
                id,
                "The team",
                "C0123456789",
                List.of("What did you do?"),
                List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY),
                LocalTime.parse(askAt),
                remindAt == null ? null : LocalTime.parse(remindAt),
                LocalTime.parse(reportAt),
                zone,
                true);
    }

    /** The same standup on every day of the week. */
    static Standup daily(Standup standup) {
        return on(List.of(DayOfWeek.values()), standup);
    }

    /** The same standup on one day of the week. */
    static Standup onlyOn(LocalDate day, Standup standup) {
        return on(List.of(day.getDayOfWeek()), standup);
    }

    private static Standup on(List<DayOfWeek> days, Standup standup) {
        return new Standup(
                standup.id(),
                standup.name(),
                standup.channel(),
                standup.questions(),
                days,
                standup.askAt(),
                standup.remindAt(),
                standup.reportAt(),
                standup.zone(),
                standup.enabled());
    }

    /** The same standup, but not by itself. */
    static Standup disabled(Standup standup) {
        return new Standup(
                standup.id(),
                standup.name(),
                standup.channel(),
                standup.questions(),
                standup.days(),
                standup.askAt(),
                standup.remindAt(),
                standup.reportAt(),
                standup.zone(),
                false);
    }

    /** A tick as it is due. */
    static StandupTick tick(Standup standup, Phase phase, LocalDate date) {
        return new StandupTick(standup, date, phase, standup.dueAt(phase, date).orElseThrow());
    }

    /** A run begins. */
    static RunOpened opened(Standup standup, LocalDate date, Instant at, @Nullable Instant closesAt) {
        return new RunOpened(
                standup.id() + "|" + date,
                standup.name(),
                standup.channel(),
                standup.questions(),
                List.of("U1"),
                standup.zone(),
                at,
                closesAt);
    }

    /** The silent are reminded. */
    static RunReminded reminded(Standup standup, LocalDate date, Instant at) {
        return new RunReminded(standup.id() + "|" + date, at);
    }

    /** A run ends. */
    static RunClosed closed(Standup standup, LocalDate date, Instant at) {
        return new RunClosed(standup.id() + "|" + date, at);
    }
}
