package dev.muster.report;

import static dev.muster.report.History.ADA;
import static dev.muster.report.History.BEN;
import static dev.muster.report.History.CHANNEL;
import static dev.muster.report.History.CLEO;
import static dev.muster.report.History.CLOSED;
import static dev.muster.report.History.DAN;
import static dev.muster.report.History.NAME;
import static dev.muster.report.History.STRANGER;
import static dev.muster.report.History.answers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ReportEntry;
import dev.muster.events.RunClosed;
import dev.muster.events.StandupReport;
import dev.muster.events.StandupRunEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunStateTest {

    private static final String RUN = "daily|2026-11-20";

    private final History run = new History(RUN);

    @Test
    void closingMakesTheReport() {
        var state = fold(
                run.opened(ADA, BEN, CLEO),
                run.answered(BEN, 7, "tests"),
                run.skipped(CLEO, 8),
                run.reminded(),
                run.closed());

        assertThat(state.report())
                .contains(new StandupReport(
                        RUN,
                        1,
                        NAME,
                        CHANNEL,
                        List.of(entry(BEN, "tests", false)),
                        List.of(CLEO),
                        List.of(ADA),
                        CLOSED));
    }

    @Test
    void theTraceOfAMembersLatestAnswersIsRemembered() {
        var first = run.answered(ADA, 1, "docs");
        var second = run.answered(ADA, 5, "tests");
        var before = fold(run.opened(ADA, BEN), first, second);

        var after = before.tracedTo(second, "second")
                .tracedTo(first, "first")
                .tracedTo(run.answered(STRANGER, 6, "x"), "stranger")
                .tracedTo(run.closed(), "closing");

        assertThat(after.traces()).containsExactlyEntriesOf(Map.of(ADA, "second"));
        assertThat(after.report()).isEqualTo(before.report());
        assertThat(fold(after, run.closed(), run.skipped(BEN, 7)).traces()).isEqualTo(after.traces());
    }

    @Test
    void openRunHasNoReport() {
        var state = fold(run.opened(ADA), run.answered(ADA, 1, "all"), run.passedOver(ADA), run.tickPassedOver());

        assertThat(state.report()).isEmpty();
        assertThat(state.revision()).isZero();
    }

    @Test
    void firstOpeningCounts() {
        var state = fold(run.opened(ADA), run.opened(BEN), run.closed(), run.opened(CLEO));

        assertThat(report(state).missing()).containsExactly(ADA);
        assertThat(state.revision()).isEqualTo(1);
    }

    @Test
    void closingBeforeTheOpeningIsNone() {
        var state = fold(run.closed(), run.opened(ADA));

        assertThat(state.report()).isEmpty();
        assertThat(fold(state, run.closed()).revision()).isEqualTo(1);
    }

    @Test
    void firstClosingCounts() {
        var state = fold(run.opened(ADA), run.closed(), new RunClosed(RUN, CLOSED.plusSeconds(60)));

        assertThat(report(state).closedAt()).isEqualTo(CLOSED);
        assertThat(state.revision()).isEqualTo(1);
    }

    @Test
    void whoIsNoMemberIsPassedOver() {
        var before = fold(run.opened(ADA), run.answered(ADA, 1, "all"));

        assertThat(fold(before, run.answered(STRANGER, 2, "me too"), run.skipped(STRANGER, 3)))
                .isEqualTo(before);
    }

    @Test
    void whatComesBeforeTheOpeningOrIsNoMembersIsPassedOver() {
        var state = fold(
                run.answered(ADA, 1, "early"),
                run.skipped(BEN, 2),
                run.opened(ADA, BEN),
                run.answered(STRANGER, 3, "me too"),
                run.skipped(STRANGER, 4),
                run.closed());

        assertThat(report(state).entries()).isEmpty();
        assertThat(report(state).missing()).containsExactly(ADA, BEN);
        assertThat(state.skipped()).isEmpty();
    }

    @Test
    void greatestSequenceCountsInWhateverOrder() {
        var inOrder = fold(run.opened(ADA), run.answered(ADA, 1, "old"), run.answered(ADA, 2, "new"), run.closed());
        var swapped = fold(run.opened(ADA), run.answered(ADA, 2, "new"), run.answered(ADA, 1, "old"), run.closed());

        assertThat(report(inOrder).entries()).containsExactly(entry(ADA, "new", false));
        assertThat(swapped).isEqualTo(inOrder);
    }

    @Test
    void entriesStandInOrderOfFirstAnswers() {
        var state = fold(
                run.opened(ADA, BEN, CLEO),
                run.answered(CLEO, 1, "first"),
                run.answered(ADA, 2, "second"),
                run.answered(CLEO, 3, "again"),
                run.closed());

        assertThat(report(state).entries()).extracting(ReportEntry::userId).containsExactly(CLEO, ADA);
    }

    @Test
    void skippedAndMissingStandInOrderOfMembers() {
        var state = fold(run.opened(ADA, BEN, CLEO, DAN), run.skipped(CLEO, 1), run.skipped(ADA, 2), run.closed());

        assertThat(report(state).skipped()).containsExactly(ADA, CLEO);
        assertThat(report(state).missing()).containsExactly(BEN, DAN);
    }

    @Test
    void whoAnsweredHasNotSkippedInEitherOrder() {
        var skippedFirst = fold(run.opened(ADA), run.skipped(ADA, 1), run.answered(ADA, 2, "after all"), run.closed());
        var answeredFirst = fold(run.opened(ADA), run.answered(ADA, 2, "after all"), run.skipped(ADA, 1), run.closed());

        assertThat(report(skippedFirst).skipped()).isEmpty();
        assertThat(answeredFirst).isEqualTo(skippedFirst);
    }

    @Test
    void blankAnswersAreAnswers() {
        var state = fold(run.opened(ADA), run.answered(ADA, 1, ""), run.closed());

        assertThat(report(state).entries()).containsExactly(entry(ADA, "", false));
        assertThat(report(state).missing()).isEmpty();
    }

    @Test
    void runWithoutAnswersOrMembersHasAReportToo() {
        var silent = fold(run.opened(ADA, BEN), run.closed());
        var empty = fold(run.opened(), run.closed());

        assertThat(report(silent).missing()).containsExactly(ADA, BEN);
        assertThat(report(empty).missing()).isEmpty();
        assertThat(empty.revision()).isEqualTo(1);
    }

    @Test
    void firstAnswersAfterTheClosingAreLate() {
        var state = fold(
                run.opened(ADA, BEN),
                run.answered(ADA, 1, "in time"),
                run.closed(),
                run.answered(ADA, 2, "corrected"),
                run.answered(BEN, 3, "late"),
                run.answered(BEN, 4, "later"));

        assertThat(report(state).entries()).containsExactly(entry(ADA, "corrected", false), entry(BEN, "later", true));
        assertThat(state.revision()).isEqualTo(4);
    }

    @Test
    void skipAfterTheClosingIsNoMoreMissing() {
        var state = fold(run.opened(ADA), run.closed(), run.skipped(ADA, 1));

        assertThat(report(state).skipped()).containsExactly(ADA);
        assertThat(report(state).missing()).isEmpty();
        assertThat(state.revision()).isEqualTo(2);
    }

    @Test
    void whatChangesNothingIsNoRevision() {
        var closed = fold(run.opened(ADA, BEN), run.answered(ADA, 2, "same"), run.skipped(BEN, 3), run.closed());

        var after = fold(
                closed,
                run.answered(ADA, 2, "same"),
                run.answered(ADA, 1, "older"),
                run.answered(ADA, 5, "same"),
                run.skipped(ADA, 6),
                run.skipped(BEN, 7),
                run.reminded(),
                run.closed());

        assertThat(after.revision()).isEqualTo(1);
        assertThat(after.report()).isEqualTo(closed.report());
    }

    private static RunState fold(StandupRunEvent... events) {
        return fold(RunState.UNKNOWN, events);
    }

    private static RunState fold(RunState state, StandupRunEvent... events) {
        for (var event : events) {
            state = state.plus(event);
        }
        return state;
    }

    private static StandupReport report(RunState state) {
        return state.report().orElseThrow();
    }

    private static ReportEntry entry(String user, String text, boolean late) {
        return new ReportEntry(user, answers(text), late);
    }
}
