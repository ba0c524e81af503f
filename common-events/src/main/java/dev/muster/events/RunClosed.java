package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The time for answers is over. Of several that follow the opening the first counts; later answers are late.
 *
 * @param runId the run
 * @param closedAt when
 */
public record RunClosed(String runId, Instant closedAt) implements StandupRunEvent {

    public RunClosed {
        requireNonNull(runId, "runId");
        requireNonNull(closedAt, "closedAt");
    }

    @Override
    public String key() {
        return runId;
    }
}
