package dev.muster.sandbox.chaos.check;

import static dev.muster.sandbox.chaos.check.MadeUp.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SightingsCheckTest {

    private static final String ENTITY = "signup:" + MadeUp.ADA;

    @Test
    void whatGoesForwardIsRight() {
        assertThat(violations(
                        seen("browser", 1, "pending", 0),
                        seen("browser", 1, "waiting", 0),
                        seen("browser", 1, "pending", 0),
                        seen("browser", 1, "waiting", 1),
                        seen("browser", 1, "waiting", 2),
                        seen("browser", 1, "succeeded", 3),
                        seen("browser", 2, "pending", 0)))
                .isEmpty();
    }

    @Test
    void sequenceThatFallsIsSeen() {
        assertThat(violations(seen("browser", 2, "pending", 0), seen("browser", 1, "succeeded", 1)))
                .singleElement()
                .asString()
                .contains(ENTITY, "browser", "1 after 2");
    }

    @ParameterizedTest
    @CsvSource({"succeeded, waiting", "rejected, pending", "succeeded, rejected", "waiting, pending"})
    void stepThatFallsBackIsSeen(String before, String now) {
        assertThat(violations(seen("browser", 1, before, 1), seen("browser", 1, now, 1)))
                .singleElement()
                .asString()
                .contains(ENTITY, "step slack is " + now + " after " + before);
    }

    @Test
    void attemptsThatFallAreSeen() {
        assertThat(violations(seen("browser", 1, "waiting", 2), seen("browser", 1, "waiting", 1)))
                .singleElement()
                .asString()
                .contains("1 attempts after 2 attempts");
    }

    @Test
    void eachWatcherIsComparedWithThemselvesAlone() {
        assertThat(violations(seen("one", 1, "succeeded", 1), seen("other", 1, "pending", 0)))
                .isEmpty();
    }

    @Test
    void revisionThatFallsIsSeen() {
        assertThat(violations(
                        new Sighting("report:" + MadeUp.RUN, "reader", START, 2, "2 answered"),
                        new Sighting("report:" + MadeUp.RUN, "reader", START, 1, "1 answered")))
                .singleElement()
                .asString()
                .contains("report:" + MadeUp.RUN);
    }

    private static Sighting seen(String watcher, long sequence, String status, int attempts) {
        return new Sighting(ENTITY, watcher, START, sequence, """
                {"steps": [{"step": "slack", "status": "%s", "attempts": %d}]}""".formatted(status, attempts));
    }

    private static List<String> violations(Sighting... sightings) {
        return SightingsCheck.of(List.of(sightings)).violations();
    }
}
