package dev.muster.events.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.OutsideSystem;
import dev.muster.events.ProviderEvent;
import dev.muster.events.ProviderPaused;
import dev.muster.events.ProviderResumed;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private final Fault serverError = Unavailable.inDoubt("500", "Slack answered 500");
    private final Fault tooMany = new Throttled("429", "slow down", Duration.ofHours(1));

    private final List<ProviderEvent> told = new ArrayList<>();
    private final Outage outage = new Outage(OutsideSystem.CRM, Duration.ofSeconds(20), told::add);

    @Test
    void oneFailureIsNoOutageAndTwoWithAnAnswerBetweenAreNone() {
        outage.failed(serverError, NOW, NOW.plusSeconds(1));
        outage.answered();
        outage.failed(serverError, NOW.plusSeconds(1), NOW.plusSeconds(2));
        outage.answered();

        assertThat(told).isEmpty();
    }

    @Test
    void throttledIsToldAtOnceAndUnavailableAtTheSecondFailureInARow() {
        outage.failed(tooMany, NOW, NOW.plusSeconds(3600));
        outage.answered();
        outage.failed(serverError, NOW.plusSeconds(20), NOW.plusSeconds(21));
        outage.failed(serverError, NOW.plusSeconds(21), NOW.plusSeconds(23));

        assertThat(told)
                .containsExactly(
                        new ProviderPaused(OutsideSystem.CRM, "429", "slow down", NOW, NOW.plusSeconds(3600)),
                        new ProviderResumed(OutsideSystem.CRM, NOW),
                        new ProviderPaused(
                                OutsideSystem.CRM,
                                "500",
                                "Slack answered 500",
                                NOW.plusSeconds(20),
                                NOW.plusSeconds(23)));
    }

    @Test
    void whileItLastsTheLatestIsToldAgainEveryTenSeconds() {
        outage.failed(tooMany, NOW, NOW.plusSeconds(3600));
        for (var second = 1; second < 20; second++) {
            outage.failed(serverError, NOW.plusSeconds(second), NOW.plusSeconds(second + 1));
            outage.repeat(NOW.plusSeconds(second));
        }

        assertThat(told).hasSize(2);
        assertThat(told.getLast())
                .isEqualTo(
                        new ProviderPaused(OutsideSystem.CRM, "500", "Slack answered 500", NOW, NOW.plusSeconds(11)));
    }

    @Test
    void anOutageThatNobodyMeetsAnyMoreIsNotToldForEver() {
        outage.failed(tooMany, NOW, NOW.plusSeconds(60));

        for (var second = 1; second < 3600; second++) {
            outage.repeat(NOW.plusSeconds(second));
        }

        assertThat(told).hasSize(12).allMatch(ProviderPaused.class::isInstance);
    }

    @Test
    void failureLongAfterAnOutageThatNobodyMeetsAnyMoreIsAFirstOne() {
        outage.failed(tooMany, NOW, NOW.plusSeconds(60));
        for (var second = 1; second < 3600; second++) {
            outage.repeat(NOW.plusSeconds(second));
        }
        told.clear();

        outage.failed(serverError, NOW.plusSeconds(7200), NOW.plusSeconds(7201));
        assertThat(outage.pausedSince()).isNull();
        outage.failed(serverError, NOW.plusSeconds(7201), NOW.plusSeconds(7203));

        assertThat(outage.pausedSince()).isEqualTo(NOW.plusSeconds(7200));
        assertThat(told)
                .containsExactly(new ProviderPaused(
                        OutsideSystem.CRM, "500", "Slack answered 500", NOW.plusSeconds(7200), NOW.plusSeconds(7203)));
    }

    @Test
    void singleFailuresOfDifferentDaysAreNoOutage() {
        outage.failed(serverError, NOW, NOW.plusSeconds(1));
        outage.failed(serverError, NOW.plusSeconds(86400), NOW.plusSeconds(86401));

        assertThat(told).isEmpty();
        assertThat(outage.pausedSince()).isNull();
    }

    @Test
    void attemptsThatEachTakeAsLongAsACallMayAreOneOutage() {
        outage.failed(serverError, NOW, NOW.plusSeconds(60));
        outage.repeat(NOW.plusSeconds(90));
        outage.failed(serverError, NOW.plusSeconds(100), NOW.plusSeconds(160));

        assertThat(outage.pausedSince()).isEqualTo(NOW);
    }

    @Test
    void whoIsToWaitForAnHourIsMissedAfterThatHourThoughAnotherFailsMeanwhile() {
        outage.failed(tooMany, NOW, NOW.plusSeconds(3600));
        outage.failed(serverError, NOW.plusSeconds(1), NOW.plusSeconds(2));

        outage.repeat(NOW.plusSeconds(1800));

        assertThat(outage.pausedSince()).isEqualTo(NOW);
    }
}
