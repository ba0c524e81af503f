package dev.muster.report;

import static dev.muster.report.History.ADA;
import static dev.muster.report.History.BEN;
import static dev.muster.report.History.CLEO;
import static dev.muster.report.History.DAN;
import static dev.muster.report.History.STRANGER;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.Envelope;
import dev.muster.events.PostRequested;
import dev.muster.events.RunOpened;
import dev.muster.events.StandupReport;
import dev.muster.events.StandupRunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every history of a run, in whatever order and however often its events come. */
class AnyHistoryTest {

    private final History run = new History("daily|2026-11-20");

    @Test
    void anyEventAgainAnywhereLaterPublishesNothingMore() {
        var history = run.inFull();
        var expected = published(history);

        for (var i = 0; i < history.size(); i++) {
            for (var place = i + 1; place <= history.size(); place++) {
                var repeated = new ArrayList<>(history);
                repeated.add(place, history.get(i));

                assertThat(published(repeated))
                        .as("event %d again at %d", i, place)
                        .isEqualTo(expected);
            }
        }
        assertThat(expected).hasSize(11);
    }

    @Test
    void anyTwoEventsAfterTheOpeningAndOnOneSideOfTheClosingCanChangePlaces() {
        var history = run.inFull();
        var opening = history.stream().map(Object::getClass).toList().indexOf(RunOpened.class);
        var closing = history.indexOf(run.closed());
        var expected = inTheEnd(history);

        for (var i = opening + 1; i < history.size(); i++) {
            for (var j = i + 1; j < history.size(); j++) {
                // What stands on either side of the closing is in time or late: that order is what happened.
                if (j < closing || i > closing) {
                    var swapped = new ArrayList<>(history);
                    Collections.swap(swapped, i, j);

                    assertThat(inTheEnd(swapped)).as("%d and %d swapped", i, j).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void everyRevisionEqualsAPlainRecomputation() {
        var random = new Random(20);
        var revisions = 0;
        for (var round = 0; round < 3000; round++) {
            var events = randomHistory(random);

            var expected = new ArrayList<StandupReport>();
            for (var length = 1; length <= events.size(); length++) {
                var before = PlainReport.of(events.subList(0, length - 1), 1);
                var report = PlainReport.of(events.subList(0, length), 1);
                if (report != null && !report.equals(before)) {
                    expected.add(requireNonNull(PlainReport.of(events.subList(0, length), expected.size() + 1)));
                }
            }
            assertThat(reports(events)).as("round %d", round).isEqualTo(expected);
            revisions += expected.size();
        }
        assertThat(revisions).isGreaterThan(3000);
    }

    /** Whoever keeps the latest message of each part sees the latest report, and each part's revision says since when. */
    @Test
    void postsTellTheReportWithoutAWordTooMany() {
        var random = new Random(21);
        for (var round = 0; round < 1000; round++) {
            var shown = new HashMap<String, PostRequested>();
            for (var revision : revisions(randomHistory(random))) {
                for (var envelope : revision.events()) {
                    if (envelope.event() instanceof PostRequested post) {
                        var before = shown.put(post.part(), post);
                        assertThat(before == null ? null : content(before)).isNotEqualTo(content(post));
                        assertThat(post.revision()).isEqualTo(revision.report().revision());
                    }
                }
                var report = revision.report();
                assertThat(shown).hasSize(1 + report.entries().size());
                assertThat(report.entries()).allSatisfy(entry -> assertThat(
                                requireNonNull(shown.get(entry.userId())).entry())
                        .isEqualTo(entry));
                var summary = requireNonNull(
                        requireNonNull(shown.get(PostRequested.SUMMARY)).summary());
                assertThat(summary.answered()).isEqualTo(report.entries().size());
                assertThat(summary.skipped()).isEqualTo(report.skipped());
                assertThat(summary.missing()).isEqualTo(report.missing());
            }
        }
    }

    private List<StandupRunEvent> randomHistory(Random random) {
        var users = List.of(ADA, BEN, CLEO, DAN, STRANGER);
        var events = new ArrayList<StandupRunEvent>();
        for (var i = 0; i < 12; i++) {
            var user = users.get(random.nextInt(users.size()));
            events.add(
                    switch (random.nextInt(6)) {
                        case 0 -> run.skipped(user, i);
                        case 1 -> run.reminded();
                        case 2 -> run.closed();
                        // One offset is one person's.
                        default ->
                            run.answered(
                                    user,
                                    random.nextInt(i + 1) * 10L + users.indexOf(user),
                                    "text " + random.nextInt(3));
                    });
            if (random.nextInt(3) == 0) {
                events.add(events.get(random.nextInt(events.size())));
            }
        }
        events.add(random.nextInt(events.size()), run.opened(users.subList(0, random.nextInt(5))));
        events.add(run.opened(STRANGER));
        return events;
    }

    private static List<Revision> revisions(List<StandupRunEvent> history) {
        var revisions = new ArrayList<Revision>();
        var before = RunState.UNKNOWN;
        for (var event : history) {
            var after = before.plus(event);
            if (after.revision() > before.revision()) {
                revisions.add(new Revision(
                        before.report().orElse(null), after.report().orElseThrow(), Instant.EPOCH));
            }
            before = after;
        }
        return revisions;
    }

    private static List<StandupReport> reports(List<StandupRunEvent> history) {
        return revisions(history).stream().map(Revision::report).toList();
    }

    private static List<Envelope<?>> published(List<StandupRunEvent> history) {
        return revisions(history).stream()
                .flatMap(revision -> revision.events().stream())
                .toList();
    }

    /** What the report and each message say in the end, whichever revision that is. */
    private static Map<String, List<?>> inTheEnd(List<StandupRunEvent> history) {
        var last = new HashMap<String, List<?>>();
        for (var envelope : published(history)) {
            switch (envelope.event()) {
                case PostRequested post -> last.put(post.part(), content(post));
                case StandupReport report ->
                    last.put(
                            "report", List.of(report.entries(), report.skipped(), report.missing(), report.closedAt()));
                default -> throw new AssertionError(envelope);
            }
        }
        return last;
    }

    private static List<?> content(PostRequested post) {
        return List.of(post.name(), post.channel(), String.valueOf(post.summary()), String.valueOf(post.entry()));
    }
}
