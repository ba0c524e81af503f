package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A member is left out of the run, unless they have answered or do so later.
 *
 * @param runId the run
 * @param userId the Slack id
 * @param sequence the offset of the interaction in its partition
 * @param skippedAt when
 */
public record MemberSkipped(String runId, String userId, long sequence, Instant skippedAt) implements StandupRunEvent {

    public MemberSkipped {
        requireNonNull(runId, "runId");
        requireNonNull(userId, "userId");
        requireNonNull(skippedAt, "skippedAt");
    }

    @Override
    public String key() {
        return runId;
    }
}
