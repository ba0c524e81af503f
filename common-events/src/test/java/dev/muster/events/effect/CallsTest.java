package dev.muster.events.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import dev.muster.events.OutsideSystem;
import dev.muster.events.effect.EffectLine.Attempt;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.trace.Spans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class CallsTest {

    private static final Attempt FIRST = new Attempt(false, null);

    private final SimpleTracer tracer = new SimpleTracer();
    private final Calls calls = new Calls(
            "slack users.admin.invite",
            new Spans(tracer, Propagator.NOOP),
            new EffectMeters(new SimpleMeterRegistry(), InstantSource.system(), OutsideSystem.SLACK, "effects"));
    private final Effect effect = new Effect("invite:abc", "", "cause", 1, Instant.EPOCH, false);

    @Test
    void aCallIsASpanThatSaysHowItEnded() throws Exception {
        calls.make(effect, _ -> new Done("invited", "17"), FIRST);

        var span = tracer.onlySpan();
        assertThat(span.getName()).isEqualTo("slack users.admin.invite");
        assertThat(span.getTags())
                .containsEntry("muster.effect.id", "invite:abc")
                .containsEntry("outcome", "succeeded")
                .containsEntry("code", "invited");
    }

    @Test
    void aCallThatFailsEndsItsSpanWithTheProvidersCode() {
        assertThatThrownBy(() -> calls.make(effect, _ -> fail(Unavailable.inDoubt("timeout", "no answer")), FIRST))
                .isInstanceOf(Unavailable.class);

        var span = tracer.onlySpan();
        assertThat(span.getTags()).containsEntry("outcome", "unavailable").containsEntry("code", "timeout");
        assertThat(span.getError()).isInstanceOf(Unavailable.class);
        assertThat(tracer.currentSpan()).isNull();
    }

    @Test
    void whatAClientShouldNotFailWithIsInDoubt() {
        assertThatThrownBy(() -> calls.make(effect, _ -> fail(new IllegalStateException("ada@example.org")), FIRST))
                .isInstanceOf(Unavailable.class);

        var span = tracer.onlySpan();
        assertThat(span.getTags()).containsEntry("code", "internal_error");
        assertThat(String.valueOf(span.getError())).doesNotContain("ada@example.org");
    }

    @Test
    void aCallThatOurOwnStoreOrBrokerEndsIsAFailedSpanWithoutTheirWords() {
        assertThatThrownBy(() -> calls.make(effect, _ -> fail(new MongoException("ada@example.org")), FIRST))
                .isInstanceOf(MongoException.class);

        var span = tracer.onlySpan();
        assertThat(span.getError()).hasMessage("com.mongodb.MongoException").hasNoCause();
        assertThat(tracer.currentSpan()).isNull();
    }

    private static Done fail(RuntimeException cause) {
        throw cause;
    }
}
