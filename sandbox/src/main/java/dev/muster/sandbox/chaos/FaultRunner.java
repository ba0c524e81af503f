package dev.muster.sandbox.chaos;

import com.mongodb.client.MongoClients;
import dev.muster.sandbox.launch.Sandbox;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does what a schedule says to a running Muster, and mends it in the end. */
final class FaultRunner {

    /** The database of the sandbox's own document store. */
    private static final String DATABASE = "muster";

    private final Sandbox world;
    private final Witness witness;
    private final Consumer<String> console;
    private final Http http = new Http();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<String, Integer> counts = new TreeMap<>();
    private final long start = System.nanoTime();

    FaultRunner(Sandbox world, Witness witness, Consumer<String> console) {
        this.world = world;
        this.witness = witness;
        this.console = console;
    }

    /** Goes through one line of a schedule; returns at its end, or when it is to stop. */
    void run(List<Schedule.Planned> line) {
        for (var planned : line) {
            if (isStoppedBefore(planned.at().minusNanos(System.nanoTime() - start))) {
                return;
            }
            begin(planned.fault());
        }
    }

    private void begin(Fault fault) {
        try {
            if (strike(fault)) {
                witness.did(fault.toString());
                console.accept(fault.toString());
                count(fault.kind());
            } else {
                console.accept("not done, since it is down: " + fault);
            }
            isStoppedBefore(fault.lasting());
        } finally {
            mend(fault);
        }
    }

    private boolean strike(Fault fault) {
        return switch (fault) {
            case Fault.Kill kill ->
                world.process(kill.process())
                        .map(ProcessHandle::destroyForcibly)
                        .orElse(false);
            case Fault.Suspend suspend -> world.suspend(suspend.process());
            case Fault.Restart restart -> {
                world.takeDown(restart.process());
                yield true;
            }
            case Fault.DropStore _ -> {
                try (var client = MongoClients.create(world.mongoUri())) {
                    client.getDatabase(DATABASE).drop();
                }
                yield true;
            }
            case Fault.Outage outage ->
                http.tries("PUT", faultsOf(outage), outage.way().json(outage.operation(), outage.times()))
                        .filter(Http.Reply::isFine)
                        .isPresent();
        };
    }

    private void mend(Fault fault) {
        switch (fault) {
            case Fault.Kill _, Fault.DropStore _ -> {}
            case Fault.Suspend suspend -> world.resume(suspend.process());
            case Fault.Restart restart -> world.bringBack(restart.process());
            case Fault.Outage outage -> http.tries("DELETE", faultsOf(outage), "");
        }
    }

    private URI faultsOf(Fault.Outage outage) {
        return world.address(outage.provider()).resolve("sandbox/faults");
    }

    private synchronized void count(String kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    /** How many faults of each kind were done. */
    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    /** Ends all faults early. */
    void stop() {
        stopped.countDown();
    }

    private boolean isStoppedBefore(Duration time) {
        try {
            return stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
