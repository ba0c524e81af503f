package dev.muster.events.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A span that is under way, and the current one of its thread. Nothing personal may be said in it. */
public final class OpenSpan implements AutoCloseable {

    private final Span span;
    private final Tracer.SpanInScope scope;
    private final Propagator propagator;

    OpenSpan(Span span, Tracer.SpanInScope scope, Propagator propagator) {
        this.span = span;
        this.scope = scope;
        this.propagator = propagator;
    }

    /** Says something of it. */
    public OpenSpan tag(String name, String value) {
        span.tag(name, value);
        return this;
    }

    /** Says that it failed. */
    public void fail(Throwable cause) {
        span.error(cause);
    }

    /** What is to stand in the headers of records that follow from it. */
    public Headers headers() {
        var headers = new RecordHeaders();
        propagator.inject(span.context(), headers, (_, name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return headers;
    }

    /** Ends it. */
    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
