package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * A tick has no effect.
 *
 * @param runId the run that it was meant for
 * @param tick the id of the event
 * @param phase what it asked for
 * @param reason {@code unknown_standup}: it is not defined, or no longer
 */
public record TickPassedOver(String runId, String tick, StandupTick.Phase phase, String reason)
        implements StandupRunEvent {

    public TickPassedOver {
        requireNonNull(runId, "runId");
        requireNonNull(tick, "tick");
        requireNonNull(phase, "phase");
        requireNonNull(reason, "reason");
    }

    @Override
    public String key() {
        return runId;
    }
}
