package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One member's part of a report.
 *
 * @param userId the Slack id
 * @param answers in the order of the questions
 * @param late whether they first answered after the run was closed
 */
public record ReportEntry(String userId, List<Answer> answers, boolean late) {

    public ReportEntry {
        requireNonNull(userId, "userId");
        answers = List.copyOf(answers);
    }
}
