package dev.muster.standup.runs;

import static dev.muster.standup.runs.MemberAnswers.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.Answer;
import dev.muster.events.RunOpened;
import dev.muster.standup.runs.MemberAnswers.Skip;
import dev.muster.standup.runs.MemberAnswers.Version;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemberAnswersTest {

    private static final Instant AT = Instant.parse("2026-11-20T07:00:00Z");
    private static final Version FIRST = version("a", "Writing", 1, 11);
    private static final Version SECOND = version("b", "Writing more", 2, 12);
    private static final Skip SKIP = new Skip(AT, 3, 13);

    @Test
    void ofTwoVersionsTheGreaterSequenceCountsWhicheverComesFirst() {
        var inOrder = NONE.plus(FIRST).plus(SECOND);

        assertThat(inOrder.latest()).contains(SECOND);
        assertThat(inOrder.earlier()).containsExactly(FIRST);
        assertThat(NONE.plus(SECOND).plus(FIRST)).isEqualTo(inOrder);
    }

    @Test
    void theSameEventOnceMoreChangesNothing() {
        var answers = NONE.plus(FIRST).plus(SECOND).plus(SKIP);

        assertThat(answers.plus(FIRST).plus(SECOND).plus(SKIP)).isEqualTo(answers);
    }

    @Test
    void theSameEventAtALaterPlaceMakesNoOtherVersion() {
        var answers = NONE.plus(FIRST)
                .plus(SECOND)
                .plus(version("a", "Writing", 5, 15))
                .plus(version("b", "Writing more", 6, 16));

        assertThat(answers.latest()).contains(version("b", "Writing more", 6, 12));
        assertThat(answers.earlier()).containsExactly(version("a", "Writing", 5, 11));
    }

    @Test
    void theSameAnswersOnceMoreMakeNoOtherVersion() {
        var answers = NONE.plus(FIRST).plus(version("c", "Writing", 4, 14));

        assertThat(answers.versions()).containsExactly(version("a", "Writing", 4, 11));
        assertThat(answers.plus(FIRST)).isEqualTo(answers);
        assertThat(answers.plus(version("c", "Writing", 4, 14))).isEqualTo(answers);
    }

    @Test
    void goingBackToEarlierAnswersIsAnEdit() {
        var answers = NONE.plus(FIRST).plus(SECOND).plus(version("c", "Writing", 4, 14));

        assertThat(answers.versions()).containsExactly(FIRST, SECOND, version("c", "Writing", 4, 14));
    }

    @Test
    void whoAnsweredHasNotSkippedInEitherOrder() {
        assertThat(NONE.plus(SKIP).isSkipped()).isTrue();
        assertThat(NONE.plus(SKIP).plus(FIRST).isSkipped()).isFalse();
        assertThat(NONE.plus(FIRST).plus(SKIP)).isEqualTo(NONE.plus(SKIP).plus(FIRST));
    }

    @Test
    void whatCameLaterWasNotKnownBefore() {
        var answers = NONE.plus(FIRST).plus(SECOND).plus(SKIP);

        assertThat(answers.before(12)).isEqualTo(NONE.plus(FIRST));
        assertThat(answers.before(11).isSilent()).isTrue();
        assertThat(NONE.plus(SKIP).before(14).isSilent()).isFalse();
        assertThat(NONE.plus(SKIP).before(13).isSilent()).isTrue();
    }

    @Test
    void lateIsWhoAnsweredOnlyAfterTheClosing() {
        var open = Run.of(
                new RunOpened(
                        "daily|2026-11-20",
                        "Daily standup",
                        "C1",
                        List.of("Today?"),
                        List.of("U1"),
                        ZoneId.of("Europe/Prague"),
                        AT,
                        null),
                10);

        assertThat(NONE.plus(FIRST).isLate(open)).isFalse();
        assertThat(NONE.plus(FIRST).isLate(open.closed(AT, 11))).isFalse();
        assertThat(NONE.plus(SECOND).isLate(open.closed(AT, 11))).isTrue();
        assertThat(NONE.plus(FIRST).plus(version("b", "Writing more", 2, 14)).isLate(open.closed(AT, 13)))
                .isFalse();
        assertThat(NONE.plus(SKIP).isLate(open.closed(AT, 11))).isFalse();
    }

    @Test
    void ofVeryManyVersionsTheFirstAndTheLatestAreKept() {
        var answers = IntStream.rangeClosed(1, 150)
                .mapToObj(i -> version("v" + i, "Writing " + i, i, i))
                .reduce(NONE, MemberAnswers::plus, (one, _) -> one);

        assertThat(answers.versions()).hasSize(MemberAnswers.MOST_VERSIONS);
        assertThat(answers.versions().getFirst().sequence()).isEqualTo(1);
        assertThat(answers.versions().get(1).sequence()).isEqualTo(52);
        assertThat(answers.versions().getLast().sequence()).isEqualTo(150);
    }

    private static Version version(String id, String text, long sequence, long offset) {
        return new Version(id, List.of(new Answer("Today?", text)), AT, sequence, offset);
    }
}
