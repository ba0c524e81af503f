package dev.muster.sandbox.launch;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes: asked first, side by side, and killed when they linger. */
final class Ending {

    private static final Duration AFTER_KILL = Duration.ofSeconds(30);

    private Ending() {}

    /** Returns when all have ended, or nothing more can be done. */
    static void of(Collection<ProcessHandle> processes, Duration patience) {
        processes.forEach(ProcessHandle::destroy);
        if (!ended(processes, patience)) {
            processes.forEach(ProcessHandle::destroyForcibly);
            ended(processes, AFTER_KILL);
        }
    }

    private static boolean ended(Collection<ProcessHandle> processes, Duration patience) {
        var all = CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        try {
            all.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
