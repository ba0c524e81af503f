package dev.muster.sandbox.slack.socket;

import dev.muster.sandbox.emulator.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What an app sends back for an envelope; Bolt for JavaScript sends an empty payload where it has nothing to say. */
record Acknowledgement(String envelopeId, Map<String, @Nullable Object> payload) {

    /** Reads a text frame; whatever is no acknowledgement reads as empty. */
    static Optional<Acknowledgement> read(String text) {
        try {
            Map<String, @Nullable Object> frame = Json.object(text);
            return frame.get("envelope_id") instanceof String id
                    ? Optional.of(new Acknowledgement(id, payload(frame.get("payload"))))
                    : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static Map<String, @Nullable Object> payload(@Nullable Object given) {
        var payload = new LinkedHashMap<String, @Nullable Object>();
        if (given instanceof Map<?, ?> entries) {
            entries.forEach((name, value) -> payload.put(String.valueOf(name), value));
        }
        return payload;
    }
}
