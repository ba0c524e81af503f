package dev.muster.gateway.clock;

import static dev.muster.events.StandupTick.Phase.ASK;
import static dev.muster.events.StandupTick.Phase.CLOSE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.Standup;
import dev.muster.events.StandupTick;
import dev.muster.gateway.clock.TickOrder.Verdict.Accepted;
import dev.muster.gateway.clock.TickOrder.Verdict.Refused;
import dev.muster.gateway.web.InvalidField;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TickOrderTest {

    /** On Kiritimati it is Saturday already. */
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static final LocalDate SATURDAY = LocalDate.parse("2026-11-21");

    private final Standup standup =
            Given.disabled(Given.standup("team", ZoneId.of("Pacific/Kiritimati"), "08:00", null, "10:00"));

    @Test
    void theDayIsTheStandupsTodayWhateverItsDays() {
        assertThat(check("{\"phase\": \"ASK\"}")).isEqualTo(new Accepted(new StandupTick(standup, SATURDAY, ASK, NOW)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-21", "2026-11-20", "2027-11-21"})
    void anotherDayWithinAYearMayBeNamed(String date) {
        assertThat(check("{\"phase\": \"CLOSE\", \"date\": \"" + date + "\"}"))
                .isEqualTo(new Accepted(new StandupTick(standup, LocalDate.parse(date), CLOSE, NOW)));
    }

    @Test
    void nobodyIsAskedWhereTheBotIsNotAndTheRunCanBeClosedAllTheSame() {
        assertThat(TickOrder.check(standup, "{\"phase\": \"ASK\"}".getBytes(UTF_8), NOW, false))
                .isEqualTo(new Refused(List.of(new InvalidField("#/phase", "error.tick.channel"))));
        assertThat(TickOrder.check(standup, "{\"phase\": \"CLOSE\"}".getBytes(UTF_8), NOW, false))
                .isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                     | #       | error.body.empty
            {                                      | #       | error.body.json
            {}                                     | #/phase | error.required
            {"phase": "ask"}                       | #/phase | error.tick.phase
            {"phase": 1}                           | #/phase | error.text
            {"phase": "ASK", "date": "20.11.2026"} | #/date  | error.tick.date
            {"phase": "ASK", "date": "2026-02-30"} | #/date  | error.tick.date
            {"phase": "ASK", "date": "2025-11-20"} | #/date  | error.tick.date.far
            {"phase": "ASK", "date": "2027-11-22"} | #/date  | error.tick.date.far
            {"phase": "ASK", "force": true}        | #/force | error.unknown
            """)
    void refusesWhatIsWrongAndNamesIt(String body, String pointer, String reason) {
        assertThat(check(body)).isEqualTo(new Refused(List.of(new InvalidField(pointer, reason))));
    }

    private TickOrder.Verdict check(String body) {
        return TickOrder.check(standup, body.getBytes(UTF_8), NOW, true);
    }
}
