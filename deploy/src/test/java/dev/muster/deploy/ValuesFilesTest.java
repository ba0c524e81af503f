package dev.muster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

class ValuesFilesTest {

    static final List<String> FILES = Chart.VALUES;

    @ParameterizedTest
    @FieldSource("FILES")
    void helmFindsNoFaultWithTheChart(String valuesFile) throws IOException {
        var chart = Chart.copy(text -> text);
        if (!valuesFile.equals("values.yaml")) {
            var yaml = Chart.yaml();
            Map<String, Object> values = yaml.load(Files.readString(chart.resolve("values.yaml")));
            Map<String, Object> changes = yaml.load(Files.readString(chart.resolve(valuesFile)));
            Files.writeString(chart.resolve("values.yaml"), yaml.dump(merged(values, changes)));
        }

        var lint = new Helm(chart).lint().strict().call();

        assertThat(lint.getMessages())
                .filteredOn(message -> !message.startsWith("[INFO]"))
                .isEmpty();
        assertThat(lint.isFailed()).isFalse();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> merged(Map<String, Object> values, Map<String, Object> changes) {
        var all = new TreeMap<>(values);
        changes.forEach((key, change) -> all.merge(
                key,
                change,
                (old, now) -> old instanceof Map && now instanceof Map
                        ? merged((Map<String, Object>) old, (Map<String, Object>) now)
                        : now));
        return all;
    }

    /** All containers that stay, whoever makes them; what it says itself is held to what it is. */
    @Test
    void theSmallOneFitsInTwoGibibytesAsItSays(@TempDir Path directory) throws IOException {
        var small = Chart.DIRECTORY.resolve("values-small.yaml");
        var crm = Chart.values(directory, "crm", "crm: {enabled: true, url: https://example.api-us1.com}");

        var usual = limits(Chart.render(List.of(small)));
        var withCrm = limits(Chart.render(List.of(small, crm)));

        assertThat(usual).hasSize(7);
        assertThat(sum(usual)).isLessThanOrEqualTo(2048);
        assertThat(Files.readString(small))
                .contains(sum(usual) + " in all")
                .contains("crm-service takes %d more".formatted(sum(withCrm) - sum(usual)));
    }

    @Test
    void theDatabaseHasMoreMemoryThanItsCacheTakes() {
        var database =
                Chart.render("values-small.yaml").ofKind("MongoDBCommunity").getFirst();

        var cache = database.at("/spec/additionalMongodConfig/storage.wiredTiger.engineConfig.cacheSizeGB")
                .asDouble();

        assertThat(mebibytes(database.at("/spec/statefulSet/spec/template/spec/containers/0/resources/limits/memory")))
                .isGreaterThanOrEqualTo((long) (cache * 1024) + 128);
    }

    private static List<Long> limits(Rendering rendering) {
        assertThat(rendering.pods()).as("none that comes and goes but the test").hasSizeLessThanOrEqualTo(6);
        var services = rendering.pods().stream()
                .filter(Rendering.Pods::isService)
                .map(pods -> pods.container().path("resources"));
        var ofOperators = Stream.of("Kafka", "KafkaNodePool", "MongoDBCommunity")
                .flatMap(kind -> rendering.ofKind(kind).stream())
                .flatMap(object -> object.findValues("resources").stream())
                .filter(resources -> resources.has("limits"));
        return Stream.concat(services, ofOperators)
                .map(resources -> mebibytes(resources.at("/limits/memory")))
                .toList();
    }

    private static long sum(List<Long> amounts) {
        return amounts.stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void theDefaultsSurviveTheLossOfOneInstance() {
        assertThat(Chart.render("values.yaml").pods())
                .filteredOn(Rendering.Pods::isService)
                .allSatisfy(pods ->
                        assertThat(pods.owner().at("/spec/replicas").asInt()).isGreaterThanOrEqualTo(2));
    }

    private static long mebibytes(JsonNode amount) {
        return Long.parseLong(amount.asString().replace("Mi", ""));
    }
}
