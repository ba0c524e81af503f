package dev.muster.events.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace(3, Duration.ofSeconds(1));

    @Test
    void noSecondSeesMoreCallsThanAllowed() throws InterruptedException {
        var beforeTheFirst = System.nanoTime();
        call();
        call();
        call();

        call();

        assertThat(Duration.ofNanos(System.nanoTime() - beforeTheFirst)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void permitsThatWereNotUsedAreGivenBack() throws InterruptedException {
        var started = System.nanoTime();
        for (var i = 0; i < 60; i++) {
            try (var unused = pace.acquire()) {
                assertThat(unused).isNotNull();
            }
        }

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(15));
    }

    private void call() throws InterruptedException {
        try (var permit = pace.acquire()) {
            permit.use();
        }
    }
}
