package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The operator's commands. They end with 0 when it is done, with 1 when it is not, and with 2 when the command was not
 * understood.
 */
@Command(
        name = "./muster",
        description = "What operators do, over the gateway's API.",
        synopsisSubcommandLabel = "COMMAND")
public final class Cli {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Screen screen;
    private final Map<String, String> environment;
    private final Path usualData;
    private final Duration betweenLooks;

    Cli(Screen screen, Map<String, String> environment, Path usualData, Duration betweenLooks) {
        this.screen = screen;
        this.environment = environment;
        this.usualData = usualData;
        this.betweenLooks = betweenLooks;
    }

    static void main(String[] arguments) {
        var screen = new Screen(
                new PrintWriter(new FileOutputStream(FileDescriptor.out), false, UTF_8),
                new PrintWriter(new FileOutputStream(FileDescriptor.err), false, UTF_8),
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent());
        var usualData = Path.of(System.getProperty("muster.data", ".muster"));
        System.exit(new Cli(screen, System.getenv(), usualData, BETWEEN_LOOKS).run(arguments));
    }

    /** Does what a command line asks for, and returns its exit code. */
    int run(String... arguments) {
        var all = new CommandLine(this)
                .addSubcommand(new ReplayCommand(this))
                .addSubcommand(new DeadLetterCommand(this))
                .addSubcommand(new RetryCommand(this));
        addHelp(all);
        return all.setOut(screen.out())
                .setErr(screen.err())
                .setParameterExceptionHandler((misuse, _) -> misused(misuse))
                .setExecutionExceptionHandler((failure, _, _) -> failed(failure))
                .execute(arguments);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("print this")
                        .build());
        command.getSubcommands().values().forEach(Cli::addHelp);
    }

    private int misused(ParameterException misuse) {
        var command = misuse.getCommandLine().getCommandSpec().qualifiedName();
        screen.complain(misuse.getMessage() + " (see " + command + " --help)");
        return ExitCode.USAGE;
    }

    private int failed(Exception failure) {
        screen.clear();
        screen.complain(
                failure instanceof Trouble trouble
                        ? String.valueOf(trouble.getMessage())
                        : "This should not happen: " + failure);
        return ExitCode.SOFTWARE;
    }

    Screen screen() {
        return screen;
    }

    Gateway open(Connection connection) {
        return connection.open(environment, usualData);
    }

    Watch watch(Gateway gateway) {
        return new Watch(gateway, screen, betweenLooks);
    }
}
