package dev.muster.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/events.md} names what there is. */
class EventsDocumentTest {

    private static final Path SCHEMAS = Path.of("src/main/resources/dev/muster/events/schema");

    private final String document = Files.readString(Path.of("../docs/events.md"));

    EventsDocumentTest() throws IOException {}

    @Test
    void namesEveryTopicAndConsumerGroup() {
        assertThat(Topic.all(Duration.ofDays(400)))
                .allSatisfy(topic -> assertThat(document).contains("`" + topic.name() + "`"));
        assertThat(ConsumerGroup.all()).allSatisfy(group -> assertThat(document).contains("`" + group + "`"));
    }

    @Test
    void namesEveryEventAndEachOfItsFields() throws IOException {
        try (var schemas = Files.list(SCHEMAS)) {
            assertThat(schemas).isNotEmpty().allSatisfy(file -> {
                var schema = new JsonMapper().readTree(file);
                assertThat(document).contains("`" + schema.path("title").asString() + "`");
                assertThat(fieldsOf(schema, ""))
                        .allSatisfy(field -> assertThat(document).contains("`" + field + "`"));
            });
        }
    }

    private static List<String> fieldsOf(JsonNode schema, String prefix) {
        var fields = new ArrayList<String>();
        schema.path("properties").forEachEntry((name, property) -> {
            var inner = fieldsOf(property, prefix + name + ".");
            fields.addAll(inner.isEmpty() ? List.of(prefix + name) : inner);
        });
        return fields;
    }
}
