package dev.muster.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandupTest {

    @ParameterizedTest
    @CsvSource({
        "Europe/Prague,      2026-03-28, 02:30, 2026-03-28T01:30:00Z",
        "Europe/Prague,      2026-03-29, 02:30, 2026-03-29T01:00:00Z",
        "Europe/Prague,      2026-03-29, 03:00, 2026-03-29T01:00:00Z",
        "Europe/Prague,      2026-10-25, 02:30, 2026-10-25T00:30:00Z",
        "America/New_York,   2026-03-08, 02:15, 2026-03-08T07:00:00Z",
        "America/New_York,   2026-11-01, 01:30, 2026-11-01T05:30:00Z",
        "Australia/Lord_Howe, 2026-10-04, 02:15, 2026-10-03T15:30:00Z",
    })
    void skippedTimeIsDueAtTheNextAndRepeatedTimeTheFirstTime(
            ZoneId zone, LocalDate date, LocalTime askAt, Instant due) {
        assertThat(standup(zone, askAt).dueAt(StandupTick.Phase.ASK, date)).contains(due);
    }

    @Test
    void standupWithoutAReminderHasNoneThatIsDue() {
        var standup = standup(ZoneId.of("UTC"), LocalTime.of(8, 0));

        assertThat(standup.dueAt(StandupTick.Phase.REMIND, LocalDate.of(2026, 11, 20)))
                .isEmpty();
    }

    private static Standup standup(ZoneId zone, LocalTime askAt) {
        return new Standup(
                "daily",
                "Daily",
                "C0GENERAL",
                List.of("What?"),
                List.of(DayOfWeek.MONDAY),
                askAt,
                null,
                LocalTime.of(10, 0),
                zone,
                true);
    }
}
