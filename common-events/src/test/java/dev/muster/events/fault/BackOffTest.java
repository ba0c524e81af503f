package dev.muster.events.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    private final BackOff backOff = BackOff.UP_TO_A_MINUTE;

    @ParameterizedTest
    @CsvSource({
        "1, 500, 1000",
        "2, 1000, 2000",
        "3, 2000, 4000",
        "6, 16000, 32000",
        "7, 30000, 60000",
        "1000, 30000, 60000"
    })
    void eachFailureDoublesTheWaitUpToAMinute(int failures, long least, long most) {
        var random = new Random(7);

        assertThat(IntStream.range(0, 1000).mapToObj(_ -> backOff.after(failures, random)))
                .allMatch(wait -> wait.toMillis() >= least && wait.toMillis() <= most);
    }

    @Test
    void waitsAreSpread() {
        var random = new Random(7);

        assertThat(IntStream.range(0, 100)
                        .mapToObj(_ -> backOff.after(5, random))
                        .distinct())
                .hasSizeGreaterThan(90);
    }

    @Test
    void neverExceedsItsMost() {
        var tight = new BackOff(Duration.ofSeconds(5), Duration.ofSeconds(2));

        assertThat(tight.after(1, new Random(7))).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }
}
