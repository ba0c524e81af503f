package dev.muster.report;

import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.MemberSkipped;
import dev.muster.events.ReportEntry;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.StandupReport;
import dev.muster.events.StandupRunEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The report as somebody would work it out who has the whole history before them: shares nothing with the fold. */
final class PlainReport {

    private PlainReport() {}

    /** What the history comes to, or null while there is nothing to report. */
    static @Nullable StandupReport of(List<StandupRunEvent> history, int revision) {
        RunOpened opening = null;
        RunClosed closing = null;
        var begin = 0;
        var end = 0;
        for (var i = 0; i < history.size(); i++) {
            if (history.get(i) instanceof RunOpened opened && opening == null) {
                opening = opened;
                begin = i;
            }
            if (history.get(i) instanceof RunClosed closed && opening != null && closing == null) {
                closing = closed;
                end = i;
            }
        }
        if (opening == null || closing == null) {
            return null;
        }

        Map<String, Long> first = new HashMap<>();
        Map<String, Long> latest = new HashMap<>();
        Map<String, List<Answer>> texts = new HashMap<>();
        Set<String> inTime = new HashSet<>();
        Set<String> skipped = new HashSet<>();
        for (var i = begin; i < history.size(); i++) {
            if (history.get(i) instanceof AnswersRecorded answers) {
                first.merge(answers.userId(), answers.sequence(), Math::min);
                if (answers.sequence() > latest.getOrDefault(answers.userId(), -1L)) {
                    latest.put(answers.userId(), answers.sequence());
                    texts.put(answers.userId(), answers.answers());
                }
                if (i < end) {
                    inTime.add(answers.userId());
                }
            } else if (history.get(i) instanceof MemberSkipped skip) {
                skipped.add(skip.userId());
            }
        }

        var entries = new ArrayList<ReportEntry>();
        var skippers = new ArrayList<String>();
        var missing = new ArrayList<String>();
        for (var member : opening.members()) {
            var text = texts.get(member);
            if (text != null) {
                entries.add(new ReportEntry(member, text, !inTime.contains(member)));
            } else if (skipped.contains(member)) {
                skippers.add(member);
            } else {
                missing.add(member);
            }
        }
        entries.sort((one, other) ->
                Long.compare(first.getOrDefault(one.userId(), 0L), first.getOrDefault(other.userId(), 0L)));
        return new StandupReport(
                opening.runId(),
                revision,
                opening.name(),
                opening.channel(),
                entries,
                skippers,
                missing,
                closing.closedAt());
    }
}
