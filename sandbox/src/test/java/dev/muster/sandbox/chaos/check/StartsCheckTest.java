package dev.muster.sandbox.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StartsCheckTest {

    @Test
    void startAfterEachFaultIsRight() {
        var verdict = StartsCheck.of(Map.of("broker", 1, "crm-service", 3), Map.of("crm-service", 2));

        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.figures()).containsExactly("started again: 2", "faults that end a process: 2");
    }

    @Test
    void twoFaultsMayEndTheSameLife() {
        assertThat(StartsCheck.of(Map.of("crm-service", 2), Map.of("crm-service", 2))
                        .holds())
                .isTrue();
    }

    @Test
    void processThatEndsByItselfIsSeen() {
        assertThat(StartsCheck.of(Map.of("broker", 1, "crm-service", 4), Map.of("crm-service", 2))
                        .violations())
                .containsExactly("crm-service was started again 3 times, after 2 faults");
    }
}
