package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Answer;
import dev.muster.sandbox.emulator.Limit;
import dev.muster.sandbox.emulator.Provider;
import dev.muster.sandbox.slack.workspace.SlackError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How Slack words its answers: HTTP 200 with {@code ok} false for errors, and 429 with {@code Retry-After} for limits
 * (docs.slack.dev, "Using the Slack Web API" and "Rate limits").
 */
record Slack(Set<String> operations, List<Limit> limits) implements Provider {

    static Answer refused(SlackError error) {
        return new Answer(200, answer(error.code(), error.more()));
    }

    @Override
    public Answer failure(int status) {
        return new Answer(status, answer(status == 503 ? "service_unavailable" : "fatal_error", Map.of()));
    }

    @Override
    public Answer error(String code) {
        return new Answer(200, answer(code, Map.of()));
    }

    @Override
    public Answer throttled(int seconds) {
        return new Answer(429, answer("ratelimited", Map.of())).with("Retry-After", Integer.toString(seconds));
    }

    private static Map<String, Object> answer(String code, Map<String, Object> more) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("ok", false);
        answer.put("error", code);
        answer.putAll(more);
        return answer;
    }
}
