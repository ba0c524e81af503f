package dev.muster.sandbox.chaos.check;

import java.time.Instant;
import java.util.List;

/** A form that closed when a member sent these answers, the first time or as an edit. */
public record AcceptedAnswer(String runId, String userId, List<String> answers, Instant at) {

    public AcceptedAnswer {
        answers = List.copyOf(answers);
    }
}
