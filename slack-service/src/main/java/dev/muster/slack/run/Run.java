package dev.muster.slack.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run.
 *
 * @param runId the run
 * @param name the standup's name
 * @param questions what is asked
 * @param members the Slack ids of those who are asked; none where its opening is not read yet
 * @param closedAt the offset of its closing in {@code muster.standup-runs}, once it is closed
 * @param openedAt when it opened, or, before that is read, when a member was asked
 */
public record Run(
        String runId,
        String name,
        List<String> questions,
        List<String> members,
        @Nullable Long closedAt,
        Instant openedAt) {

    public Run {
        questions = List.copyOf(questions);
        members = List.copyOf(members);
    }

    /** Whether it was closed before that place in {@code muster.standup-runs}. */
    boolean isClosedBefore(long offset) {
        return closedAt != null && closedAt < offset;
    }

    /** Whether it is closed, as far as is known. */
    public boolean isClosed() {
        return closedAt != null;
    }
}
