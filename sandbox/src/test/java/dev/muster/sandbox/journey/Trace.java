package dev.muster.sandbox.journey;

import static dev.muster.sandbox.Client.told;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.launch.Sandbox;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A trace as the sandbox has got it from the services. */
record Trace(String id, List<JsonNode> spans) {

    /** The traces in which something was done about a sign-up or a run, as far as they have been sent. */
    static List<Trace> about(Sandbox sandbox, String what) {
        try (var client = new Client(sandbox.address("traces"), Map.of())) {
            var query = URLEncoder.encode(what, StandardCharsets.UTF_8);
            var spans = told(() -> client.get("spans?of=" + query)).json();
            return StreamSupport.stream(spans.spliterator(), false)
                    .collect(groupingBy(span -> span.path("traceId").asString()))
                    .entrySet()
                    .stream()
                    .map(trace -> new Trace(trace.getKey(), trace.getValue()))
                    .toList();
        }
    }

    /** Each span with what it followed from: service and name, from the beginning of the trace on. */
    Set<String> paths() {
        return spans.stream().map(this::path).collect(toSet());
    }

    private String path(JsonNode span) {
        var own = span.path("service").asString() + ": " + span.path("name").asString();
        return parentOf(span).map(parent -> path(parent) + " > " + own).orElse(own);
    }

    private Optional<JsonNode> parentOf(JsonNode span) {
        var parentId = span.path("parentId").asString();
        return spans.stream()
                .filter(other -> other.path("spanId").asString().equals(parentId))
                .findFirst();
    }

    /** The ids of the traces that it has links to. */
    Set<String> linked() {
        return spans.stream()
                .flatMap(span -> StreamSupport.stream(span.path("links").spliterator(), false))
                .map(link -> link.path("traceId").asString())
                .collect(toSet());
    }
}
