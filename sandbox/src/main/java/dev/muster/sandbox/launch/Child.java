package dev.muster.sandbox.launch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process of the sandbox, started again whenever it dies, until it is told to stop. Its output goes to a file of its
 * own, so that it outlives a killed launcher unharmed; the terminal's Ctrl-C does not reach it.
 */
final class Child {

    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration A_WHOLE_LIFE = Duration.ofSeconds(10);
    private static final int SIGKILL = 128 + 9;
    private static final int SIGTERM = 128 + 15;
    private static final int LAST_LINES = 12;

    private final String name;
    private final Path log;
    private final ProcessList processes;
    private final Consumer<String> console;

    private ProcessBuilder command;
    private @Nullable Process process;
    private boolean wanted;
    private boolean keptAlive;
    private long bornAt;
    private long logStart;
    private int shortLives;
    private int starts;

    /** A child that is not running yet; the command is what a shell would execute. */
    Child(String name, ProcessBuilder command, Path log, ProcessList processes, Consumer<String> console) {
        this.name = name;
        this.log = log;
        this.processes = processes;
        this.console = console;
        this.command = logged(command);
    }

    private ProcessBuilder logged(ProcessBuilder command) {
        return command.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    /** A command that ignores the signals a terminal sends to everything in it; the shell is gone once it runs. */
    static List<String> deafToTheTerminal(List<String> command) {
        var deaf = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        deaf.addAll(command);
        return List.copyOf(deaf);
    }

    String name() {
        return name;
    }

    /** Starts it for the first time, with a log of its own for this run. */
    synchronized void start() {
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wanted = true;
        keptAlive = false;
        launch();
    }

    /** From now on its death is no failure of the start: it is started again. */
    synchronized void keepAlive() {
        if (!keptAlive && process != null) {
            watchOver(process);
        }
        keptAlive = true;
    }

    private synchronized void launch() {
        if (!wanted || handle().isPresent()) {
            return;
        }
        try {
            logStart = Files.exists(log) ? Files.size(log) : 0;
            bornAt = System.nanoTime();
            Process started = command.start();
            process = started;
            starts++;
            processes.note(name, started.toHandle());
            if (keptAlive) {
                watchOver(started);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started", e);
        }
    }

    /** Once for each process: each death is answered by one start. */
    private void watchOver(Process watched) {
        Thread.ofPlatform().daemon().name("watch-" + name).start(() -> {
            try {
                int code = watched.waitFor();
                if (stillWanted(watched)) {
                    again(code);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized boolean stillWanted(Process ended) {
        return wanted && process == ended;
    }

    /** Starts it again: at once after a kill or a whole life, ever later when it keeps ending by itself. */
    private void again(int code) {
        int inARow = countShortLives(code);
        Duration wait = inARow < 2 ? AT_ONCE : min(Duration.ofSeconds(1L << Math.min(inARow - 2, 4)), LONGEST_WAIT);
        String ended = name + " ended (" + reason(code) + ")";
        console.accept(
                inARow < 2
                        ? ended + "; starting it again."
                        : ended + ", " + inARow + " times in a row; starting it again in " + wait.toSeconds()
                                + " s. Its log: " + log);
        try {
            Thread.sleep(wait);
            launch();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            console.accept(e.getMessage() + ": " + e.getCause());
        }
    }

    private synchronized int countShortLives(int code) {
        boolean killed = code == SIGKILL || code == SIGTERM;
        boolean brief = System.nanoTime() - bornAt < A_WHOLE_LIFE.toNanos();
        shortLives = brief && !killed ? shortLives + 1 : 0;
        return shortLives;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String reason(int code) {
        return switch (code) {
            case SIGKILL -> "killed";
            case SIGTERM -> "terminated";
            default -> "exit code " + code;
        };
    }

    /** How often it was started, for whatever reason. */
    synchronized int starts() {
        return starts;
    }

    /** The process that runs now, where one does: as the system knows it, since Java's own {@link Process} hears of the end later. */
    synchronized Optional<ProcessHandle> handle() {
        return Optional.ofNullable(process).map(Process::toHandle).filter(ProcessHandle::isAlive);
    }

    /** The exit code, where it has been started and has ended. */
    synchronized OptionalInt exitCode() {
        return process == null || process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** From now on it is not started again; returns the process to end. */
    synchronized Optional<ProcessHandle> unwanted() {
        wanted = false;
        // A stopped process does not hear that it is to end.
        handle().ifPresent(process -> signal("CONT", process));
        return handle();
    }

    /** Sends a signal that Java has no name for to the process that runs now; false where none does, or it has just ended. */
    synchronized boolean signal(String signal) {
        return handle().filter(process -> signal(signal, process)).isPresent();
    }

    private static boolean signal(String signal, ProcessHandle process) {
        try {
            return new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts it once more after {@link #unwanted}. */
    synchronized void wantedAgain() {
        wanted = true;
        if (handle().isEmpty()) {
            launch();
        }
    }

    /** From its next start on it runs another command. */
    synchronized void runs(ProcessBuilder another) {
        command = logged(another);
    }

    /** What it said last in its present life, at most a dozen lines. */
    synchronized List<String> lastWords() {
        try (var said = Files.newByteChannel(log)) {
            said.position(logStart);
            var bytes = ByteBuffer.allocate((int) Math.min(1 << 20, said.size() - logStart));
            said.position(said.size() - bytes.capacity());
            while (bytes.hasRemaining() && said.read(bytes) >= 0) {
                // reads on
            }
            List<String> lines = new String(bytes.array(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        } catch (IOException _) {
            return List.of();
        }
    }

    Path log() {
        return log;
    }
}
