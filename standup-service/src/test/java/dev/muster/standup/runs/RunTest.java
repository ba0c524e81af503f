package dev.muster.standup.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.UnreadableEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTest {

    private static final Instant AT = Instant.parse("2026-11-20T07:00:00Z");
    private static final Run RUN = Run.of(opening("2026-11-20", "U1"), 10);

    @Test
    void theFirstOpeningCounts() {
        assertThat(RUN.opened(opening("2026-11-20", "U2"), 11)).isEqualTo(RUN);
        assertThat(RUN.opened(opening("2026-11-20", "U2"), 10)).isEqualTo(RUN);
        assertThat(RUN.opened(opening("2026-11-20", "U2"), 9).hasMember("U2")).isTrue();
    }

    @Test
    void aClosingBeforeTheOpeningIsNone() {
        assertThat(RUN.closed(AT, 9)).isEqualTo(RUN);
    }

    @Test
    void theFirstClosingCounts() {
        var closed = RUN.closed(AT, 12);

        assertThat(closed.isClosedAt(12)).isTrue();
        assertThat(closed.closed(AT.plusSeconds(1), 13)).isEqualTo(closed);
        assertThat(closed.closed(AT, 12)).isEqualTo(closed);
        assertThat(RUN.closed(AT.plusSeconds(1), 13).closed(AT, 12)).isEqualTo(closed);
    }

    @Test
    void aReminderCountsOnceAndBeforeTheClosingOnly() {
        var reminded = RUN.reminded(AT, 11);

        assertThat(reminded.isRemindedAt(11)).isTrue();
        assertThat(reminded.reminded(AT, 12)).isEqualTo(reminded);
        assertThat(RUN.reminded(AT, 9)).isEqualTo(RUN);
        assertThat(RUN.closed(AT, 12).reminded(AT, 13).reminded()).isNull();
        assertThat(RUN.closed(AT, 12).reminded(AT, 11).isRemindedAt(11)).isTrue();
    }

    @Test
    void daysAreKeptAsLongAsTheRetentionSays() {
        assertThat(RUN.oldestKept(Duration.ofDays(400))).isEqualTo(LocalDate.of(2025, 10, 16));
    }

    @Test
    void aRunForADayToComeMakesNothingOlderThanItIs() {
        assertThat(Run.of(opening("2999-01-01", "U1"), 10).oldestKept(Duration.ofDays(400)))
                .isEqualTo(LocalDate.of(2025, 10, 16));
    }

    @Test
    void aDayThatCannotBeIsUnreadable() {
        assertThatThrownBy(() -> Run.idOf(new RunClosed("daily|2026-02-31", AT)))
                .isInstanceOf(UnreadableEvent.class);
    }

    private static RunOpened opening(String date, String... members) {
        return new RunOpened(
                "daily|" + date,
                "Daily standup",
                "C1",
                List.of("Today?"),
                List.of(members),
                ZoneId.of("Europe/Prague"),
                AT,
                null);
    }
}
