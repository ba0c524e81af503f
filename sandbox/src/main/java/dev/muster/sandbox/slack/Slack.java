package dev.muster.sandbox.slack;

import dev.muster.sandbox.emulator.Answer;
import dev.muster.sandbox.emulator.Limit;
import dev.muster.sandbox.emulator.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How Slack words its answers: HTTP 200 with {@code ok} false for errors, and 429 with {@code Retry-After} for limits
 * (docs.slack.dev, "Using the Slack Web API" and "Rate limits").
 */
record Slack(Set<String> operations) implements Provider {

    static Answer ok() {
        return new Answer(200, Map.of("ok", true));
    }

    static Answer refused(String code) {
        return new Answer(200, answer(code));
    }

    /** The legacy invitation method has no published tier, so nothing is limited to begin with. */
    @Override
    public List<Limit> limits() {
        return List.of();
    }

    @Override
    public Answer failure(int status) {
        return new Answer(status, answer(status == 503 ? "service_unavailable" : "fatal_error"));
    }

    @Override
    public Answer error(String code) {
        return refused(code);
    }

    @Override
    public Answer throttled(int seconds) {
        return new Answer(429, answer("ratelimited")).with("Retry-After", Integer.toString(seconds));
    }

    private static Map<String, Object> answer(String code) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("ok", false);
        answer.put("error", code);
        return answer;
    }
}
