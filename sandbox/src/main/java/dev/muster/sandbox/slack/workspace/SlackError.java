package dev.muster.sandbox.slack.workspace;

import java.util.List;
import java.util.Map;

/** A call that Slack refuses, with its own error code and, for some, more words in the answer. */
public final class SlackError extends RuntimeException {

    private final String code;
    private final Map<String, Object> more;

    private SlackError(String code, Map<String, Object> more) {
        super(code);
        this.code = code;
        this.more = more;
    }

    /** A refusal with a code alone. */
    public static SlackError of(String code) {
        return new SlackError(code, Map.of());
    }

    /** A refusal that says what is wrong where, as Slack does for blocks and views. */
    public static SlackError of(String code, List<String> problems) {
        return new SlackError(
                code,
                Map.of(
                        "response_metadata",
                        Map.of(
                                "messages",
                                problems.stream()
                                        .map(problem -> "[ERROR] " + problem)
                                        .toList())));
    }

    /** The token lacks a scope. */
    public static SlackError missingScope(String needed, String provided) {
        return new SlackError("missing_scope", Map.of("needed", needed, "provided", provided));
    }

    /** Slack's error code. */
    public String code() {
        return code;
    }

    /** What the answer says beside the code. */
    public Map<String, Object> more() {
        return more;
    }
}
