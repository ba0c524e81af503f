package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Those who have neither answered nor skipped by now are to be reminded.
 *
 * @param runId the run
 * @param remindedAt when
 */
public record RunReminded(String runId, Instant remindedAt) implements StandupRunEvent {

    public RunReminded {
        requireNonNull(runId, "runId");
        requireNonNull(remindedAt, "remindedAt");
    }

    @Override
    public String key() {
        return runId;
    }
}
