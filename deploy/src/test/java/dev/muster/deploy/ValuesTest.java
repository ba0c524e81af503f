package dev.muster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The values, their schema and their README say the same. {@code -Dmuster.golden.update=true} writes the latter two anew. */
class ValuesTest {

    private static final boolean UPDATE = Boolean.getBoolean("muster.golden.update");
    private static final Path SCHEMA = Chart.DIRECTORY.resolve("values.schema.json");
    private static final Path README = Chart.DIRECTORY.resolve("README.md");
    private static final String BEFORE_TABLE = "<!-- From here on: made from the comments in values.yaml. -->\n\n";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final ValuesDocument document = ValuesDocument.read();
    private final JsonNode values;

    ValuesTest() throws IOException {
        Map<String, Object> read = Chart.yaml().load(Files.readString(Chart.DIRECTORY.resolve("values.yaml")));
        values = JSON.valueToTree(read);
    }

    @Test
    void everyValueIsExplained() {
        var unexplained = new ArrayList<List<String>>();
        collectUnexplained(List.of(), values, unexplained);

        assertThat(unexplained).isEmpty();
    }

    private void collectUnexplained(List<String> path, JsonNode value, List<List<String>> unexplained) {
        if (!path.isEmpty()
                && (!value.isObject() || value.isEmpty())
                && !document.comments().containsKey(path)) {
            unexplained.add(path);
        }
        if (value.isObject()
                && (path.isEmpty() || !document.comments().containsKey(path) || !document.isValue(path, values))) {
            value.propertyStream()
                    .forEach(entry -> collectUnexplained(plus(path, entry.getKey()), entry.getValue(), unexplained));
        }
    }

    @Test
    void readmeIsMadeOfTheComments() throws IOException {
        var readme = Files.readString(README);
        var made = readme.substring(0, readme.indexOf(BEFORE_TABLE) + BEFORE_TABLE.length()) + document.table(values);
        if (UPDATE) {
            Files.writeString(README, made);
        }

        assertThat(Files.readString(README)).isEqualTo(made);
    }

    @Test
    void schemaSaysWhatTheCommentsSay() throws IOException {
        var schema = (ObjectNode) JSON.readTree(Files.readString(SCHEMA));
        document.comments().forEach((path, comment) -> of(schema, path).put("description", comment));
        requireAll(schema);
        var made = JSON.writeValueAsString(schema) + "\n";
        if (UPDATE) {
            Files.writeString(SCHEMA, made);
        }

        assertThat(JSON.readTree(Files.readString(SCHEMA))).isEqualTo(JSON.readTree(made));
    }

    /** Helm takes out of the defaults what is set to null: where nothing may be missing, that is refused by its path. */
    private static void requireAll(ObjectNode schema) {
        var properties = schema.path("properties");
        if (!properties.isEmpty()) {
            schema.putPOJO("required", List.copyOf(properties.propertyNames()));
            properties.forEach(each -> requireAll((ObjectNode) each));
        }
    }

    private static ObjectNode of(JsonNode schema, List<String> path) {
        var node = schema;
        for (var key : path) {
            node = node.path("properties").path(key);
        }
        assertThat(node.isObject()).as("the schema knows %s", path).isTrue();
        return (ObjectNode) node;
    }

    @Test
    void schemaRefusesUnknownKeysAtEveryDepth() throws IOException {
        var open = new ArrayList<String>();
        collectOpen("", JSON.readTree(Files.readString(SCHEMA)), open);

        assertThat(open).isEmpty();
    }

    /** What lists its properties is closed; what does not may have any, such as labels, but only texts. */
    private static void collectOpen(String path, JsonNode node, List<String> open) {
        if (node.path("type").asString("").equals("object")) {
            var others = node.path("additionalProperties");
            var isClosed = node.has("properties")
                    ? others.isBoolean() && !others.asBoolean()
                    : others.path("type").asString("").equals("string");
            if (!isClosed) {
                open.add(path);
            }
        }
        node.propertyStream().forEach(entry -> collectOpen(path + "/" + entry.getKey(), entry.getValue(), open));
        if (node.isArray()) {
            node.forEach(each -> collectOpen(path + "/-", each, open));
        }
    }

    @Test
    void schemaKnowsTheValuesAndNoOthers() throws IOException {
        var strange = new ArrayList<List<String>>();
        collectStrange(List.of(), values, JSON.readTree(Files.readString(SCHEMA)), strange);

        assertThat(strange).isEmpty();
    }

    private static void collectStrange(List<String> path, JsonNode value, JsonNode schema, List<List<String>> strange) {
        schema.path("properties").propertyStream().forEach(entry -> {
            var below = plus(path, entry.getKey());
            if (!value.has(entry.getKey())) {
                strange.add(below);
            }
            collectStrange(below, value.path(entry.getKey()), entry.getValue(), strange);
        });
    }

    private static List<String> plus(List<String> path, String key) {
        var longer = new ArrayList<>(path);
        longer.add(key);
        return List.copyOf(longer);
    }
}
