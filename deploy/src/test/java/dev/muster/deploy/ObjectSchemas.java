package dev.muster.deploy;

import static java.util.Map.entry;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What each kind of object may look like: the schemas in {@code schemas}, whose README says where they come from. */
final class ObjectSchemas {

    private static final Path DIRECTORY = Path.of("src/test/resources/schemas");
    private static final String CORE = "kubernetes";

    private static final Map<String, String> FILES = Map.ofEntries(
            entry("ExternalSecret", "external-secret"),
            entry("HTTPRoute", "http-route"),
            entry("Kafka", "kafka"),
            entry("KafkaNodePool", "kafka-node-pool"),
            entry("KafkaTopic", "kafka-topic"),
            entry("KafkaUser", "kafka-user"),
            entry("MongoDBCommunity", "mongodb-community"),
            entry("PodMonitor", "pod-monitor"),
            entry("PrometheusRule", "prometheus-rule"),
            entry("ScaledObject", "scaled-object"),
            entry("ServiceMonitor", "service-monitor"),
            entry("TriggerAuthentication", "trigger-authentication"));

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    /** What is wrong with an object; nothing, if it is as its kind must be. */
    List<String> complaints(JsonNode object) {
        return schemas.computeIfAbsent(Rendering.kindOf(object), this::schema).validate(object).stream()
                .map(Error::toString)
                .toList();
    }

    private Schema schema(String kind) {
        var schema = (ObjectNode) read(FILES.getOrDefault(kind, CORE));
        if (!FILES.containsKey(kind)) {
            schema.put("$ref", "#/definitions/I" + kind);
            if (!schema.path("definitions").has("I" + kind)) {
                throw new AssertionError("no schema of " + kind);
            }
        }
        return registry.getSchema(schema);
    }

    private static JsonNode read(String file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(DIRECTORY.resolve(file + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
