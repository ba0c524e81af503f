package dev.muster.events.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final Duration OFTEN = Duration.ofMillis(1);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final MultiGauge gauge = MultiGauge.builder("lag").register(registry);

    @Test
    void figuresAreShownUntilTheyCannotBeHad() {
        var figures = figures(() -> Map.of(gauge, List.of(Row.of(Tags.of("group", "one"), 3))));

        figures.ask();

        assertThat(registry.get("lag").tag("group", "one").gauge().value()).isEqualTo(3);

        var failing = figures(() -> {
            throw new IllegalStateException("away");
        });
        failing.ask();

        assertThat(registry.find("lag").gauge()).as("unknown is not zero").isNull();
    }

    @Test
    void whatIsLeftOutIsTakenAway() {
        figures(() -> Map.of(gauge, List.of(Row.of(Tags.of("group", "one"), 3), Row.of(Tags.of("group", "two"), 0))))
                .ask();

        figures(() -> Map.of(gauge, List.of(Row.of(Tags.of("group", "two"), 5))))
                .ask();

        assertThat(registry.find("lag").gauges()).singleElement().satisfies(left -> assertThat(left.value())
                .isEqualTo(5));
    }

    @Test
    void ageGrowsWhileNobodyAnswersAndNobodyWaitsForIt() throws Exception {
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var figures = figures(() -> {
            asked.countDown();
            answer.await();
            return Map.of();
        });

        figures.start();
        asked.await();
        var before = age();

        await().until(() -> age() > before);
        answer.countDown();
        await().until(() -> age() < before + 1);
        figures.stop();
    }

    private Figures figures(Figures.Question question) {
        return new Figures("some", OFTEN, List.of(gauge), question, registry);
    }

    private double age() {
        return registry.get("muster.figures.age").tag("figures", "some").gauge().value();
    }
}
