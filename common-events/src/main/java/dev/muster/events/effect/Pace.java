package dev.muster.events.effect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Keeps calls within a provider's limit: so many in any window of time, counted from the end of each call, so that however
 * long a request is under way, no window at the provider's side ever sees more.
 */
public final class Pace {

    private static final long SLICE_NANOS = 100_000_000;

    private final int calls;
    private final long windowNanos;
    private final Deque<Long> ends = new ArrayDeque<>();
    private int underWay;

    /** A pace of so many calls in any window. */
    public Pace(int calls, Duration window) {
        this.calls = calls;
        this.windowNanos = window.toNanos();
    }

    /** Waits until one more call is within the limit. The permit counts from now on, until it is closed unused. */
    public Permit acquire() throws InterruptedException {
        return acquireUnless(() -> false).orElseThrow();
    }

    /** The same, or nothing if what it is for has ended before; that is looked at ten times a second. */
    public synchronized Optional<Permit> acquireUnless(BooleanSupplier ended) throws InterruptedException {
        for (var wait = nanosToWait(); wait > 0; wait = nanosToWait()) {
            if (ended.getAsBoolean()) {
                return Optional.empty();
            }
            var slice = Math.min(wait, SLICE_NANOS);
            wait(slice / 1_000_000, (int) (slice % 1_000_000));
        }
        underWay++;
        return Optional.of(new Permit());
    }

    private long nanosToWait() {
        var now = System.nanoTime();
        while (!ends.isEmpty() && now - ends.getFirst() >= windowNanos) {
            ends.removeFirst();
        }
        if (ends.size() + underWay < calls) {
            return 0;
        }
        return ends.isEmpty() ? windowNanos : windowNanos - (now - ends.getFirst());
    }

    private synchronized void end(boolean used) {
        underWay--;
        if (used) {
            ends.addLast(System.nanoTime());
        }
        notifyAll();
    }

    /** Leave to make one call. */
    public final class Permit implements AutoCloseable {

        private boolean used;

        private Permit() {}

        /** Says that the call is made. */
        public void use() {
            used = true;
        }

        /** Ends the call, or gives an unused permit back. */
        @Override
        public void close() {
            end(used);
        }
    }
}
