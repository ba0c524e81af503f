package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member is to be asked by direct message.
 *
 * @param runId the run
 * @param userId the Slack id
 * @param kind whether it is the first time
 * @param name the standup's name
 * @param channel the Slack id of the channel
 * @param questions what is asked
 * @param zone whose clock counts
 * @param validUntil when it is too late to ask, where that is known
 */
public record PromptRequested(
        String runId,
        String userId,
        Kind kind,
        String name,
        String channel,
        List<String> questions,
        ZoneId zone,
        @Nullable Instant validUntil)
        implements StandupPromptEvent {

    /** Which of the two messages it is. */
    public enum Kind {
        /** The question itself. */
        ASK,
        /** The reminder. */
        REMIND
    }

    public PromptRequested {
        requireNonNull(runId, "runId");
        requireNonNull(userId, "userId");
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(channel, "channel");
        questions = List.copyOf(questions);
        requireNonNull(zone, "zone");
    }

    @Override
    public String key() {
        return runId + "|" + userId;
    }
}
