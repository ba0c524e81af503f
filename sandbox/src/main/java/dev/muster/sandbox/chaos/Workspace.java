package dev.muster.sandbox.chaos;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What stands in the emulated Slack, looked at again and again: every message by the effect that brought it about. */
final class Workspace {

    private static final Duration LEAST_PAUSE = Duration.ofMillis(400);

    /** The more there is to see, the less often it is looked at. */
    private static final int REST_FOR_EACH_LOOK = 8;

    private static final Pattern REPORT = Pattern.compile("post:(.+):summary");
    private static final Pattern ANSWERED = Pattern.compile("(\\d+) answered");

    private final URI slack;
    private final Witness witness;
    private final Http http = new Http();
    private volatile Map<String, Message> messages = Map.of();

    /** A message in a channel. */
    record Message(String channel, String ts, JsonNode json) {

        boolean says(String text) {
            return json.toString().contains(text);
        }
    }

    Workspace(URI slack, Witness witness) {
        this.slack = slack;
        this.witness = witness;
    }

    /** Looks until everybody is sent home. */
    void run(Pause pause) {
        Duration rest;
        do {
            var begin = System.nanoTime();
            look();
            var busy = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(REST_FOR_EACH_LOOK);
            rest = busy.compareTo(LEAST_PAUSE) > 0 ? busy : LEAST_PAUSE;
        } while (pause.pause(rest));
    }

    /** Looks once. */
    void look() {
        http.tries("GET", slack.resolve("sandbox/workspace"), "").ifPresent(reply -> {
            var seen = new HashMap<String, Message>();
            for (var channel : reply.json().path("channels")) {
                var id = channel.path("id").asString();
                for (var message : channel.path("messages")) {
                    var effect = message.path("metadata")
                            .path("event_payload")
                            .path("effect_id")
                            .asString("");
                    seen.putIfAbsent(effect, new Message(id, message.path("ts").asString(""), message));
                }
            }
            messages = seen;
            seen.forEach(this::noteReport);
        });
    }

    private void noteReport(String effect, Message message) {
        var report = REPORT.matcher(effect);
        if (report.matches()) {
            var text = message.json().path("blocks").toString();
            var answered = ANSWERED.matcher(text);
            witness.saw(
                    "report:" + report.group(1),
                    "channel",
                    answered.find() ? Long.parseLong(answered.group(1)) : 0,
                    message.json().toString());
        }
    }

    /** The message that an effect brought about, where it is there. */
    @Nullable Message message(String effect) {
        return messages.get(effect);
    }

    /** How many reports are there. */
    long reports() {
        return messages.keySet().stream()
                .filter(effect -> REPORT.matcher(effect).matches())
                .count();
    }
}
