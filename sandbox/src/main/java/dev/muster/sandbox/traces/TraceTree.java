package dev.muster.sandbox.traces;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A trace as text: what followed from what, in which service, when after the beginning, and how long it took. */
final class TraceTree {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final double NANOS_A_MILLI = 1_000_000;
    private static final String EVENT_TYPE = "cloudevents.event_type";

    private final List<SeenSpan> spans;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String what, String service, long startNanos, long endNanos) {}

    private TraceTree(List<SeenSpan> spans) {
        this.spans = spans;
    }

    /**
     * Draws a trace.
     *
     * @param spans of one trace, by their beginnings
     */
    static String of(List<SeenSpan> spans) {
        return new TraceTree(spans).draw();
    }

    /** A trace in one line. */
    static String inOneLine(List<SeenSpan> spans) {
        var first = spans.getFirst();
        var services = spans.stream().map(SeenSpan::service).distinct().collect(joining(", "));
        return "%s  %s  %s (%d spans: %s)%n"
                .formatted(first.traceId(), timeOf(first), first.name(), spans.size(), services);
    }

    private String draw() {
        var roots = spans.stream().filter(span -> spans.stream().noneMatch(other -> isParent(other, span)));
        roots.forEach(root -> add(root, "", ""));
        var first = spans.getFirst();
        var widest = rows.stream()
                .filter(row -> !row.service().isEmpty())
                .mapToInt(row -> row.what().length())
                .max()
                .orElse(0);
        return "trace " + first.traceId() + ", begun at " + timeOf(first) + "\n"
                + rows.stream()
                        .map(row -> line(row, widest, first.startNanos()))
                        .collect(joining());
    }

    private void add(SeenSpan span, String lead, String leadOfChildren) {
        rows.add(new Row(lead + describe(span), span.service(), span.startNanos(), span.endNanos()));
        var children = spans.stream().filter(other -> isParent(span, other)).toList();
        for (var link : span.links()) {
            var mark = leadOfChildren + (children.isEmpty() ? "   " : "│  ") + "⇠ follows from span " + link.spanId()
                    + " of trace " + link.traceId();
            rows.add(new Row(mark, "", 0, 0));
        }
        for (var child : children) {
            var isLast = child.spanId().equals(children.getLast().spanId());
            add(child, leadOfChildren + (isLast ? "└─ " : "├─ "), leadOfChildren + (isLast ? "   " : "│  "));
        }
    }

    private static boolean isParent(SeenSpan one, SeenSpan other) {
        return one.spanId().equals(other.parentId());
    }

    private static String describe(SeenSpan span) {
        var attributes = span.attributes();
        var type = attributes.getOrDefault(EVENT_TYPE, "");
        var isEffect = attributes.containsKey("code");
        return Stream.of(
                        span.name(),
                        type.substring(type.lastIndexOf('.') + 1),
                        attributes.getOrDefault("status", ""),
                        isEffect ? attributes.getOrDefault("outcome", "") : "",
                        attributes.getOrDefault("code", ""),
                        span.failed() ? "FAILED" : "")
                .filter(part -> !part.isEmpty())
                .collect(joining(" "));
    }

    private static String line(Row row, int widest, long beginNanos) {
        if (row.service().isEmpty()) {
            return row.what() + "\n";
        }
        return String.format(
                Locale.ROOT,
                "%s  %-15s %+9.1f ms %9.1f ms%n",
                row.what() + " ".repeat(widest - row.what().length()),
                row.service(),
                (row.startNanos() - beginNanos) / NANOS_A_MILLI,
                (row.endNanos() - row.startNanos()) / NANOS_A_MILLI);
    }

    private static String timeOf(SeenSpan span) {
        return TIME.format(Instant.ofEpochSecond(0, span.startNanos()));
    }
}
