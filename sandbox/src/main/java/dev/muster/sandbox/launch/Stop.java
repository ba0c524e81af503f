package dev.muster.sandbox.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Ends, from another terminal, what runs on a data directory or was left behind there. */
public final class Stop {

    /** A launcher ends its own processes within 15 s; then nothing more is to be waited for. */
    private static final Duration LAUNCHER_PATIENCE = Duration.ofSeconds(16);

    private Stop() {}

    /**
     * Ends everything noted in the directory.
     *
     * @return a line for the person who asked
     */
    public static String everythingOn(Path data) {
        ProcessList processes = DataDirectory.processes(data);
        List<ProcessList.Running> running = processes.alive();
        if (running.isEmpty()) {
            return "Nothing is running on " + data + ".";
        }
        Ending.of(
                running.stream()
                        .filter(one -> one.name().equals(ProcessList.LAUNCHER))
                        .map(ProcessList.Running::process)
                        .toList(),
                LAUNCHER_PATIENCE);
        Ending.of(processes.alive().stream().map(ProcessList.Running::process).toList(), Sandbox.PATIENCE);
        return "Muster is stopped; its data stay in " + data + ".";
    }
}
