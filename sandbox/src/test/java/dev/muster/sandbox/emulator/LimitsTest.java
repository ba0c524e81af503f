package dev.muster.sandbox.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private Instant now = Instant.parse("2026-11-20T09:00:00Z");
    private final Limits limits = new Limits(List.of(new Limit(Limit.WHOLE_ACCOUNT, 2, 1)), () -> now);

    @Test
    void windowSlides() {
        assertThat(limits.toWait("contacts", "")).isEmpty();
        later(600);
        assertThat(limits.toWait("contact/sync", "")).isEmpty();
        later(399);
        assertThat(limits.toWait("contacts", "")).hasValue(Duration.ofMillis(1));
        later(1);

        assertThat(limits.toWait("contacts", "")).isEmpty();
        assertThat(limits.toWait("contacts", "")).hasValue(Duration.ofMillis(600));
    }

    @Test
    void refusedRequestDoesNotCount() {
        limits.toWait("contacts", "");
        limits.toWait("contacts", "");
        for (int i = 0; i < 9; i++) {
            later(100);
            assertThat(limits.toWait("contacts", "")).isPresent();
        }
        later(100);

        assertThat(limits.toWait("contacts", "")).isEmpty();
    }

    @Test
    void limitOfAnOperationHoldsBesideTheAccounts() {
        limits.put(new Limit("contact/sync", 1, 30));

        assertThat(limits.toWait("contact/sync", "")).isEmpty();
        later(1000);
        assertThat(limits.toWait("contact/sync", "")).hasValue(Duration.ofSeconds(29));
        assertThat(limits.toWait("contacts", "")).isEmpty();
    }

    @Test
    void defaultsComeBack() {
        limits.put(new Limit(Limit.WHOLE_ACCOUNT, 1, 60));
        limits.put(new Limit("contacts", 1, 60));

        limits.restoreDefaults();

        assertThat(limits.all()).containsExactly(new Limit(Limit.WHOLE_ACCOUNT, 2, 1));
    }

    private void later(long millis) {
        now = now.plusMillis(millis);
    }
}
