package dev.muster.events.thread;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Work that is done again and again on a thread of its own, which may be stopped and started again at any time. */
public final class Rounds {

    private final String name;
    private final Round round;
    private volatile @Nullable Thread thread;

    /** What is done each time. */
    @FunctionalInterface
    public interface Round {

        /** Does it once, and returns how long to rest before the next time. What it throws ends the thread. */
        Duration go() throws InterruptedException;
    }

    /**
     * Work that nobody does yet.
     *
     * @param name of the thread, for the logs
     */
    public Rounds(String name, Round round) {
        this.name = name;
        this.round = round;
    }

    /** Begins, or goes on. */
    public void start() {
        // Assigned before it runs: it goes on only while it finds itself here.
        var begun = Thread.ofVirtual().name(name).unstarted(this::run);
        thread = begun;
        begun.start();
    }

    /** Begins no further round; the one under way goes on. */
    public void stop() {
        thread = null;
    }

    /** Begins no further round, and interrupts the one under way. */
    public void interrupt() {
        var interrupted = thread;
        stop();
        if (interrupted != null) {
            interrupted.interrupt();
        }
    }

    /** Whether it is started and not stopped. */
    public boolean isRunning() {
        return thread != null;
    }

    /** Whether the thread that asks is to go on: after a stop and a start it may be another. */
    public boolean isMine() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        try {
            while (isMine()) {
                Thread.sleep(round.go());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
