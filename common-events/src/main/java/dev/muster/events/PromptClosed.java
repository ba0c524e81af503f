package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member's direct message is to say that the run is closed.
 *
 * @param runId the run
 * @param userId the Slack id
 * @param name the standup's name
 * @param answers what they answered, where they did
 * @param skipped whether they skipped the day
 * @param sequence the offset of the closing in the run's history
 */
public record PromptClosed(
        String runId, String userId, String name, @Nullable List<Answer> answers, boolean skipped, long sequence)
        implements StandupPromptEvent {

    public PromptClosed {
        requireNonNull(runId, "runId");
        requireNonNull(userId, "userId");
        requireNonNull(name, "name");
        answers = answers == null ? null : List.copyOf(answers);
    }

    @Override
    public String key() {
        return runId + "|" + userId;
    }
}
