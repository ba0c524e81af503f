package dev.muster.slack.run;

import dev.muster.events.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member has done in a run.
 *
 * @param answers what they have answered, where they have
 * @param answeredAt the offset in {@code muster.standup-runs} at which they first had
 * @param hasSkipped whether they skipped the day; who has answered has not
 * @param latest the offset in {@code muster.standup-runs} of the last that is known of them, -1 where nothing is
 */
public record Participation(
        @Nullable List<Answer> answers, @Nullable Long answeredAt, boolean hasSkipped, long latest) {

    /** Nothing yet. */
    static final Participation NONE = new Participation(null, null, false, -1);

    public Participation {
        answers = answers == null ? null : List.copyOf(answers);
    }

    /** Whether they have neither answered nor skipped. */
    public boolean isSilent() {
        return answers == null && !hasSkipped;
    }
}
