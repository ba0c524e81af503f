package dev.muster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
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

    @Test
    void theSmallOneFitsInTwoGibibytes(@TempDir Path directory) {
        var crm = Chart.values(directory, "crm", "crm: {enabled: true, url: https://example.api-us1.com}");
        var rendering = Chart.render(List.of(Chart.DIRECTORY.resolve("values-small.yaml"), crm));

        var services = rendering.pods().stream()
                .filter(Rendering.Pods::isService)
                .map(pods -> pods.container().path("resources"));
        var broker = rendering.ofKind("KafkaNodePool").getFirst().at("/spec/resources");
        var database = rendering
                .ofKind("MongoDBCommunity")
                .getFirst()
                .at("/spec/statefulSet/spec/template/spec/containers")
                .valueStream()
                .map(container -> container.path("resources"));
        var all = Stream.of(services, Stream.of(broker), database)
                .flatMap(resources -> resources)
                .mapToLong(resources -> mebibytes(resources.at("/limits/memory")))
                .toArray();

        assertThat(all).hasSize(8);
        assertThat(LongStream.of(all).sum()).isLessThanOrEqualTo(2048);
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
