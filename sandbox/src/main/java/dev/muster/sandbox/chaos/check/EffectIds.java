package dev.muster.sandbox.chaos.check;

import java.util.Locale;

/** What the effects are called that events ask for, as {@code docs/events.md} says. */
final class EffectIds {

    private EffectIds() {}

    /** Of a question or a reminder. */
    static String of(String runId, String userId, String kind) {
        return "prompt:" + runId + ":" + userId + ":" + kind.toLowerCase(Locale.ROOT);
    }

    /** Of a {@code PromptRequested}. */
    static String ofPrompt(Event prompt) {
        return of(prompt.text("runId"), prompt.text("userId"), prompt.text("kind"));
    }

    /** Of the first message of a report's part. */
    static String ofPost(String runId, String part) {
        return "post:" + runId + ":" + part;
    }

    /** Of a {@code PostRequested}. */
    static String ofPost(Event post) {
        return ofPost(post.text("runId"), post.text("part"));
    }
}
