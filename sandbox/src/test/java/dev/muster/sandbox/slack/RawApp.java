package dev.muster.sandbox.slack;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.emulator.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An app by hand, which keeps every envelope as it came and acknowledges it with what a test wants. */
final class RawApp implements AutoCloseable {

    private final HttpClient http =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    private final List<JsonNode> envelopes = new CopyOnWriteArrayList<>();
    private final Function<JsonNode, @Nullable Object> answer;
    private final WebSocket connection;

    /**
     * Connects.
     *
     * @param answer an acknowledgement's payload for an envelope's payload, or null for none
     */
    RawApp(Stage stage, String appToken, Function<JsonNode, @Nullable Object> answer) throws IOException {
        this.answer = answer;
        try (Client app = stage.as(appToken)) {
            String url = app.postForm("api/apps.connections.open", Map.of())
                    .json()
                    .path("url")
                    .asString();
            connection = http.newWebSocketBuilder()
                    .buildAsync(URI.create(url), new Listener())
                    .join();
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode frame = Json.MAPPER.readTree(text.toString());
                text.setLength(0);
                if (frame.has("envelope_id")) {
                    envelopes.add(frame);
                    acknowledge(socket, frame);
                }
            }
            socket.request(1);
            return null;
        }

        private void acknowledge(WebSocket socket, JsonNode frame) {
            var acknowledgement = new LinkedHashMap<String, @Nullable Object>();
            acknowledgement.put("envelope_id", frame.path("envelope_id").asString());
            Object payload = answer.apply(frame.path("payload"));
            if (payload != null) {
                acknowledgement.put("payload", payload);
            }
            var _ = socket.sendText(Json.MAPPER.writeValueAsString(acknowledgement), true);
        }
    }

    /** The payloads of one type, such as {@code block_actions}; a command's has none. */
    List<JsonNode> heard(String type) {
        return envelopes.stream()
                .map(envelope -> envelope.path("payload"))
                .filter(payload -> type.equals(payload.path("type").asString("command"))
                        || type.equals(payload.at("/event/type").asString("")))
                .toList();
    }

    @Override
    public void close() {
        connection.abort();
        http.shutdownNow();
    }
}
