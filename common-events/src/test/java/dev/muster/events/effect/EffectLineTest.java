package dev.muster.events.effect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.events.EffectOutcome;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order of the steps around a call, and who may make it. */
class EffectLineTest extends EffectLineFixture {

    @Test
    void effectHappensOnceHoweverOftenItsEventIsDelivered() throws Exception {
        var line = line();

        var called = line.run(asked("cause-1", 7), this::succeed, published::add);
        var calledAgain = line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(calls).containsExactly(false);
        assertThat(called).contains(now);
        assertThat(calledAgain).isEmpty();
        assertThat(published).hasSize(1);
        assertThat(published.getFirst().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(published.getFirst().externalId()).isEqualTo("17");
        assertThat(row().getString("state")).isEqualTo("done");
    }

    @Test
    void doneEffectIsFoundWithoutWaitingForThePace() throws Exception {
        var once = new Pace(1, Duration.ofDays(1));
        var line = line();

        line.run(asked("cause-1", 7), once, this::succeed, published::add);
        line.run(asked("cause-1", 7), once, this::succeed, published::add);
        line.run(asked("cause-2", 9), once, this::succeed, published::add);

        assertThat(calls).hasSize(1);
        assertThat(published).extracting(EffectOutcome::cause).containsExactly("cause-1", "cause-2");
    }

    @Test
    void laterCauseOfADoneEffectSucceedsWithoutACall() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7), this::succeed, published::add);
        now = now.plusSeconds(60);

        line.run(asked("cause-2", 9), this::succeed, published::add);

        assertThat(calls).hasSize(1);
        assertThat(published.getLast().cause()).isEqualTo("cause-2");
        assertThat(published.getLast().sequence()).isEqualTo(9);
        assertThat(published.getLast().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(published.getLast().startedAt()).isEqualTo(now);
    }

    /** As two listeners do who bring the same message up to date. */
    @Test
    void newerVersionThatMetTheOlderUnderWayIsNotTakenForIt() throws Exception {
        var line = line();
        assertThatThrownBy(() -> line.run(asked("cause-1", 7, "one"), this::crash, published::add))
                .isInstanceOf(Crash.class);
        store.atNextRefusal(() -> change("state", "called"));

        assertThatThrownBy(() -> line.run(asked("cause-2", 8, "two"), this::succeed, published::add))
                .isInstanceOf(Pause.class);
        line.run(asked("cause-2", 8, "two"), this::succeed, published::add);

        assertThat(calls).hasSize(1);
        assertThat(published)
                .singleElement()
                .returns("two", EffectOutcome::version)
                .returns(EffectOutcome.Status.SUCCEEDED, EffectOutcome::status);
    }

    @Test
    void newerVersionIsToldWhatTheOlderBroughtAbout() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7, "1"), this::succeed, published::add);
        var attempts = new ArrayList<EffectLine.Attempt>();

        line.run(
                asked("cause-2", 9, "2"),
                attempt -> {
                    attempts.add(attempt);
                    return new Done("updated", attempt.externalId());
                },
                published::add);

        assertThat(attempts).containsExactly(new EffectLine.Attempt(false, "17"));
        assertThat(line.externalIdOf(EFFECT_ID)).contains("17");
    }

    @Test
    void effectThatHasNotHappenedHasNoExternalId() {
        assertThat(line().externalIdOf(EFFECT_ID)).isEmpty();
    }

    @Test
    void crashBeforeTheOutcomeIsPublishedPublishesItAndCallsNobody() throws Exception {
        var line = line();
        var calledAt = now;
        assertThatThrownBy(() -> line.run(asked("cause-1", 7), this::succeed, this::crash))
                .isInstanceOf(Crash.class);
        assertThat(row().getString("state")).isEqualTo("called");
        now = now.plusSeconds(60);

        var settled = line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(settled).contains(calledAt);
        assertThat(calls).hasSize(1);
        assertThat(published).singleElement().extracting(EffectOutcome::status).isEqualTo(Status.SUCCEEDED);
        assertThat(row().getString("state")).isEqualTo("done");
    }

    @Test
    void crashDuringTheCallIsInDoubtUntilDeadlineAndGraceAreOver() throws Exception {
        var line = line();
        assertThatThrownBy(() -> line.run(asked("cause-1", 7), this::crash, published::add))
                .isInstanceOf(Crash.class);

        now = now.plus(DEADLINE).plus(GRACE);
        assertThatThrownBy(() -> line.run(asked("cause-1", 7), this::succeed, published::add))
                .isInstanceOf(Pause.class);
        assertThat(calls).isEmpty();

        now = leaseUntil().plusMillis(1);
        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(calls).containsExactly(true);
        assertThat(published).singleElement().extracting(EffectOutcome::attempt).isEqualTo(2);
    }

    @Test
    void claimedByAnotherInstanceIsLeftAlone() throws Exception {
        var other = line();
        assertThatThrownBy(() -> other.run(asked("cause-1", 7), this::crash, published::add))
                .isInstanceOf(Crash.class);

        assertThatThrownBy(() -> line().run(asked("cause-1", 7), this::succeed, published::add))
                .isInstanceOf(Pause.class);

        assertThat(calls).isEmpty();
    }

    @Test
    void changedContentIsCalledAndChangedBackIsCalledToo() throws Exception {
        var line = line();

        line.run(asked("cause-1", 7, "ada"), this::succeed, published::add);
        line.run(asked("cause-2", 8, "grace"), this::succeed, published::add);
        line.run(asked("cause-3", 9, "ada"), this::succeed, published::add);

        assertThat(calls).hasSize(3);
    }

    @Test
    void replayOfOlderContentCallsNobody() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7, "ada"), this::succeed, published::add);
        line.run(asked("cause-2", 8, "grace"), this::succeed, published::add);

        line.run(asked("cause-1", 7, "ada"), this::succeed, published::add);
        line.run(asked("cause-2", 8, "grace"), this::succeed, published::add);

        assertThat(calls).hasSize(2);
        assertThat(published).allMatch(outcome -> outcome.status() == Status.SUCCEEDED);
    }

    @Test
    void whoMeetsACallUnderWayAsksAgainSoonAndFindsItsOutcome() throws Exception {
        var line = line();
        var met = new AtomicReference<@Nullable Pause>();

        line.run(
                asked("cause-1", 7),
                attempt -> {
                    met.set(catchThrowableOfType(
                            Pause.class, () -> line.run(asked("cause-2", 8), this::succeed, published::add)));
                    return succeed(attempt);
                },
                published::add);
        now = requireNonNull(met.get()).until();
        line.run(asked("cause-2", 8), this::succeed, published::add);

        assertThat(now).isBefore(leaseUntil());
        assertThat(calls).hasSize(1);
        assertThat(published).hasSize(2).allMatch(outcome -> outcome.status() == Status.SUCCEEDED);
    }

    @Test
    void claimThatWasTakenOverMeanwhilePublishesNothing() {
        var line = line();

        assertThatThrownBy(() -> line.run(asked("cause-1", 7), this::loseTheClaim, published::add))
                .isInstanceOf(Pause.class);

        assertThat(published).isEmpty();
    }

    @Test
    void callOfSeveralRequestsHoldsOthersOffForAllOfThemAndWaitsForOneWhenItFailed() throws Exception {
        assertThatThrownBy(() -> line(4).run(asked("cause-1", 7), this::crash, published::add))
                .isInstanceOf(Crash.class);
        now = now.plus(DEADLINE.multipliedBy(4)).plus(GRACE);
        assertThatThrownBy(() -> line(4).run(asked("cause-1", 7), this::succeed, published::add))
                .isInstanceOf(Pause.class);

        now = leaseUntil().plusMillis(1);
        assertThat(pausedBy(line(4), Unavailable.inDoubt("500", "Slack answered 500")))
                .isBetween(DEADLINE.plus(GRACE), DEADLINE.multipliedBy(2).plus(GRACE));
    }

    @Test
    void lineThatEndsBeginsNoCallAndLetsNobodyWaitForThePace() throws Exception {
        var never = new Pace(1, Duration.ofDays(1));
        var line = line();
        line.run(asked("cause-1", 7), never, this::succeed, published::add);
        var waiting = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                Pause.class, () -> line.run(askedOf("invite:waits"), never, this::succeed, published::add)));

        line.end();

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isNotNull();
        assertThatThrownBy(() -> line.run(askedOf("invite:later"), this::succeed, published::add))
                .isInstanceOf(Pause.class);
        assertThat(calls).hasSize(1);

        line.begin();
        line.run(askedOf("invite:later"), this::succeed, published::add);
        assertThat(calls).hasSize(2);
    }

    private Instant leaseUntil() {
        return row().getDate("leaseUntil").toInstant();
    }
}
