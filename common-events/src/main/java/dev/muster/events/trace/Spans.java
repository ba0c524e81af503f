package dev.muster.events.trace;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Begins the spans that no library begins for us. Each is current until its work ends, so that what is logged has its ids. */
public final class Spans {

    /** Begins none: for whatever runs outside of a service. */
    public static final Spans NONE = new Spans(Tracer.NOOP, Propagator.NOOP);

    /** @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace Context, traceparent</a> */
    private static final String TRACEPARENT = "traceparent";

    private static final Pattern SAMPLED = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f][13579bdf]");

    private final Tracer tracer;
    private final Propagator propagator;

    /** Begins them by a tracer, and carries them by a propagator. */
    public Spans(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /** Begins a trace: something that has come from outside, and not by a way that tells of a trace. */
    public OpenSpan beginTrace(String name) {
        return open(tracer.spanBuilder().setNoParent().name(name).kind(Span.Kind.SERVER));
    }

    /** Begins a call to an outside system, within the current span. */
    public OpenSpan beginCall(String name) {
        var builder = tracer.spanBuilder().name(name).kind(Span.Kind.CLIENT);
        var current = tracer.currentSpan();
        return open(current == null ? builder : builder.setParent(current.context()));
    }

    /** Whether there is a current span. */
    public boolean isWithinOne() {
        return tracer.currentSpan() != null;
    }

    /**
     * Begins what follows from a record, in the trace of the record.
     *
     * @param key the record's
     * @param links other {@linkplain #traceparentOf traceparents} that it follows from
     */
    public OpenSpan follow(@Nullable String key, Headers headers, String name, Collection<String> links) {
        var builder = propagator
                .extract(headers, (from, header) -> EventsInSpans.textOf(from, header)
                        .orElse(null))
                .name(name)
                .kind(Span.Kind.CONSUMER);
        EventsInSpans.describe(key, headers, builder::tag);
        links.stream().flatMap(this::contextOf).forEach(context -> builder.addLink(new Link(context)));
        return open(builder);
    }

    /** What a record says of the span that it was published in. */
    public static Optional<String> traceparentOf(Headers headers) {
        return EventsInSpans.textOf(headers, TRACEPARENT);
    }

    private OpenSpan open(Span.Builder builder) {
        var span = builder.start();
        return new OpenSpan(span, tracer.withSpan(span), propagator);
    }

    /** Nobody can look up a trace that was not sampled. */
    private Stream<TraceContext> contextOf(String traceparent) {
        var parts = SAMPLED.matcher(traceparent);
        return parts.matches()
                ? Stream.of(tracer.traceContextBuilder()
                        .traceId(parts.group(1))
                        .spanId(parts.group(2))
                        .sampled(true)
                        .build())
                : Stream.empty();
    }
}
