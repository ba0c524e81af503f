package dev.muster.events.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottlingTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private final Throttling throttling = new Throttling();

    @Test
    void whatIsToBeWaitedCountsAsItPasses() {
        throttling.extend(NOW, NOW.plusSeconds(60));

        assertThat(waitedAfter(0)).isZero();
        assertThat(waitedAfter(15)).isEqualTo(Duration.ofSeconds(15));
        assertThat(waitedAfter(600)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void manyWhoAreToldToWaitAtOnceWaitOnce() {
        throttling.extend(NOW, NOW.plusSeconds(60));
        throttling.extend(NOW.plusSeconds(1), NOW.plusSeconds(61));
        throttling.extend(NOW.plusSeconds(2), NOW.plusSeconds(32));

        assertThat(waitedAfter(600)).isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void theTimeBetweenTwoWaitsIsNone() {
        throttling.extend(NOW, NOW.plusSeconds(10));
        throttling.extend(NOW.plusSeconds(100), NOW.plusSeconds(110));

        assertThat(waitedAfter(600)).isEqualTo(Duration.ofSeconds(20));
    }

    private Duration waitedAfter(long seconds) {
        return throttling.total(NOW.plusSeconds(seconds));
    }
}
