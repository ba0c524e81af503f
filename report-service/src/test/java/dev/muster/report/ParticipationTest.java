package dev.muster.report;

import static dev.muster.report.Attendance.Kind.ANSWERED;
import static dev.muster.report.Attendance.Kind.MISSED;
import static dev.muster.report.Attendance.Kind.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.MemberParticipation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParticipationTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 20);

    @Test
    void countsWhatAMemberDid() {
        var participation =
                fold(on(LAST.minusDays(3), ANSWERED, 1), on(LAST.minusDays(2), SKIPPED, 1), on(LAST, MISSED, 1));

        assertThat(participation.of("daily", "U1")).isEqualTo(new MemberParticipation("daily", "U1", LAST, 3, 1, 1, 1));
    }

    @Test
    void thirtyDaysCountAndTheDayBeforeThemDoesNot() {
        var participation =
                fold(on(LAST.minusDays(30), ANSWERED, 1), on(LAST.minusDays(29), ANSWERED, 1), on(LAST, MISSED, 1));

        assertThat(participation.days()).containsOnlyKeys(LAST.minusDays(29), LAST);
    }

    @Test
    void lateAnswersToAnOlderRunCount() {
        var before = fold(on(LAST.minusDays(10), MISSED, 1), on(LAST, ANSWERED, 1));

        var after = before.plus(on(LAST.minusDays(10), ANSWERED, 2));

        assertThat(after.of("daily", "U1")).isEqualTo(new MemberParticipation("daily", "U1", LAST, 2, 2, 0, 0));
        assertThat(before.plus(on(LAST.minusDays(40), ANSWERED, 2))).isEqualTo(before);
    }

    @Test
    void repeatsAndEarlierRevisionsChangeNothing() {
        var participation = fold(on(LAST, MISSED, 1), on(LAST, ANSWERED, 3));

        assertThat(participation.plus(on(LAST, ANSWERED, 3))).isSameAs(participation);
        assertThat(participation.plus(on(LAST, SKIPPED, 2))).isSameAs(participation);
    }

    @Test
    void orderMakesNoDifference() {
        var random = new Random(30);
        var kinds = List.of(ANSWERED, SKIPPED, MISSED);
        var attendances = new ArrayList<Attendance>();
        for (var revision = 1; revision <= 3; revision++) {
            for (var day = 0; day < 60; day += 2) {
                attendances.add(on(LAST.minusDays(day), kinds.get(random.nextInt(kinds.size())), revision));
            }
        }
        var expected = fold(attendances);

        for (var i = 0; i < 100; i++) {
            Collections.shuffle(attendances, random);
            assertThat(fold(attendances)).isEqualTo(expected);
        }
        assertThat(expected.days()).hasSize(15);
    }

    private static Participation fold(Attendance... attendances) {
        return fold(List.of(attendances));
    }

    private static Participation fold(List<Attendance> attendances) {
        var participation = Participation.NONE;
        for (var attendance : attendances) {
            participation = participation.plus(attendance);
        }
        return participation;
    }

    private static Attendance on(LocalDate date, Attendance.Kind kind, int revision) {
        return new Attendance("daily", "U1", date, kind, revision, Instant.EPOCH);
    }
}
