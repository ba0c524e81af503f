package dev.muster.events.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.events.OutsideSystem;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.SetAside;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.search.RequiredSearch;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is measured of a line. */
class EffectMetersTest extends EffectLineFixture {

    @Test
    void effectIsCountedByItsOutcomeAndCodeAndTimedFromItsEvent() throws Exception {
        var effect = asked("cause-1", 7);
        EffectLine.Call slow = attempt -> {
            now = effect.askedAt().plusSeconds(4);
            return succeed(attempt);
        };

        line().run(effect, slow, published::add);

        assertThat(outcomes("succeeded", "invited")).isEqualTo(1);
        var latency = line("muster.effect.latency").tag("outcome", "succeeded").timer();
        assertThat(latency.count()).isEqualTo(1);
        assertThat(latency.totalTime(TimeUnit.SECONDS)).isEqualTo(4);
        assertThat(line("muster.effect.call").timer().count()).isEqualTo(1);
    }

    @Test
    void repeatIsNoCallAndAReplayHasNoLatency() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7), this::succeed, published::add);
        line.run(asked("cause-2", 8), this::succeed, published::add);
        assertThatThrownBy(() -> line.run(
                        new Effect("invite:somebody else", "", "cause-3", 9, now, true),
                        fail(new Rejected("invalid_email", "no")),
                        published::add))
                .isInstanceOf(Rejected.class);

        assertThat(outcomes("repeated", "invited")).isEqualTo(1);
        assertThat(outcomes("rejected", "invalid_email")).isEqualTo(1);
        assertThat(line("muster.effect.call").timer().count()).isEqualTo(2);
        assertThat(meters.find("muster.effect.latency")
                        .tag("outcome", "rejected")
                        .timer())
                .isNull();
    }

    @Test
    void throttledLineCountsTheSecondsThatTheProviderAskedFor() {
        pausedBy(line(), new Throttled("429", "slower", Duration.ofSeconds(7)));

        assertThat(outcomes("throttled", "429")).isEqualTo(1);
        assertThat(line("muster.effect.throttled").counter().count()).isEqualTo(7);
    }

    @Test
    void refusedCredentialsAreToldApartFromAnOutage() {
        var line = line();
        pausedBy(line, Unavailable.refused("invalid_auth", "no"));
        now = now.plusSeconds(120);
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));

        assertThat(outcomes("refused", "invalid_auth")).isEqualTo(1);
        assertThat(outcomes("unavailable", "500")).isEqualTo(1);
    }

    @Test
    void whatIsInDoubtStandsAsSuchUntilItIsSettledAndIsCountedWhenItIsTriedAgain() throws Exception {
        var line = line();
        var begun = now;
        pausedBy(line, Unavailable.inDoubt("timeout", "no answer"));
        now = begun.plusSeconds(90);
        unsettled.start();

        await().untilAsserted(() -> assertThat(gauge("muster.effects.in.doubt")).isEqualTo(1));
        assertThat(gauge("muster.effect.oldest.claim")).isEqualTo(90);
        assertThat(line("muster.effect.doubts").counter().count()).isZero();

        line.run(asked("cause-1", 7), this::succeed, published::add);
        unsettled.stop();
        unsettled.start();

        await().untilAsserted(() -> assertThat(gauge("muster.effects.in.doubt")).isZero());
        assertThat(gauge("muster.effect.oldest.claim")).isZero();
        assertThat(line("muster.effect.doubts").counter().count()).isEqualTo(1);
    }

    @Test
    void whatIsSetAsideStandsApartFromClaimsAlsoInALedgerThatWasBuiltAnew() throws Exception {
        pausedBy(line(), Unavailable.inDoubt("500", "Slack answered 500"));
        line().run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);
        assertThatThrownBy(() -> line().run(
                                asked("cause-1", 7),
                                fail(Unavailable.inDoubt("500", "Slack answered 500")),
                                published::add))
                .isInstanceOf(SetAside.class);
        unsettled.start();

        await().untilAsserted(
                        () -> assertThat(gauge("muster.effects.set.aside")).isEqualTo(1));
        assertThat(gauge("muster.effects.in.doubt")).isZero();
        assertThat(gauge("muster.effect.oldest.claim")).isZero();
        assertThat(outcomes("set_aside", "500")).isEqualTo(1);
    }

    @Test
    void pauseOfAProviderIsSeenWhileItLasts() throws Exception {
        new EffectMeters(meters, OutsideSystem.SLACK, "effects").watch(outage, () -> now);
        var line = line();
        assertThat(gauge("muster.provider.pause")).isZero();

        var begun = now;
        pausedBy(line, new Throttled("429", "slower", Duration.ofSeconds(7)));
        now = begun.plusSeconds(8);

        assertThat(gauge("muster.provider.pause")).isEqualTo(8);
        assertThat(gauge("muster.provider.paused.since")).isEqualTo((double) begun.getEpochSecond());

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(gauge("muster.provider.pause")).isZero();
        assertThat(gauge("muster.provider.paused.since")).isZero();
    }

    private double outcomes(String outcome, String code) {
        return line("muster.effect.outcomes")
                .tags("effect", "invite", "outcome", outcome, "code", code)
                .counter()
                .count();
    }

    private double gauge(String name) {
        Gauge gauge = line(name).gauge();
        return gauge.value();
    }

    private RequiredSearch line(String name) {
        return meters.get(name).tags(LINE);
    }
}
