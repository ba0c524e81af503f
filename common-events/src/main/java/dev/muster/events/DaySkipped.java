package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A member asked to be left out of the day's run.
 *
 * @param runId the run
 * @param userId the Slack id
 * @param skippedAt when
 */
public record DaySkipped(String runId, String userId, Instant skippedAt) implements SlackInteractionEvent {

    public DaySkipped {
        requireNonNull(runId, "runId");
        requireNonNull(userId, "userId");
        requireNonNull(skippedAt, "skippedAt");
    }

    @Override
    public String key() {
        return runId;
    }
}
