package dev.muster.sandbox.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes that belong to a data directory, in a file beside the data, so that a later command can end what a
 * killed launcher left behind. A process counts only with the start time noted for it: its number alone may be another's by now.
 */
final class ProcessList {

    /** The name under which the launcher itself is noted. */
    static final String LAUNCHER = "launcher";

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private final Path file;
    private final Map<String, ProcessHandle> noted = new LinkedHashMap<>();

    ProcessList(Path file) {
        this.file = file;
    }

    /** Notes the process that now runs under a name. */
    synchronized void note(String name, ProcessHandle process) {
        noted.put(name, process);
        var lines = new ArrayList<String>();
        noted.forEach((role, handle) -> handle.info()
                .startInstant()
                .ifPresent(started -> lines.add(handle.pid() + " " + started.toEpochMilli() + " " + role)));
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The process list " + file + " cannot be written", e);
        }
    }

    /** Forgets all, when they have ended. */
    synchronized void clear() {
        noted.clear();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The noted processes that are still alive. */
    List<Running> alive() {
        var alive = new ArrayList<Running>();
        for (String line : lines()) {
            String[] parts = line.split(" ", 3);
            if (parts.length == 3) {
                try {
                    Instant started = Instant.ofEpochMilli(Long.parseLong(parts[1]));
                    find(Long.parseLong(parts[0]), started)
                            .ifPresent(process -> alive.add(new Running(parts[2], process)));
                } catch (NumberFormatException _) {
                    // A torn line names no process.
                }
            }
        }
        return alive;
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> find(long pid, Instant started) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> process.info()
                .startInstant()
                .filter(actual -> Duration.between(started, actual).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .isPresent());
    }

    /** A noted process and the name it runs under. */
    record Running(String name, ProcessHandle process) {}
}
