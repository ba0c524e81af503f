package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * A question and what a member answered.
 *
 * @param question as it was asked
 * @param text as it was written, empty where the question was left open
 */
public record Answer(String question, String text) {

    public Answer {
        requireNonNull(question, "question");
        requireNonNull(text, "text");
    }
}
