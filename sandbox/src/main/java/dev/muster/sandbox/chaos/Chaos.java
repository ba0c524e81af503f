package dev.muster.sandbox.chaos;

import dev.muster.sandbox.chaos.check.Checks;
import dev.muster.sandbox.chaos.check.Evidence;
import dev.muster.sandbox.chaos.check.StartsCheck;
import dev.muster.sandbox.launch.Options;
import dev.muster.sandbox.launch.Refusal;
import dev.muster.sandbox.launch.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.springframework.util.FileSystemUtils;

/**
 * The fault suite: the packaged services under load while a seeded schedule of faults strikes them, then a while of calm, then
 * the checks. It has its own ports and directory, and reaches no real system.
 */
public final class Chaos {

    private static final Duration TO_SETTLE = Duration.ofMinutes(10);
    private static final Duration BETWEEN_FIGURES = Duration.ofSeconds(15);

    private Chaos() {}

    /**
     * The command {@code ./muster chaos}.
     *
     * @return whether everything held
     * @throws Refusal when the options have no meaning, or Muster does not start
     */
    public static boolean fromCommandLine(List<String> arguments, Path calledFrom, Consumer<String> console) {
        var options = ChaosOptions.fromCommandLine(arguments, calledFrom);
        var directory = newDirectory();
        var held = false;
        try {
            var told = timed(console);
            var result = run(options, world(options, directory.resolve("data")).tellingProgress(told), told);
            result.violations().forEach(console);
            result.summary().forEach(console);
            held = result.holds();
            return held;
        } finally {
            if (held) {
                delete(directory);
            } else {
                console.accept("Everything is kept in " + directory + ", the services' logs in data/logs.");
            }
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("muster-chaos");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Consumer<String> timed(Consumer<String> console) {
        var start = System.nanoTime();
        return line ->
                console.accept(String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - start) / 1e9, line));
    }

    /** How the world of a run is started: on free ports, with its data in the directory. */
    public static Options world(ChaosOptions options, Path data) {
        var world = Options.forTests(data)
                .builtIn(options.earlier().orElse(Options.projectRoot()))
                .sized(options.size())
                .with("slack-service", "SLACK_TEMPO", Integer.toString(Load.SLACK_TEMPO));
        return options.accessControl() ? world.withAccessControl() : world;
    }

    /** Runs it all. Nothing is left running when this returns, or fails. */
    public static Result run(ChaosOptions options, Options world, Consumer<String> console) {
        console.accept(options.toString());
        var witness = new Witness(InstantSource.system());
        try (var sandbox = Sandbox.start(world);
                var load = new Load(sandbox, options, witness)) {
            load.begin();
            var runner = new FaultRunner(sandbox, witness, console);
            strike(options, runner, load, console);
            var faults = runner.counts();
            console.accept("No more faults");
            var begin = System.nanoTime();
            // People stay until all is up again, so that some of them come through on the slowest machine.
            var unsettled = new ArrayList<>(lackingAtLast(sandbox));
            unsettled.addAll(notUpgraded(options, faults));
            load.end();
            console.accept("Everybody is home: " + load.told());
            unsettled.addAll(settle(sandbox));
            var took = Duration.ofNanos(System.nanoTime() - begin);
            load.lookAgain();
            console.accept(unsettled.isEmpty() ? "Settled, now the checks" : "Not settled, now the checks");
            var evidence = evidence(options, sandbox, witness);
            var verdicts = new ArrayList<>(Checks.of(evidence));
            verdicts.add(StartsCheck.of(sandbox.starts(), runner.ended()));
            return new Result(options, evidence, load.told(), witness.told(), faults, took, unsettled, verdicts);
        }
    }

    /** Keeps the load up for as long as the run is, with the faults of the schedule; none of them lasts longer. */
    private static void strike(ChaosOptions options, FaultRunner runner, Load load, Consumer<String> console) {
        Executor threads = task -> Thread.ofVirtual().start(task);
        var lines = Schedule.of(options).lines().stream()
                .map(line -> CompletableFuture.runAsync(() -> runner.run(line), threads))
                .toList();
        try {
            for (var left = options.length(); left.isPositive(); left = left.minus(BETWEEN_FIGURES)) {
                Pause.rest(left.compareTo(BETWEEN_FIGURES) < 0 ? left : BETWEEN_FIGURES);
                console.accept(load.told());
            }
        } finally {
            runner.stop();
        }
        lines.forEach(CompletableFuture::join);
    }

    private static List<String> notUpgraded(ChaosOptions options, Map<String, Integer> faults) {
        var wanted =
                options.earlier().isPresent() ? options.size().serviceNames().size() : 0;
        var upgraded = faults.getOrDefault(Fault.Change.BUILD.word(), 0);
        return upgraded == wanted ? List.of() : List.of("only " + upgraded + " of " + wanted + " are upgraded");
    }

    private static List<String> lackingAtLast(Sandbox sandbox) {
        try {
            sandbox.awaitReady();
            return List.of();
        } catch (Refusal refusal) {
            return List.of(refusal.getMessage());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static List<String> settle(Sandbox sandbox) {
        try (var settling = new Settling(sandbox.kafka(), sandbox.mongoUri())) {
            return settling.await(TO_SETTLE);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while everything settles", e);
    }

    private static Evidence evidence(ChaosOptions options, Sandbox sandbox, Witness witness) {
        return new Evidence(
                options.size().replicas(),
                sandbox.kafka(),
                sandbox.mongoUri(),
                sandbox.slack(),
                sandbox.crm(),
                sandbox.crmKey(),
                witness.acceptedSignups(),
                witness.acceptedAnswers(),
                witness.acceptedSkips(),
                witness.sightings(),
                witness.suspensions());
    }
}
