package dev.muster.events.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ViewMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long now = 1;
    private final ViewMeters meters = new ViewMeters(registry, "records", () -> now);

    @Test
    void thatAViewIsWholeIsUnknownWhileNobodyLooks() {
        assertThat(whole()).isNaN();

        meters.looked(true);
        pass(Duration.ofSeconds(20));
        assertThat(whole()).isEqualTo(1);

        pass(Duration.ofSeconds(20));
        assertThat(whole()).as("the store is away, or a ledger is being built").isNaN();

        meters.looked(true);
        assertThat(whole()).isEqualTo(1);
    }

    @Test
    void thatAViewIsNotWholeIsKnownUntilItIsWhole() {
        meters.looked(false);
        pass(Duration.ofHours(1));

        assertThat(whole()).isZero();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private double whole() {
        return registry.get("muster.view.whole").tag("view", "records").gauge().value();
    }
}
