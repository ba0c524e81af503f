package dev.muster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What holds data: where it is, that it stays there, and that it is left alone. */
class DataPlacementTest {

    @TempDir
    private Path directory;

    @Test
    void whereZonesMayBeLostWhatHoldsDataIsInSeveral() {
        var production = Chart.render(List.of(
                Chart.DIRECTORY.resolve("values-production.yaml"),
                Chart.values(directory, "values", "mongodb: {create: {enabled: true}}")));

        var brokers = production.the("KafkaNodePool", "muster-kafka-brokers").at("/spec/template/pod");
        var members = production.the("MongoDBCommunity", "muster-mongodb").at("/spec/statefulSet/spec/template/spec");

        assertThat(production
                        .the("Kafka", "muster-kafka")
                        .at("/spec/kafka/rack/topologyKey")
                        .asString())
                .isEqualTo("topology.kubernetes.io/zone");
        for (var pods : List.of(brokers, members)) {
            assertThat(pods.path("topologySpreadConstraints").findValuesAsString("topologyKey"))
                    .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
            assertThat(pods.path("topologySpreadConstraints").findValuesAsString("whenUnsatisfiable"))
                    .containsOnly("DoNotSchedule");
        }
        assertThat(production.has("PodDisruptionBudget", "muster-mongodb")).isTrue();
    }

    @Test
    void whereAndHowImportantPodsAreHoldsForWhatOperatorsMakeToo() {
        var rendering = render("""
                mongodb: {create: {enabled: true}}
                pods:
                  nodeSelector: {disk: ssd}
                  tolerations: [{key: spot, operator: Exists}]
                  priorityClassName: high
                """);

        var brokers = rendering.the("KafkaNodePool", "muster-kafka-brokers").at("/spec/template/pod");
        var operators = rendering.the("Kafka", "muster-kafka").at("/spec/entityOperator/template/pod");
        var members = rendering.the("MongoDBCommunity", "muster-mongodb").at("/spec/statefulSet/spec/template/spec");

        for (var pods : List.of(brokers, operators, members)) {
            assertThat(pods.at("/tolerations/0/key").asString()).isEqualTo("spot");
            assertThat(pods.path("priorityClassName").asString()).isEqualTo("high");
        }
        for (var pods : List.of(brokers, operators)) {
            assertThat(pods.findValues("matchExpressions").getFirst().at("/0"))
                    .isEqualTo(JsonMapper.shared()
                            .readTree("{\"key\": \"disk\", \"operator\": \"In\", \"values\": [\"ssd\"]}"));
        }
        assertThat(members.at("/nodeSelector/disk").asString()).isEqualTo("ssd");
    }

    /** Strimzi hands labels on to pods, and makes pods anew whose labels are others. */
    @Test
    void anotherVersionOfTheChartLeavesBrokersAlone() {
        var rendering = render("mongodb: {create: {enabled: true}}");

        assertThat(rendering.objects())
                .filteredOn(object -> List.of("Kafka", "KafkaNodePool").contains(Rendering.kindOf(object)))
                .hasSize(2)
                .allSatisfy(object -> assertThat(object.at("/metadata/labels").propertyNames())
                        .doesNotContain("helm.sh/chart", "app.kubernetes.io/version"));
    }

    @Test
    void stateOutlivesItsInstances() {
        var report = render("").the("StatefulSet", "muster-report-service").path("spec");

        assertThat(Rendering.texts(report.path("persistentVolumeClaimRetentionPolicy")))
                .isEqualTo(Map.of("whenDeleted", "Retain", "whenScaled", "Retain"));
        assertThat(report.at("/volumeClaimTemplates/0/metadata/name").asString())
                .isEqualTo(report.at("/template/spec/containers/0/volumeMounts/2/name")
                        .asString());
    }

    private Rendering render(String values) {
        return Chart.render(List.of(Chart.values(directory, "values", values)));
    }
}
