package dev.muster.gateway.clock;

import static dev.muster.events.StandupTick.Phase.ASK;
import static dev.muster.events.StandupTick.Phase.CLOSE;
import static dev.muster.events.StandupTick.Phase.REMIND;
import static dev.muster.gateway.clock.Given.closed;
import static dev.muster.gateway.clock.Given.daily;
import static dev.muster.gateway.clock.Given.disabled;
import static dev.muster.gateway.clock.Given.opened;
import static dev.muster.gateway.clock.Given.reminded;
import static dev.muster.gateway.clock.Given.standup;
import static dev.muster.gateway.clock.Given.tick;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.Standup;
import dev.muster.events.StandupTick;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final LocalDate FRIDAY = LocalDate.parse("2026-11-20");
    private static final Instant THE_DAY_BEFORE = Instant.parse("2026-11-19T12:00:00Z");
    private static final Instant LONG_BEFORE = Instant.parse("2025-01-01T00:00:00Z");

    private final Standup standup = standup("team", ZoneOffset.UTC, "08:00", "09:30", "10:00");
    private final Schedule schedule = new Schedule(standup, THE_DAY_BEFORE);
    private final Runs runs = new Runs();

    @Test
    void eachPhaseIsDueAtItsTimeAndNotBefore() {
        assertThat(due("07:59:59")).isEmpty();
        assertThat(fired("08:00:00")).containsExactly(tick(standup, ASK, FRIDAY));
        assertThat(due("08:00:01")).isEmpty();
        assertThat(due("09:29:59")).isEmpty();
        assertThat(fired("09:30:00")).containsExactly(tick(standup, REMIND, FRIDAY));
        assertThat(fired("10:00:00")).containsExactly(tick(standup, CLOSE, FRIDAY));
        assertThat(due("10:00:01")).isEmpty();
    }

    @Test
    void aStandupWithoutReminderHasNone() {
        var plain = new Schedule(standup("team", ZoneOffset.UTC, "08:00", null, "10:00"), THE_DAY_BEFORE);

        assertThat(firedBetween(plain, at("07:00:00"), at("11:00:00"), Duration.ofSeconds(30)))
                .extracting(StandupTick::phase)
                .containsExactly(ASK, CLOSE);
    }

    @Test
    void aWeekHasFiveWorkingDays() {
        var monday = FRIDAY.minusDays(4);

        assertThat(firedBetween(
                        new Schedule(standup, monday.atStartOfDay().toInstant(ZoneOffset.UTC)),
                        monday.atStartOfDay().toInstant(ZoneOffset.UTC),
                        monday.plusDays(7).atStartOfDay().toInstant(ZoneOffset.UTC),
                        Duration.ofSeconds(30)))
                .hasSize(15)
                .extracting(StandupTick::date)
                .doesNotContain(FRIDAY.plusDays(1), FRIDAY.plusDays(2));
    }

    @Test
    void theDayIsTheStandupsOwn() {
        // Friday, 08:00 on Kiritimati, is Thursday, 18:00 in Greenwich.
        var early = standup("early", ZoneId.of("Pacific/Kiritimati"), "08:00", null, "10:00");

        assertThat(new Schedule(early, THE_DAY_BEFORE).due(runs, Instant.parse("2026-11-19T18:00:00Z")))
                .containsExactly(new Schedule.Verdict(tick(early, ASK, FRIDAY), true));
    }

    @Test
    void aDisabledStandupIsNotDue() {
        var off = new Schedule(disabled(standup), LONG_BEFORE);

        assertThat(off.due(runs, at("08:00:00"))).isEmpty();
    }

    @Test
    void whatWasDueBeforeTheDefinitionIsNotItsBusiness() {
        var defined = new Schedule(standup, at("08:00:00"));

        assertThat(defined.due(runs, at("08:00:30"))).isEmpty();
        assertThat(defined.due(runs, at("09:30:00")))
                .containsExactly(new Schedule.Verdict(tick(standup, REMIND, FRIDAY), true));
        assertThat(new Schedule(standup, at("07:59:59")).due(runs, at("08:00:00")))
                .containsExactly(new Schedule.Verdict(tick(standup, ASK, FRIDAY), true));
    }

    @Test
    void aTickByHandDoesNotStandInForTheOneThatIsDue() {
        runs.take(new StandupTick(standup, FRIDAY, CLOSE, at("07:00:00")));
        fired("08:00:00");

        assertThat(fired("10:00:00")).containsExactly(tick(standup, CLOSE, FRIDAY));
    }

    @Test
    void aChangedTimeIsDueAnew() {
        fired("08:00:00");
        runs.take(opened(standup, FRIDAY, at("08:00:00"), at("10:00:00")));
        var later = new Schedule(standup("team", ZoneOffset.UTC, "08:00", null, "11:00"), at("09:45:00"));

        assertThat(later.due(runs, at("10:30:00"))).isEmpty();
        assertThat(later.due(runs, at("11:00:00")))
                .containsExactly(new Schedule.Verdict(tick(later.standup(), CLOSE, FRIDAY), true));
    }

    @Test
    void anOpenRunWhoseReportIsMovedIntoThePastIsClosedAtOnce() {
        runs.take(opened(standup, FRIDAY, at("08:00:00"), at("10:00:00")));
        var earlier = new Schedule(standup("team", ZoneOffset.UTC, "08:00", null, "09:00"), at("09:20:00"));

        assertThat(earlier.due(runs, at("09:20:01")))
                .containsExactly(new Schedule.Verdict(tick(earlier.standup(), CLOSE, FRIDAY), true));
    }

    @Test
    void aMissedAskFiresUntilTheReportIsDue() {
        assertThat(due("09:00:00")).containsExactly(new Schedule.Verdict(tick(standup, ASK, FRIDAY), true));
        assertThat(due("09:59:59")).contains(new Schedule.Verdict(tick(standup, ASK, FRIDAY), true));
        assertThat(due("10:30:00"))
                .containsExactly(
                        new Schedule.Verdict(tick(standup, ASK, FRIDAY), false),
                        new Schedule.Verdict(tick(standup, REMIND, FRIDAY), false),
                        new Schedule.Verdict(tick(standup, CLOSE, FRIDAY), false));
    }

    @Test
    void nobodyIsRemindedInTheMomentInWhichTheyAreAsked() {
        assertThat(due("09:30:10"))
                .containsExactly(
                        new Schedule.Verdict(tick(standup, ASK, FRIDAY), true),
                        new Schedule.Verdict(tick(standup, REMIND, FRIDAY), false));
    }

    @Test
    void aMissedReminderFiresIfTheRunIsOpen() {
        runs.take(tick(standup, ASK, FRIDAY));
        assertThat(due("09:40:00")).containsExactly(new Schedule.Verdict(tick(standup, REMIND, FRIDAY), false));

        runs.take(opened(standup, FRIDAY, at("08:00:00"), at("10:00:00")));

        assertThat(due("09:40:00")).containsExactly(new Schedule.Verdict(tick(standup, REMIND, FRIDAY), true));
    }

    @Test
    void aMissedReminderDoesNotFireTwiceNorForARunThatOpenedLater() {
        runs.take(tick(standup, ASK, FRIDAY));
        runs.take(opened(standup, FRIDAY, at("09:35:00"), at("10:00:00")));
        assertThat(due("09:40:00")).containsExactly(new Schedule.Verdict(tick(standup, REMIND, FRIDAY), false));

        var other = new Runs();
        other.take(tick(standup, ASK, FRIDAY));
        other.take(opened(standup, FRIDAY, at("08:00:00"), at("10:00:00")));
        other.take(reminded(standup, FRIDAY, at("09:30:00")));

        assertThat(schedule.due(other, at("09:40:00")))
                .containsExactly(new Schedule.Verdict(tick(standup, REMIND, FRIDAY), false));
    }

    @Test
    void aMissedClosingFiresIfTheRunIsOpenHoweverLate() {
        runs.take(opened(standup, FRIDAY, at("08:00:00"), at("10:00:00")));

        assertThat(schedule.due(runs, at("10:00:00").plus(Duration.ofDays(30))))
                .containsExactly(new Schedule.Verdict(tick(standup, CLOSE, FRIDAY), true));
    }

    @Test
    void aClosingThatWasPassedOverFiresWhenTheRunOpensAfterAll() {
        runs.take(tick(standup, ASK, FRIDAY));
        var missed = tick(standup, CLOSE, FRIDAY);
        assertThat(due("10:05:00")).contains(new Schedule.Verdict(missed, false));
        runs.passOver(missed);
        runs.passOver(tick(standup, REMIND, FRIDAY));

        runs.take(opened(standup, FRIDAY, at("08:00:00"), at("10:00:00")));

        assertThat(due("10:06:00")).containsExactly(new Schedule.Verdict(missed, true));
    }

    @Test
    void aRunThatIsClosedIsLeftAlone() {
        runs.take(tick(standup, ASK, FRIDAY));
        runs.take(opened(standup, FRIDAY, at("08:00:00"), at("10:00:00")));
        runs.take(closed(standup, FRIDAY, at("09:00:00")));

        assertThat(schedule.due(runs, at("10:05:00"))).noneMatch(Schedule.Verdict::fires);
    }

    @Test
    void aRunThatWasOpenedByHandEndsAsItWasTold() {
        var off = new Schedule(disabled(standup), LONG_BEFORE);
        runs.take(opened(standup, FRIDAY, at("07:15:00"), at("10:00:00")));

        assertThat(off.due(runs, at("09:59:59"))).isEmpty();
        assertThat(off.due(runs, at("10:00:00")))
                .containsExactly(new Schedule.Verdict(tick(off.standup(), CLOSE, FRIDAY), true));
    }

    @Test
    void aRunOfADisabledStandupWhoseMembersWereToldNoEndIsClosedByHand() {
        var off = new Schedule(disabled(standup), LONG_BEFORE);
        runs.take(opened(standup, FRIDAY, at("07:15:00"), null));

        assertThat(off.due(runs, at("10:00:00"))).isEmpty();
        assertThat(off.due(runs, at("23:59:59"))).isEmpty();
    }

    @Test
    void aRunThatWasOpenedByHandAfterTheReportIsClosedByHand() {
        fired("08:00:00");
        fired("09:30:00");
        fired("10:00:00");
        runs.take(opened(standup, FRIDAY, at("11:00:00"), null));

        assertThat(due("11:00:01")).isEmpty();
        assertThat(due("23:59:59")).isEmpty();
    }

    @Test
    void whatWasMissedYesterdayIsPassedOver() {
        var verdicts = new Schedule(standup, LONG_BEFORE).due(runs, at("07:00:00"));

        assertThat(verdicts)
                .hasSize(3)
                .allSatisfy(verdict -> assertThat(verdict.fires()).isFalse())
                .allSatisfy(verdict -> assertThat(verdict.tick().date()).isEqualTo(FRIDAY.minusDays(1)));
    }

    @Test
    void whatWasPassedOverIsNotToldAgain() {
        due("10:30:00").forEach(verdict -> runs.passOver(verdict.tick()));

        assertThat(due("10:30:01")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // In Europe the clock goes from 02:00 to 03:00, and from 03:00 back to 02:00.
        "Europe/Prague,       2026-03-29, 02:15, 02:30, 02:45, 01:00Z, 01:00Z, 01:00Z",
        "Europe/Prague,       2026-03-29, 01:30, 02:30, 04:00, 00:30Z, 01:00Z, 02:00Z",
        "Europe/Prague,       2026-10-25, 02:15, 02:30, 02:45, 00:15Z, 00:30Z, 00:45Z",
        "Europe/Prague,       2026-10-25, 01:30, 02:30, 03:30, 23:30Z, 00:30Z, 02:30Z",
        "America/New_York,    2026-03-08, 02:15, 02:30, 02:45, 07:00Z, 07:00Z, 07:00Z",
        "America/New_York,    2026-03-08, 01:30, 02:30, 04:00, 06:30Z, 07:00Z, 08:00Z",
        "America/New_York,    2026-11-01, 01:15, 01:30, 01:45, 05:15Z, 05:30Z, 05:45Z",
        "America/New_York,    2026-11-01, 00:30, 01:30, 02:30, 04:30Z, 05:30Z, 07:30Z",
        // By half an hour: from 02:00 to 02:30, and from 02:00 back to 01:30.
        "Australia/Lord_Howe, 2026-10-04, 02:10, 02:20, 02:40, 15:30Z, 15:30Z, 15:40Z",
        "Australia/Lord_Howe, 2026-04-05, 01:35, 01:45, 02:05, 14:35Z, 14:45Z, 15:35Z"
    })
    void whenTheClockTurnsEachPhaseFiresOnce(
            ZoneId zone,
            LocalDate date,
            String askAt,
            String remindAt,
            String reportAt,
            String ask,
            String remind,
            String close) {
        var turning = new Schedule(daily(standup("turn", zone, askAt, remindAt, reportAt)), LONG_BEFORE);
        var noon = date.atTime(12, 0).atZone(zone).toInstant();

        var ticks = firedBetween(turning, noon.minus(Duration.ofHours(36)), noon, Duration.ofSeconds(30));

        assertThat(ticks)
                .filteredOn(tick -> tick.date().equals(date))
                .extracting(StandupTick::phase)
                .containsExactly(ASK, REMIND, CLOSE);
        assertThat(ticks)
                .filteredOn(tick -> tick.date().equals(date))
                .extracting(tick -> tick.dueAt().toString().substring(11, 16) + "Z")
                .containsExactly(ask, remind, close);
        assertThat(ticks).filteredOn(tick -> !tick.date().equals(date)).hasSize(3);
    }

    private List<Schedule.Verdict> due(String time) {
        return schedule.due(runs, at(time));
    }

    /** Fires what is due, as the clock does. */
    private List<StandupTick> fired(String time) {
        return fire(schedule, at(time));
    }

    private List<StandupTick> firedBetween(Schedule each, Instant from, Instant to, Duration step) {
        var all = new ArrayList<StandupTick>();
        for (var now = from; now.isBefore(to); now = now.plus(step)) {
            all.addAll(fire(each, now));
        }
        return all;
    }

    private List<StandupTick> fire(Schedule each, Instant now) {
        var fired = each.due(runs, now).stream()
                .filter(Schedule.Verdict::fires)
                .map(Schedule.Verdict::tick)
                .toList();
        fired.forEach(runs::take);
        return fired;
    }

    private static Instant at(String time) {
        return Instant.parse(FRIDAY + "T" + time + "Z");
    }
}
