package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Answer;
import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.emulator.Switchboard;
import dev.muster.sandbox.slack.interaction.Events;
import dev.muster.sandbox.slack.interaction.ResponseUrls;
import dev.muster.sandbox.slack.workspace.SlackError;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Where apps answer interactions: what a {@code response_url} leads to. */
public final class ResponseRoute {

    /** The operation by which these answers can be faulted, and found among the calls. */
    static final String OPERATION = "response_url";

    private final ResponseUrls responseUrls;
    private final Switchboard switchboard;

    /** A route past the switchboard. */
    public ResponseRoute(ResponseUrls responseUrls, Switchboard switchboard) {
        this.responseUrls = responseUrls;
        this.switchboard = switchboard;
    }

    /** Answers {@code /response/{id}}. */
    public Mono<ServerResponse> call(ServerRequest request) {
        String id = request.pathVariable("id");
        return request.bodyToMono(String.class).defaultIfEmpty("").flatMap(text -> {
            JsonNode body = read(text);
            var arguments = new LinkedHashMap<String, @Nullable Object>();
            if (body.isObject()) {
                arguments.putAll(Json.MAPPER.convertValue(body, Events.OBJECT));
            }
            return switchboard.answer(request, OPERATION, arguments, () -> perform(id, body));
        });
    }

    private static JsonNode read(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException _) {
            return Json.MAPPER.missingNode();
        }
    }

    private Answer perform(String id, JsonNode body) {
        try {
            if (!body.isObject()) {
                throw SlackError.of("invalid_payload");
            }
            responseUrls.answer(id, body);
            return new Answer(200, Map.of("ok", true));
        } catch (SlackError refused) {
            boolean gone = refused.code().endsWith("_url");
            return new Answer(gone ? 404 : 200, Slack.refused(refused).body());
        }
    }
}
