package dev.muster.sandbox.traces;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The latest spans of all services, so many at most; the oldest are forgotten first. */
final class SeenSpans {

    private final int most;
    private final Deque<SeenSpan> spans = new ArrayDeque<>();

    SeenSpans(int most) {
        this.most = most;
    }

    synchronized void add(List<SeenSpan> more) {
        spans.addAll(more);
        while (spans.size() > most) {
            spans.removeFirst();
        }
    }

    /** The traces that have to do with something, whole and in the order in which they began. */
    synchronized List<List<SeenSpan>> about(String what) {
        return traces(spans.stream()
                .filter(span -> span.isAbout(what))
                .map(SeenSpan::traceId)
                .collect(Collectors.toSet()));
    }

    /** All traces, likewise. */
    synchronized List<List<SeenSpan>> all() {
        return traces(spans.stream().map(SeenSpan::traceId).collect(Collectors.toSet()));
    }

    private List<List<SeenSpan>> traces(Set<String> ids) {
        var byTrace = spans.stream()
                .filter(span -> ids.contains(span.traceId()))
                .sorted(Comparator.comparingLong(SeenSpan::startNanos))
                .collect(groupingBy(SeenSpan::traceId, LinkedHashMap::new, Collectors.toList()));
        return List.copyOf(byTrace.values());
    }
}
