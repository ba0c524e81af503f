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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PolledGaugesTest {

    private static final Duration OFTEN = Duration.ofMillis(1);

    private final AtomicLong now = new AtomicLong();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final MultiGauge gauge = MultiGauge.builder("lag").register(registry);

    @Test
    void valuesAreShownUntilTheyCannotBeHad() {
        polled(had -> had.accept(gauge, List.of(Row.of(Tags.of("group", "one"), 3))))
                .poll();

        assertThat(registry.get("lag").tag("group", "one").gauge().value()).isEqualTo(3);

        polled(_ -> {
                    throw new IllegalStateException("away");
                })
                .poll();

        assertThat(registry.find("lag").gauge()).as("unknown is not zero").isNull();
    }

    @Test
    void whatIsLeftOutIsTakenAway() {
        polled(had -> had.accept(
                        gauge, List.of(Row.of(Tags.of("group", "one"), 3), Row.of(Tags.of("group", "two"), 0))))
                .poll();

        polled(had -> had.accept(gauge, List.of(Row.of(Tags.of("group", "two"), 5))))
                .poll();

        assertThat(registry.find("lag").gauges()).singleElement().satisfies(left -> assertThat(left.value())
                .isEqualTo(5));
    }

    @Test
    void whatWasHadIsShownAlthoughTheRestIsUnknownAndTheAgeGoesOn() {
        var gauges = polled(had -> {
            had.accept(gauge, List.of(Row.of(Tags.of("group", "one"), 3)));
            throw new IllegalStateException("a partition has no leader");
        });
        pass(Duration.ofMinutes(1));

        gauges.poll();

        assertThat(registry.get("lag").tag("group", "one").gauge().value()).isEqualTo(3);
        assertThat(age()).isEqualTo(60);
    }

    @Test
    void ageGrowsWhileNobodyAnswersAndNobodyWaitsForIt() throws Exception {
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var gauges = polled(_ -> {
            asked.countDown();
            answer.await();
        });

        gauges.start();
        asked.await();
        pass(Duration.ofHours(1));

        assertThat(age()).isEqualTo(3600);
        answer.countDown();
        await().until(() -> age() == 0);
        gauges.stop();
    }

    private PolledGauges polled(PolledGauges.Question question) {
        return new PolledGauges("some", OFTEN, List.of(gauge), question, registry, now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private double age() {
        return registry.get("muster.poll.age").tag("source", "some").gauge().value();
    }
}
