package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * A member sent the form.
 *
 * @param runId the run, as {@link RunId} writes it
 * @param userId the Slack id
 * @param answers in the order of the questions
 * @param submittedAt when
 */
public record AnswersSubmitted(String runId, String userId, List<Answer> answers, Instant submittedAt)
        implements SlackInteractionEvent {

    public AnswersSubmitted {
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
