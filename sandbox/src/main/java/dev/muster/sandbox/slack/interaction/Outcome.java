package dev.muster.sandbox.slack.interaction;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody sees after doing something.
 *
 * @param acknowledged whether the app acknowledged it in time
 * @param view the view that is then open, or null
 * @param errors what is wrong with the input, by block, or null
 * @param message what Slack itself tells them, or null
 * @param ephemeral what the app tells them alone in its acknowledgement, or null
 * @param ts the timestamp of what they wrote, or null
 */
public record Outcome(
        boolean acknowledged,
        @Nullable ObjectNode view,
        @Nullable Map<String, ?> errors,
        @Nullable String message,
        @Nullable String ephemeral,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String ts) {

    static Outcome acknowledged(@Nullable ObjectNode view) {
        return new Outcome(true, view, null, null, null, null);
    }

    static Outcome told(@Nullable ObjectNode view, String message) {
        return new Outcome(false, view, null, message, null, null);
    }

    Outcome withEphemeral(@Nullable String text) {
        return new Outcome(acknowledged, view, errors, message, text, ts);
    }

    static Outcome refused(@Nullable ObjectNode view, boolean acknowledged, Map<String, ?> errors) {
        return new Outcome(acknowledged, view, errors, null, null, null);
    }

    static Outcome wrote(String ts) {
        return new Outcome(true, null, null, null, null, ts);
    }
}
