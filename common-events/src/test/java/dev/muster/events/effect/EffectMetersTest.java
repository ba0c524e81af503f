package dev.muster.events.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.events.OutsideSystem;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
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
    void whatFailedToBePublishedIsCountedWhenItIsDeliveredAgain() throws Exception {
        var line = line();
        var effect = asked("cause-1", 7);
        EffectLine.Call slow = attempt -> {
            now = effect.askedAt().plusSeconds(4);
            return succeed(attempt);
        };
        assertThatThrownBy(() -> line.run(effect, slow, this::crash)).isInstanceOf(Crash.class);
        now = now.plusSeconds(600);

        line.run(effect, slow, published::add);
        line.run(effect, slow, published::add);

        assertThat(outcomes("succeeded", "invited")).isEqualTo(1);
        var latency = line("muster.effect.latency").tag("outcome", "succeeded").timer();
        assertThat(latency.count()).isEqualTo(1);
        assertThat(latency.totalTime(TimeUnit.SECONDS)).isEqualTo(4);
        assertThat(shown("repeated")).isFalse();
    }

    @Test
    void rejectionThatFailedToBePublishedIsCountedWhenItIsDeliveredAgainAndNotOnceMore() {
        var line = line();
        var effect = asked("cause-1", 7);
        now = effect.askedAt().plusSeconds(4);
        EffectLine.Call refused = fail(new Rejected("invalid_email", "no"));
        assertThatThrownBy(() -> line.run(effect, refused, this::crash)).isInstanceOf(Crash.class);
        assertThat(shown("rejected")).isFalse();

        assertThatCode(() -> line.run(effect, refused, published::add)).doesNotThrowAnyException();
        assertThat(outcomes("rejected", "invalid_email")).isEqualTo(1);
        assertThatCode(() -> line.run(effect, refused, published::add)).doesNotThrowAnyException();

        assertThat(outcomes("rejected", "invalid_email")).isEqualTo(1);
        assertThat(outcomes("repeated", "invalid_email")).isEqualTo(1);
        assertThat(line("muster.effect.latency")
                        .tag("outcome", "rejected")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void lineThatIsThrottledForSeveralAtOnceWaitsOnce() {
        var line = line();
        for (var effectId : new String[] {"invite:ada", "invite:grace", "invite:edsger"}) {
            assertThatThrownBy(() -> line.run(
                            askedOf(effectId),
                            fail(new Throttled("429", "slower", Duration.ofSeconds(7))),
                            published::add))
                    .isInstanceOf(Pause.class);
        }

        now = now.plusSeconds(5);

        assertThat(outcomes("throttled", "429")).isEqualTo(3);
        assertThat(throttled()).isEqualTo(5);

        now = now.plusSeconds(60);

        assertThat(throttled()).isEqualTo(7);
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

        assertThat(polled("muster.effects.in.doubt")).isEqualTo(1);
        assertThat(line("muster.effect.doubts").counter().count()).isZero();

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(polled("muster.effects.in.doubt")).isZero();
        assertThat(line("muster.effect.doubts").counter().count()).isEqualTo(1);
    }

    @Test
    void claimIsOverdueFromWhenItLapsesUntilItIsTakenUp() throws Exception {
        var line = line();
        assertThatThrownBy(() -> line.run(asked("cause-1", 7), this::crash, published::add))
                .isInstanceOf(Crash.class);
        var lapses = row().getDate("leaseUntil").toInstant();

        now = lapses;
        assertThat(overdue()).isZero();
        now = lapses.plusSeconds(90);
        assertThat(overdue()).isEqualTo(90);

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(overdue()).isZero();
    }

    @Test
    void claimThatWaitsForItsNextAttemptIsNotOverdue() {
        var line = line();
        var begun = now;
        assertThat(pausedBy(line, new Throttled("429", "slower", Duration.ofHours(1))))
                .isEqualTo(Duration.ofHours(1));
        now = begun.plus(Duration.ofMinutes(59));
        assertThat(overdue()).isZero();

        now = begun.plus(Duration.ofMinutes(61));
        assertThat(overdue()).isEqualTo(60);

        pausedBy(line, Unavailable.withoutEffect("unreachable", "no connection"));
        now = now.minusMillis(2);
        assertThat(overdue()).isZero();
    }

    @Test
    void whatIsSetAsideStandsApartFromClaims() throws Exception {
        setAside();

        assertThat(polled("muster.effects.set.aside")).isEqualTo(1);
        assertThat(gauge("muster.effects.in.doubt")).isZero();
        assertThat(gauge("muster.effect.oldest.claim")).isZero();
        assertThat(outcomes("set_aside", "500")).isEqualTo(1);
    }

    @Test
    void whatIsSetAsideStandsSoInALedgerThatWasBuiltAnewToo() throws Exception {
        setAside();
        publishToKafka(published.getLast());
        loseTheStore();

        assertThat(polled("muster.effects.set.aside")).isEqualTo(1);
        assertThat(gauge("muster.effect.oldest.claim")).isZero();
    }

    @Test
    void pauseOfAProviderIsSeenWhileItLasts() throws Exception {
        var itsMeters = new EffectMeters(meters, () -> now, OutsideSystem.SLACK, "effects");
        itsMeters.watch(outage);
        var line = line();
        assertThat(gauge("muster.provider.pause")).isZero();

        var begun = now;
        pausedBy(line, new Throttled("429", "slower", Duration.ofSeconds(7)));
        now = begun.plusSeconds(8);

        assertThat(gauge("muster.provider.pause")).isEqualTo(8);

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(gauge("muster.provider.pause")).isZero();
    }

    private double outcomes(String outcome, String code) {
        return line("muster.effect.outcomes")
                .tags("effect", "invite", "outcome", outcome, "code", code)
                .counter()
                .count();
    }

    private boolean shown(String outcome) {
        return meters.find("muster.effect.outcomes").tag("outcome", outcome).counter() != null;
    }

    private double throttled() {
        return line("muster.effect.throttled").functionCounter().count();
    }

    /** As of now. */
    private double overdue() {
        return polled("muster.effect.oldest.claim");
    }

    private double polled(String name) {
        unsettled.poll();
        return gauge(name);
    }

    private double gauge(String name) {
        Gauge gauge = line(name).gauge();
        return gauge.value();
    }

    private RequiredSearch line(String name) {
        return meters.get(name).tags(LINE);
    }
}
