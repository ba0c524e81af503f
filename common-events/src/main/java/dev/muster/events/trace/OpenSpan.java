package dev.muster.events.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.fault.Fault;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.io.Serial;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A span that is under way, and the current one of its thread, until its work ends. Nothing personal may be said in it. */
public final class OpenSpan {

    private final Span span;
    private final Tracer.SpanInScope scope;
    private final Propagator propagator;

    /** What is done within a span. */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {

        /** Does it. */
        T in(OpenSpan span) throws X;
    }

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

    /** Does the work, and ends the span: as a failed one where that throws anything. */
    public <T, X extends Exception> T within(Work<T, X> work) throws X {
        try {
            return work.in(this);
        } catch (Throwable e) {
            span.error(e instanceof Fault ? e : new Other(e));
            throw e;
        } finally {
            scope.close();
            span.end();
        }
    }

    /** What is to stand in the headers of records that follow from it. */
    public Headers headers() {
        var headers = new RecordHeaders();
        propagator.inject(span.context(), headers, (_, name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return headers;
    }

    /** Of whatever is none of our own faults, its kind: what others write into a message may be personal. */
    private static final class Other extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        Other(Throwable what) {
            super(what.getClass().getName());
            setStackTrace(what.getStackTrace());
        }
    }
}
