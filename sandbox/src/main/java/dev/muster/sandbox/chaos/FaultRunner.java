package dev.muster.sandbox.chaos;

import com.mongodb.client.MongoClients;
import dev.muster.sandbox.launch.Options;
import dev.muster.sandbox.launch.Sandbox;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does what a schedule says to a running Muster, and mends it in the end. */
final class FaultRunner {

    /** The database of the sandbox's own document store. */
    private static final String DATABASE = "muster";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Sandbox world;
    private final Witness witness;
    private final Consumer<String> console;
    private final Http http = new Http();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Set<String> down = new HashSet<>();
    private final Map<String, Integer> ended = new TreeMap<>();
    private final long start = System.nanoTime();

    FaultRunner(Sandbox world, Witness witness, Consumer<String> console) {
        this.world = world;
        this.witness = witness;
        this.console = console;
    }

    /**
     * Goes through one line of a schedule; returns at its end, or when it is to stop. On a slow machine faults come late, and the
     * last ones not at all: one process may still be coming up when the next is struck, two may not, or nothing would ever move.
     */
    void run(List<Schedule.Planned> line) {
        for (var planned : line) {
            if (isStoppedBefore(planned.at().minusNanos(System.nanoTime() - start))) {
                return;
            }
            while (!planned.fault().processes().isEmpty() && areTwoDown()) {
                if (isStoppedBefore(BETWEEN_LOOKS)) {
                    return;
                }
            }
            begin(planned.fault());
        }
    }

    private synchronized boolean areTwoDown() {
        down.removeIf(world::isListening);
        return down.size() > 1;
    }

    private void begin(Fault fault) {
        try {
            if (strike(fault)) {
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
            case Fault.Kill kill -> {
                var dies = world.process(kill.name())
                        .map(ProcessHandle::destroyForcibly)
                        .orElse(false);
                if (dies) {
                    goesDown(kill.name());
                }
                yield dies;
            }
            case Fault.Suspend suspend -> {
                var standsStill = world.suspend(suspend.name());
                if (standsStill) {
                    witness.suspended(suspend.name());
                }
                yield standsStill;
            }
            case Fault.Restart restart -> {
                switch (restart.change()) {
                    case NOTHING, BUILD -> {}
                    // The first instance is called like its service, and that like its user.
                    case PASSWORD -> world.changePassword(restart.names().getFirst());
                    case BOT_TOKEN -> world.changeBotToken();
                    case CRM_KEY -> world.changeCrmKey();
                }
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
            case Fault.Suspend suspend -> {
                // What it does next it does after that.
                witness.resumed(suspend.name());
                world.resume(suspend.name());
            }
            case Fault.Restart restart -> restart(restart.names(), restart.change() == Fault.Change.BUILD);
            case Fault.Outage outage -> http.tries("DELETE", faultsOf(outage), "");
        }
    }

    /** One after the other: each has to be there again before the next. */
    private void restart(List<String> names, boolean upgraded) {
        for (var name : names) {
            goesDown(name);
            world.takeDown(name);
            if (upgraded) {
                world.bringBack(name, Options.projectRoot());
            } else {
                world.bringBack(name);
            }
            if (!name.equals(names.getLast())) {
                awaitListening(name);
            }
        }
    }

    /** Waits, unless it is time to go. */
    private void awaitListening(String name) {
        while (!world.isListening(name)) {
            if (isStoppedBefore(BETWEEN_LOOKS)) {
                return;
            }
        }
    }

    private synchronized void goesDown(String process) {
        down.add(process);
        ended.merge(process, 1, Integer::sum);
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

    /** How often each process was ended. */
    synchronized Map<String, Integer> ended() {
        return new TreeMap<>(ended);
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
