package dev.muster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever moves from Compose to a cluster of one node finds the same services there, of the same sizes and settings. */
class ComposeLikeTheChartTest {

    /** Where Kafka is, and who stands before the gateway, is each place's own. */
    private static final Set<String> ITS_OWN = Set.of("MUSTER_KAFKA_BOOTSTRAP", "MUSTER_FORWARD_HEADERS");

    private static final String MONGOD = "/spec/statefulSet/spec/template/spec/containers/0/resources/limits/memory";

    private final JsonNode compose =
            JsonMapper.shared().valueToTree(Chart.yaml().load(Files.readString(Path.of("compose.yaml"))));
    private final Rendering chart = Chart.render("values-small.yaml");
    private final List<Rendering.Pods> services =
            chart.pods().stream().filter(Rendering.Pods::isService).toList();

    ComposeLikeTheChartTest() throws IOException {}

    @Test
    void theImagesAreTheSame() throws IOException {
        var images = Images.all();

        assertThat(services).hasSizeGreaterThan(3).allSatisfy(pods -> assertThat(
                        pods.container().path("image").asString())
                .isEqualTo(images.get(nameOf(pods))));
        assertThat(chart.ofKind("MongoDBCommunity")).singleElement().satisfies(mongodb -> assertThat(
                        "mongo:" + mongodb.at("/spec/version").asString())
                .isEqualTo(images.get("mongodb")));
    }

    @Test
    void soIsTheirMemoryAndWhatTheirJvmIsTold() {
        assertThat(services).allSatisfy(pods -> {
            assertThat(pods.container().at("/resources/limits/memory").asString())
                    .isEqualTo(of(pods).path("mem_limit").asString().replaceFirst("m$", "Mi"));
            assertThat(variable(pods, "JDK_JAVA_OPTIONS").path("value").asString())
                    .isEqualTo(setting(pods, "JDK_JAVA_OPTIONS"));
        });
        assertThat(chart.ofKind("MongoDBCommunity").getFirst().at(MONGOD).asString())
                .isEqualTo(compose.at("/services/mongodb/mem_limit").asString().replaceFirst("m$", "Mi"));
    }

    @Test
    void whatComposeSetsToOneValueHasThatValueInTheChart() {
        assertThat(services).allSatisfy(pods -> {
            var settings = chart.the(
                            "ConfigMap",
                            pods.container().at("/envFrom/0/configMapRef/name").asString())
                    .path("data");
            of(pods).path("environment").propertyStream().forEach(setting -> {
                var value = setting.getValue().asString();
                if (settings.has(setting.getKey()) && !value.contains("${") && !ITS_OWN.contains(setting.getKey())) {
                    assertThat(settings.path(setting.getKey()).asString())
                            .as(setting.getKey())
                            .isEqualTo(value);
                }
            });
            assertThat(settings.path("MUSTER_KAFKA_REPLICATION").asString())
                    .isEqualTo(setting(pods, "MUSTER_KAFKA_REPLICATION"));
        });
    }

    @Test
    void whoHasASecretThereHasItHere() {
        assertThat(services).allSatisfy(pods -> pods.container()
                .path("env")
                .valueStream()
                .filter(variable -> variable.has("valueFrom"))
                .forEach(variable -> assertThat(of(pods).path("environment").propertyNames())
                        .contains(variable.path("name").asString())));
        assertThat(services.stream()
                        .filter(pods -> variable(pods, "MUSTER_MONGODB_URI").isMissingNode()))
                .allSatisfy(pods -> assertThat(of(pods).path("environment").has("MUSTER_MONGODB_URI"))
                        .isFalse());
    }

    private JsonNode of(Rendering.Pods pods) {
        return compose.at("/services/" + nameOf(pods));
    }

    private String setting(Rendering.Pods pods, String name) {
        return of(pods).at("/environment/" + name).asString();
    }

    private static JsonNode variable(Rendering.Pods pods, String name) {
        return pods.container()
                .path("env")
                .valueStream()
                .filter(variable -> variable.path("name").asString().equals(name))
                .findFirst()
                .orElseGet(JsonMapper.shared()::missingNode);
    }

    private static String nameOf(Rendering.Pods pods) {
        return pods.labels().get("app.kubernetes.io/name");
    }
}
