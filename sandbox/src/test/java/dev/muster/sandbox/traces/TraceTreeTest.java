package dev.muster.sandbox.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.traces.SeenSpan.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceTreeTest {

    private static final long MILLI = 1_000_000;

    private final List<SeenSpan> spans = new ArrayList<>();

    @Test
    void whatFollowsStandsBelowWithServiceStartAndDuration() {
        span("1", "", "gateway", "http post", 0, 30, Map.of());
        span("2", "1", "gateway", "signups send", 10, 14, Map.of("cloudevents.event_type", "dev.muster.UserSignedUp"));
        span("3", "2", "slack", "invite", 20, 25, Map.of("outcome", "succeeded", "code", "invited"));
        span("4", "1", "gateway", "later", 28, 29, Map.of());

        assertThat(TraceTree.of(spans).lines().skip(1))
                .containsExactly(
                        "http post                       gateway              +0.0 ms      30.0 ms",
                        "├─ signups send UserSignedUp    gateway             +10.0 ms       4.0 ms",
                        "│  └─ invite succeeded invited  slack               +20.0 ms       5.0 ms",
                        "└─ later                        gateway             +28.0 ms       1.0 ms");
    }

    @Test
    void aLinkStandsBelowItsSpan() {
        spans.add(new SeenSpan(
                "t", "1", "", "report", "fold", 0, MILLI, true, Map.of(), List.of(new Link("other", "9"))));

        assertThat(TraceTree.of(spans)).contains("fold FAILED").contains("⇠ follows from span 9 of trace other");
    }

    @Test
    void whatIsAboutTheSameIsFoundWholeAndTheOldestIsForgotten() {
        var seen = new SeenSpans(3);
        span("1", "", "gateway", "http post", 0, 1, Map.of());
        span("2", "1", "gateway", "send", 0, 1, Map.of("messaging.kafka.message.key", "run|ada"));
        seen.add(spans);

        assertThat(seen.about("run")).singleElement().isEqualTo(spans);
        assertThat(seen.about("jog")).isEmpty();

        seen.add(spans);
        assertThat(seen.all()).singleElement().satisfies(trace -> assertThat(trace)
                .hasSize(3));
    }

    private void span(
            String id,
            String parent,
            String service,
            String name,
            long startMillis,
            long endMillis,
            Map<String, String> attributes) {
        spans.add(new SeenSpan(
                "t", id, parent, service, name, startMillis * MILLI, endMillis * MILLI, false, attributes, List.of()));
    }
}
