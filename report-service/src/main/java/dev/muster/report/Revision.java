package dev.muster.report;

import static java.util.stream.Collectors.toMap;

import dev.muster.events.Envelope;
import dev.muster.events.MusterEvent;
import dev.muster.events.PostRequested;
import dev.muster.events.ReportEntry;
import dev.muster.events.ReportSummary;
import dev.muster.events.RunId;
import dev.muster.events.StandupReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One more report of a run, and what is to be told of it.
 *
 * @param before the report before, if there was one
 * @param report the report now
 * @param at when that came about which made the difference
 */
record Revision(@Nullable StandupReport before, StandupReport report, Instant at) {

    static final String SOURCE = "/muster/report-service";

    /** The report, and the messages that are new or differ: the summary first, then members' in their order. */
    List<Envelope<?>> events() {
        var told = before == null ? List.of() : posts(before);
        return Stream.<Envelope<?>>concat(
                        Stream.of(envelope("report:" + report.runId() + ":" + report.revision(), report)),
                        posts(report).stream()
                                .filter(post -> !told.contains(post))
                                .map(this::envelope))
                .toList();
    }

    /** How members took part, of those of whom that is news. */
    List<Attendance> attendances() {
        var known = before == null ? Map.<String, Attendance.Kind>of() : kinds(before);
        var run = RunId.of(report.runId());
        return kinds(report).entrySet().stream()
                .filter(member -> member.getValue() != known.get(member.getKey()))
                .map(member -> new Attendance(
                        run.standupId(), member.getKey(), run.date(), member.getValue(), report.revision(), at))
                .toList();
    }

    /** All messages of a report, as if they came with this revision. */
    private List<PostRequested> posts(StandupReport of) {
        var summary = new ReportSummary(of.entries().size(), of.skipped(), of.missing());
        return Stream.concat(
                        Stream.of(post(PostRequested.SUMMARY, summary, null)),
                        of.entries().stream().map(entry -> post(entry.userId(), null, entry)))
                .toList();
    }

    private PostRequested post(String part, @Nullable ReportSummary summary, @Nullable ReportEntry entry) {
        return new PostRequested(
                report.runId(), part, report.revision(), report.name(), report.channel(), summary, entry);
    }

    private Envelope<PostRequested> envelope(PostRequested post) {
        return envelope("post:" + post.runId() + ":" + post.part() + ":" + post.revision(), post);
    }

    private <E extends MusterEvent> Envelope<E> envelope(String id, E event) {
        return new Envelope<>(id, SOURCE, at, event);
    }

    private static Map<String, Attendance.Kind> kinds(StandupReport of) {
        return Stream.of(
                        of.entries().stream().map(entry -> Map.entry(entry.userId(), Attendance.Kind.ANSWERED)),
                        of.skipped().stream().map(member -> Map.entry(member, Attendance.Kind.SKIPPED)),
                        of.missing().stream().map(member -> Map.entry(member, Attendance.Kind.MISSED)))
                .flatMap(members -> members)
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
