package dev.muster.sandbox;

import dev.muster.sandbox.chaos.Chaos;
import dev.muster.sandbox.launch.MusterEnv;
import dev.muster.sandbox.launch.Options;
import dev.muster.sandbox.launch.Refusal;
import dev.muster.sandbox.launch.Sandbox;
import dev.muster.sandbox.launch.Stop;
import dev.muster.sandbox.launch.TraceCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The commands {@code up}, {@code down}, {@code trace} and {@code chaos} behind {@code ./muster}. */
public final class Main {

    /** Where the person who called {@code ./muster} stood, for relative paths. */
    private static final String CALLED_FROM = "MUSTER_CALLED_FROM";

    private Main() {}

    /** Runs a command; refusals are told on the error output, with exit code 1 or, for a wrong command line, 2. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(List.of(arguments));
        } catch (Refusal refusal) {
            System.err.println(refusal.getMessage());
            System.exit(refusal.exitCode());
        }
    }

    private static void run(List<String> arguments) throws InterruptedException {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        Path root = Options.projectRoot();
        Path calledFrom = Path.of(System.getenv().getOrDefault(CALLED_FROM, "")).toAbsolutePath();
        var settings =
                MusterEnv.read(System.getenv(), root.resolve("muster.env")).without(CALLED_FROM);
        switch (command) {
            case "up" -> up(Options.fromCommandLine(rest, root, calledFrom, settings));
            case "down" ->
                System.out.println(Stop.everythingOn(Options.fromCommandLine(rest, root, calledFrom, settings)
                        .data()));
            case "trace" -> System.out.print(TraceCommand.run(rest));
            case "chaos" -> System.exit(Chaos.fromCommandLine(rest, calledFrom, System.out::println) ? 0 : 1);
            default -> {
                System.err.println("Usage: sandbox.jar up|down|trace|chaos [OPTION…]; ./muster help tells all");
                System.exit(2);
            }
        }
    }

    private static void up(Options options) throws InterruptedException {
        Sandbox sandbox = Sandbox.start(options);
        options.console().accept("");
        options.console().accept("Muster is up");
        options.console().accept("");
        sandbox.addresses().forEach(options.console());
        options.console().accept("");
        options.console().accept("Operator token: " + sandbox.operatorToken());
        options.console().accept("");
        options.console().accept("Ctrl-C stops everything; the data stay in " + options.data() + ".");
        new CountDownLatch(1).await();
    }
}
