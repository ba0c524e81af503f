package dev.muster.events.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final List<Thread> went = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private Duration rest = Duration.ofMillis(1);
    private final Rounds rounds = new Rounds("rounds", this::go);

    private Duration go() throws InterruptedException {
        went.add(Thread.currentThread());
        if (went.size() == 1) {
            end.await();
        }
        return rest;
    }

    @AfterEach
    void interrupt() {
        rounds.interrupt();
    }

    @Test
    void whoWasStoppedDoesNotGoOnBesideWhoWasStartedSince() {
        rounds.start();
        await().until(() -> !went.isEmpty());
        rounds.stop();
        rounds.start();
        await().until(() -> went.size() > 1);

        end.countDown();

        await().until(() -> !went.getFirst().isAlive());
        assertThat(went).filteredOn(went.getFirst()::equals).hasSize(1);
        assertThat(rounds.isRunning()).isTrue();
    }

    @Test
    void whatIsStoppedMidwayIsFinishedAndWhatIsInterruptedIsNot() {
        rounds.start();
        await().until(() -> !went.isEmpty());

        rounds.stop();

        assertThat(rounds.isRunning()).isFalse();
        assertThat(went.getFirst().isInterrupted()).isFalse();
        end.countDown();
        await().until(() -> !went.getFirst().isAlive());

        rest = Duration.ofHours(1);
        rounds.start();
        await().until(() -> went.size() > 1);
        rounds.interrupt();

        await().until(() -> !went.getLast().isAlive());
        assertThat(rounds.isRunning()).isFalse();
    }
}
