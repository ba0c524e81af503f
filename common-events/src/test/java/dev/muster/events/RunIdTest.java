package dev.muster.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {

    @Test
    void readsWhatItWrites() {
        var run = new RunId("platform-team", LocalDate.of(2026, 11, 20));

        assertThat(run).hasToString("platform-team|2026-11-20");
        assertThat(RunId.of(run.toString())).isEqualTo(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "daily", "|2026-11-20", "daily|", "daily|yesterday", "daily|2026-13-01"})
    void refusesWhatIsNoRun(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RunId.of(text));
    }
}
