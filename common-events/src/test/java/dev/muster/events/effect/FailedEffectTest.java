package dev.muster.events.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.events.EffectOutcome;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What follows from a call that failed: waiting, doubt, or a rejection. */
class FailedEffectTest extends EffectLineFixture {

    @Test
    void timeoutIsPublishedAsWaitingAndNotCalledAgainWhileInDoubt() throws Exception {
        var line = line();

        var pause = catchThrowableOfType(
                Pause.class,
                () -> line.run(asked("cause-1", 7), fail(Unavailable.inDoubt("timeout", "no answer")), published::add));

        assertThat(pause.scope()).isEqualTo(Pause.Scope.PARTITION);
        assertThat(pause.until()).isAfterOrEqualTo(now.plus(DEADLINE).plus(GRACE));
        var waiting = published.getFirst();
        assertThat(waiting.status()).isEqualTo(Status.WAITING);
        assertThat(waiting.code()).isEqualTo("timeout");
        assertThat(waiting.nextAttemptAt()).isEqualTo(pause.until());
        now = pause.until().minusMillis(1);
        assertThatThrownBy(() -> line.run(asked("cause-1", 7), this::succeed, published::add))
                .isInstanceOf(Pause.class);
        now = pause.until().plusMillis(1);
        line.run(asked("cause-1", 7), this::succeed, published::add);
        assertThat(calls).containsExactly(false, true);
    }

    @Test
    void doubtStaysThroughAttemptsThatCertainlyHadNoEffect() throws Exception {
        var line = line();
        pausedBy(line, Unavailable.inDoubt("500", "server error"));
        pausedBy(line, Unavailable.withoutEffect("unreachable", "no connection"));

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(calls).containsExactly(false, true, true);
    }

    @Test
    void outageBacksOffLongerEachTimeAndStartsAfreshOnceItIsOver() throws Exception {
        var line = line();

        var first = pausedBy(line, Unavailable.withoutEffect("403", "forbidden"));
        var second = pausedBy(line, Unavailable.withoutEffect("403", "forbidden"));
        var third = pausedBy(line, Unavailable.withoutEffect("403", "forbidden"));

        assertThat(first).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(second).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(third).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(row().getInteger("failures")).isEqualTo(3);
        line.run(asked("cause-1", 7), this::succeed, published::add);
        assertThat(row().getInteger("failures")).isZero();
        assertThat(published).extracting(EffectOutcome::attempt).containsExactly(1, 2, 3, 4);
    }

    @Test
    void throttledLineWaitsExactlyAsLongAsTheProviderSays() {
        var line = line();

        var pause = catchThrowableOfType(
                Pause.class,
                () -> line.run(
                        asked("cause-1", 7),
                        fail(new Throttled("429", "slow down", Duration.ofSeconds(37))),
                        published::add));

        assertThat(pause.scope()).isEqualTo(Pause.Scope.LINE);
        assertThat(pause.until()).isEqualTo(now.plusSeconds(37));
        assertThat(published.getFirst().nextAttemptAt()).isEqualTo(now.plusSeconds(37));
    }

    @Test
    void throttledWithoutATimeWaitsAtLeastASecond() {
        var pause = catchThrowableOfType(Pause.class, () -> line().run(
                        asked("cause-1", 7), fail(new Throttled("429", "slow down", null)), published::add));

        assertThat(pause.until()).isAfterOrEqualTo(now.plusSeconds(1));
    }

    @Test
    void rejectedEffectIsNotCalledAgainForTheSameEvent() {
        var line = line();
        var rejected = fail(new Rejected("invalid_email", "Slack answered invalid_email"));

        assertThatThrownBy(() -> line.run(asked("cause-1", 7), rejected, published::add))
                .isInstanceOf(Rejected.class);
        assertThat(published).singleElement().extracting(EffectOutcome::status).isEqualTo(Status.REJECTED);

        assertThat(catchThrowableOfType(
                        RuntimeException.class, () -> line.run(asked("cause-1", 7), this::succeed, published::add)))
                .isNull();
        assertThat(calls).hasSize(1);
        assertThat(published.getLast()).isEqualTo(published.getFirst());
    }

    @Test
    void rejectedEffectIsCalledAgainWhenAskedForAgain() throws Exception {
        var line = line();
        assertThatThrownBy(() -> line.run(
                        asked("cause-1", 7), fail(new Rejected("invalid_email", "Slack says so")), published::add))
                .isInstanceOf(Rejected.class);

        line.run(asked("cause-2", 9), this::succeed, published::add);

        assertThat(calls).containsExactly(false, false);
        assertThat(published.getLast().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(published.getLast().attempt()).isEqualTo(2);
    }

    @Test
    void rejectedEffectIsCalledAgainForTheSameEventWhereItsRejectionDoesNotStand() throws Exception {
        var line = line();
        assertThatThrownBy(() -> line.run(
                        asked("cause-1", 7), fail(new Rejected("invalid_email", "Slack says so")), published::add))
                .isInstanceOf(Rejected.class);

        line.run(replayed("cause-1", 7), this::succeed, published::add);
        line.run(replayed("cause-1", 7), this::succeed, published::add);

        assertThat(calls).hasSize(2);
        assertThat(published).extracting(EffectOutcome::status).containsExactly(Status.REJECTED, Status.SUCCEEDED);
        assertThat(published.getLast().attempt()).isEqualTo(2);
    }

    @Test
    void failureUnderAClaimThatWasTakenOverMeanwhilePublishesNothing() {
        var line = line();

        assertThatThrownBy(() -> line.run(
                        asked("cause-1", 7),
                        attempt -> {
                            loseTheClaim(attempt);
                            throw Unavailable.inDoubt("timeout", "no answer");
                        },
                        published::add))
                .isInstanceOf(Pause.class);

        assertThat(published).isEmpty();
    }

    @Test
    void clientThatFailsInAnUnforeseenWayIsAnOutageInDoubt() {
        assertThatThrownBy(() ->
                        line().run(asked("cause-1", 7), fail(new IllegalArgumentException("a secret")), published::add))
                .isInstanceOf(Pause.class);

        assertThat(published).singleElement().satisfies(outcome -> {
            assertThat(outcome.status()).isEqualTo(Status.WAITING);
            assertThat(outcome.code()).isEqualTo("internal_error");
            assertThat(outcome.detail()).doesNotContain("secret");
        });
    }

    @Test
    void throttledEffectIsNotCalledEarlierByAnotherInstanceEither() {
        var line = line();
        assertThatThrownBy(() -> line.run(
                        asked("cause-1", 7),
                        fail(new Throttled("429", "slow down", Duration.ofSeconds(37))),
                        published::add))
                .isInstanceOf(Pause.class);

        var held =
                catchThrowableOfType(Pause.class, () -> line().run(asked("cause-1", 7), this::succeed, published::add));

        assertThat(held.until()).isEqualTo(now.plusSeconds(37));
    }
}
