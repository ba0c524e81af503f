package dev.muster.events.effect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.OutsideSystem;
import dev.muster.events.ProviderPaused;
import dev.muster.events.ProviderResumed;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.SetAside;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Who is set aside, and what everybody is told of an outage. */
class SetAsideTest extends EffectLineFixture {

    @Test
    void eventThatAloneHasFailedForTenMinutesIsSetAsideAndMayBeTriedAgain() throws Exception {
        // Each time as another replica, or after a restart.
        pausedBy(line(), Unavailable.inDoubt("500", "Slack answered 500"));
        line().run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);

        var setAside = catchThrowableOfType(SetAside.class, () -> line().run(
                        asked("cause-1", 7), fail(Unavailable.inDoubt("500", "Slack answered 500")), published::add));

        assertThat(setAside.getMessage()).isEqualTo("500: Slack answered 500");
        assertThat(Duration.between(setAside.firstFailedAt(), setAside.lastFailedAt()))
                .isGreaterThanOrEqualTo(SET_ASIDE_AFTER);
        assertThat(published.getLast().status()).isEqualTo(Status.WAITING);
        assertThat(published.getLast().code()).isEqualTo("500");
        assertThat(published.getLast().nextAttemptAt()).isNull();
        assertThat(published.getLast().detail()).contains("set aside");
        now = now.plusSeconds(60);
        line().run(asked("cause-1", 7), this::succeed, published::add);
        assertThat(published.getLast().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void nobodyIsSetAsideWhileTheOperationFailsForEverybodyThoughOthersAnswer() throws Exception {
        var line = line();
        line.run(askedOf("invite:before the outage"), this::succeed, published::add);
        now = now.plusSeconds(1);
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
        line.run(askedOf("prompt:another operation"), this::succeed, published::add);
        line.run(askedOf("invite:looked for"), _ -> new Done(Done.FOUND, "17"), published::add);
        line.run(askedOf("invite:revised"), _ -> new Done(Done.REVISED, "17"), published::add);
        assertThatThrownBy(() ->
                        line.run(askedOf("invite:rejected"), fail(new Rejected("invalid_email", "no")), published::add))
                .isInstanceOf(Rejected.class);
        now = now.plus(SET_ASIDE_AFTER.multipliedBy(2));

        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));

        assertThat(published.getLast().nextAttemptAt()).isNotNull();
    }

    @Test
    void nobodyIsSetAsideForAnOutageThatFollowsAFailureOfTheirOwn() throws Exception {
        var line = line();
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
        line.run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plusSeconds(1);
        pausedBy(line, Unavailable.inDoubt("500", "now for everybody"));
        now = now.plus(SET_ASIDE_AFTER);

        pausedBy(line, Unavailable.inDoubt("500", "still for everybody"));

        assertThat(published.getLast().nextAttemptAt()).isNotNull();
    }

    @Test
    void nobodyIsSetAsideForWhatMeetsEverybody() throws Exception {
        var line = line();
        pausedBy(line, Unavailable.refused("token_expired", "Slack answered token_expired"));
        line.run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);

        pausedBy(line, Unavailable.refused("token_expired", "Slack answered token_expired"));
        pausedBy(line, Unavailable.inDoubt("500", "once more, just after the token was renewed"));

        assertThat(published.getLast().nextAttemptAt()).isNotNull();
    }

    @Test
    void throttledEventIsNotSetAside() throws Exception {
        var line = line();
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
        line.run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);

        pausedBy(line, new Throttled("429", "slow down", Duration.ofSeconds(30)));
    }

    @Test
    void laterEventHasItsOwnTenMinutes() throws Exception {
        var line = line();
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
        line.run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);

        assertThatThrownBy(() -> line.run(
                        asked("cause-2", 9), fail(Unavailable.inDoubt("500", "Slack answered 500")), published::add))
                .isInstanceOf(Pause.class);
    }

    @Test
    void everybodyIsToldOfAnOutageAndOfItsEnd() throws Exception {
        var line = line();
        var began = now;
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
        assertThat(told).isEmpty();
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(told)
                .containsExactly(
                        new ProviderPaused(
                                OutsideSystem.SLACK,
                                "500",
                                "Slack answered 500",
                                began,
                                requireNonNull(published.get(1).nextAttemptAt())),
                        new ProviderResumed(OutsideSystem.SLACK, began));
    }

    @Test
    void eventThatIsSetAsideIsNoOutage() throws Exception {
        setAside();

        assertThat(told).isEmpty();
    }

    @Test
    void outageOfHoursIsAnAttemptAMinuteAndOneState() {
        var line = line();
        var began = now;
        var attempts = 0;
        while (now.isBefore(began.plus(Duration.ofHours(6)))) {
            pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
            attempts++;
        }

        assertThat(attempts).isBetween(6 * 60, 2 * 6 * 60 + 10);
        assertThat(calls).hasSize(attempts);
        assertThat(told).hasSizeLessThan(attempts);
        assertThat(Mono.from(effects().countDocuments()).block()).isEqualTo(1);
    }
}
