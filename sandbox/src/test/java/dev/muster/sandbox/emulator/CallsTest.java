package dev.muster.sandbox.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallsTest {

    private final Calls calls = new Calls();

    @Test
    void newestAreKeptWhenTheyBecomeTooMany() {
        for (int i = 0; i < 100_001; i++) {
            calls.arrived(call("x"));
        }

        assertThat(calls.of(null)).hasSize(100_000);
    }

    @Test
    void newestAreKeptWhenTheyBecomeTooLarge() {
        for (int i = 0; i < 30; i++) {
            long number = calls.arrived(call(Integer.toString(i)));
            calls.answered(number, new Answer(200, Map.of()), 1_000_000);
        }

        assertThat(calls.of(null)).hasSize(23);
        assertThat(calls.of("29")).hasSize(1);
        assertThat(calls.of("0")).isEmpty();
    }

    private static Call call(String operation) {
        return new Call(Instant.EPOCH, operation, Map.of(), null, null);
    }
}
