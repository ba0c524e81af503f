package dev.muster.sandbox.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the people of a run wait, until they are sent home. */
final class Pause {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final CountDownLatch over = new CountDownLatch(1);

    /** Sends everybody home who is between two things. */
    void end() {
        over.countDown();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits so long; false when everybody is sent home meanwhile. */
    boolean pause(Duration time) {
        try {
            return !over.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits for a while whether or not people are sent home; false when it must stop at once. */
    static boolean rest(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Looks again and again until there is something, at most so long. */
    static <T> @Nullable T until(Duration atMost, Supplier<@Nullable T> look) {
        long end = System.nanoTime() + atMost.toNanos();
        T found = look.get();
        while (found == null && System.nanoTime() < end && rest(BETWEEN_LOOKS)) {
            found = look.get();
        }
        return found;
    }

    /** Does something again and again until it succeeds, at most so long. */
    static boolean insist(Duration atMost, Duration between, BooleanSupplier attempt) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!attempt.getAsBoolean()) {
            if (System.nanoTime() >= end || !rest(between)) {
                return false;
            }
        }
        return true;
    }
}
