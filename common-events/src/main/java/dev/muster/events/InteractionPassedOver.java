package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * What a member did has no effect; it stays where it was published.
 *
 * @param runId the run that it was meant for
 * @param userId the Slack id
 * @param interaction the id of the event
 * @param reason {@code unknown_standup}: it is not defined, or no longer
 */
public record InteractionPassedOver(String runId, String userId, String interaction, String reason)
        implements StandupRunEvent {

    public InteractionPassedOver {
        requireNonNull(runId, "runId");
        requireNonNull(userId, "userId");
        requireNonNull(interaction, "interaction");
        requireNonNull(reason, "reason");
    }

    @Override
    public String key() {
        return runId;
    }
}
