package dev.muster.events.effect;

import com.mongodb.MongoException;
import dev.muster.events.effect.EffectLine.Attempt;
import dev.muster.events.effect.EffectLine.Call;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.trace.OpenSpan;
import dev.muster.events.trace.Spans;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of a line, each measured, and in a span that says how it ended: with which of the provider's codes, and nothing
 * about whom.
 *
 * @param name of the spans: the provider, and what it is asked for
 */
record Calls(String name, Spans spans, EffectMeters meters) {

    private static final Logger log = LoggerFactory.getLogger(Calls.class);

    /**
     * Makes a call.
     *
     * @throws Fault if the effect did not come about, as far as anybody knows
     */
    Done make(Effect effect, Call call, Attempt attempt) throws InterruptedException {
        var begun = System.nanoTime();
        try {
            return spans.beginCall(name).within(span -> make(effect, call, attempt, span));
        } finally {
            meters.called(effect, System.nanoTime() - begun);
        }
    }

    private static Done make(Effect effect, Call call, Attempt attempt, OpenSpan span) throws InterruptedException {
        span.tag("muster.effect.id", effect.id()).tag("muster.effect.in_doubt", Boolean.toString(attempt.inDoubt()));
        try {
            var done = make(call, attempt);
            span.tag("outcome", "succeeded").tag("code", done.code());
            return done;
        } catch (Fault fault) {
            span.tag("outcome", nameOf(fault)).tag("code", fault.code());
            throw fault;
        }
    }

    /** Whatever a client fails with that it should not, it may have called. Our own store and broker are no client's failure. */
    private static Done make(Call call, Attempt attempt) throws InterruptedException {
        try {
            return call.make(attempt);
        } catch (Fault | MongoException | KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("A client failed in a way that it should not", e);
            throw Unavailable.inDoubt("internal_error", e.getClass().getSimpleName());
        }
    }

    private static String nameOf(Fault fault) {
        return switch (fault) {
            case Rejected _ -> "rejected";
            case Throttled _ -> "throttled";
            case Unavailable _ -> "unavailable";
        };
    }
}
