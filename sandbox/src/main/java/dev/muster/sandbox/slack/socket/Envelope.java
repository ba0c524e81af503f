package dev.muster.sandbox.slack.socket;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What carries a payload to an app, in the shape it has on the wire; only events tell of retries. */
@JsonPropertyOrder({"envelope_id", "type", "accepts_response_payload", "retry_attempt", "retry_reason", "payload"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Envelope(
        @JsonProperty("envelope_id") String id,
        String type,
        @JsonProperty("accepts_response_payload") boolean acceptsResponsePayload,
        @JsonProperty("retry_attempt") @Nullable Integer retryAttempt,
        @JsonProperty("retry_reason") @Nullable String retryReason,
        @JsonInclude(JsonInclude.Include.ALWAYS) Map<String, ?> payload) {

    static Envelope of(String type, boolean acceptsResponsePayload, Map<String, ?> payload) {
        return new Envelope(newId(), type, acceptsResponsePayload, null, null, payload);
    }

    /** An event's envelope; {@code attempt} counts from 0. */
    static Envelope event(int attempt, Map<String, ?> payload) {
        return new Envelope(newId(), "events_api", false, attempt, attempt == 0 ? "" : "timeout", payload);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
