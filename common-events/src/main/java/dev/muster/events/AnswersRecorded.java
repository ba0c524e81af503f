package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * A member's answers are taken. Of several the one with the greatest sequence counts.
 *
 * @param runId the run
 * @param userId the Slack id
 * @param answers in the order of the questions
 * @param sequence the offset of the interaction in its partition: a later one has a greater
 * @param submittedAt when
 */
public record AnswersRecorded(String runId, String userId, List<Answer> answers, long sequence, Instant submittedAt)
        implements StandupRunEvent {

    public AnswersRecorded {
        requireNonNull(runId, "runId");
        requireNonNull(userId, "userId");
        answers = List.copyOf(answers);
        requireNonNull(submittedAt, "submittedAt");
    }

    @Override
    public String key() {
        return runId;
    }
}
