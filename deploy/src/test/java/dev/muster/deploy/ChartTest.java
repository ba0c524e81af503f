package dev.muster.deploy;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ChartTest {

    private static final String EVERYTHING = """
            slack: {bot: {enabled: true}, invite: {enabled: true}}
            crm: {enabled: true, url: https://example.api-us1.com}
            autoscaling: {lag: {enabled: true}}
            """;

    @TempDir
    private Path directory;

    @Test
    void topicsAreThoseOfTheCode() {
        var rendering = render("retention: {answers: 30d}");

        var topics = Topic.all(Duration.ofDays(30)).stream().toList();
        assertThat(topics).allSatisfy(topic -> {
            var rendered = rendering.the("KafkaTopic", topic.name()).path("spec");
            assertThat(rendered.path("partitions").asInt()).isEqualTo(topic.partitions());
            assertThat(rendered.path("replicas").asInt()).isEqualTo(3);
            assertThat(Rendering.texts(rendered.path("config")))
                    .containsAllEntriesOf(topic.config())
                    .containsEntry("min.insync.replicas", "2")
                    .hasSize(topic.config().size() + 1);
        });
        assertThat(rendering.ofKind("KafkaTopic"))
                .hasSize(topics.size() + ConsumerGroup.all().size());
        assertThat(ConsumerGroup.all()).allSatisfy(group -> assertThat(
                        rendering.has("KafkaTopic", Topic.deadLettersOf(group).name()))
                .isTrue());
    }

    @Test
    void instancesFollowTheLagOfEachGroup() {
        var rendering = render(EVERYTHING);

        var watched = rendering.ofKind("ScaledObject").stream()
                .flatMap(scaler -> scaler.at("/spec/triggers").valueStream())
                .map(trigger -> trigger.at("/metadata/consumerGroup").asString() + " "
                        + trigger.at("/metadata/topic").asString())
                .toList();

        assertThat(watched)
                .containsExactlyInAnyOrderElementsOf(ConsumerGroup.all().stream()
                        .filter(group -> group.matches("(slack|crm|standup)-service\\..*"))
                        .map(group ->
                                group + " " + ConsumerGroup.sourcesOf(group).getFirst())
                        .toList());
    }

    @Test
    void onlyWhoSpeaksToSlackOrTheCrmReachesTheInternet() {
        var rendering = render(EVERYTHING);

        var outside = rendering.ofKind("NetworkPolicy").stream()
                .filter(policy -> policy.path("spec").path("egress").findValues("ipBlock").stream()
                        .anyMatch(block -> block.path("cidr").asString().equals("0.0.0.0/0")))
                .map(Rendering::nameOf)
                .collect(toSet());

        assertThat(outside).containsExactlyInAnyOrder("muster-slack-service", "muster-crm-service");
    }

    @ParameterizedTest
    @CsvSource({
        "signup-gateway, '27017,9093'",
        "slack-service, '27017,443,9093'",
        "crm-service, '27017,443,9093'",
        "standup-service, '27017,9093'",
        "report-service, '9093'"
    })
    void aServiceHasFewWaysOut(String service, String ports) {
        var policy = render(EVERYTHING).the("NetworkPolicy", "muster-" + service);

        var reached = policy.at("/spec/egress")
                .valueStream()
                .flatMap(rule -> rule.path("ports").valueStream())
                .map(port -> port.path("port").asString())
                .sorted();

        assertThat(reached).containsExactly(ports.split(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gateway: {} | none
            gateway: {ingress: {enabled: true, host: a.example.org, tlsSecret: tls}} | framework
            gateway: {httpRoute: {enabled: true, parents: [{name: public}]}} | framework
            """)
    void onlyBehindAProxyTheGatewayBelievesWhatItSaysOfPeople(String values, String strategy) {
        var settings = render(values).the("ConfigMap", "muster-signup-gateway");

        assertThat(settings.at("/data/MUSTER_FORWARD_HEADERS").asString()).isEqualTo(strategy);
    }

    @Test
    void whoeverMakesTheTopicsMakesThemAlone() {
        var another = render(
                "kafka: {bootstrap: 'a.example.org:9092', security: {protocol: PLAINTEXT}, strimzi: {enabled: false}}");

        assertThat(settings(render(""), "slack-service")).containsEntry("MUSTER_KAFKA_CREATE_TOPICS", "false");
        assertThat(settings(another, "slack-service")).containsEntry("MUSTER_KAFKA_CREATE_TOPICS", "true");
        assertThat(another.ofKind("KafkaTopic")).isEmpty();
    }

    @Test
    void aChangedSettingMakesNewPodsOfItsServiceAlone() {
        var before = render("");
        var after = render("standup: {askAt: '09:00'}");

        assertThat(checksum(after, "signup-gateway")).isNotEqualTo(checksum(before, "signup-gateway"));
        assertThat(checksum(after, "slack-service")).isEqualTo(checksum(before, "slack-service"));
    }

    private static String checksum(Rendering rendering, String service) {
        return rendering
                .pods(service)
                .owner()
                .at("/spec/template/metadata/annotations/checksum~1settings")
                .asString();
    }

    @Test
    void anUpgradeIsCheckedWithTheSettingsAndSecretsOfEveryService() {
        var rendering = render(EVERYTHING);

        var check = rendering.pods().stream()
                .filter(pods -> pods.title().equals("Job muster-check"))
                .findFirst()
                .orElseThrow();

        assertThat(check.containers()).hasSize(5).allSatisfy(container -> {
            var service = container.path("name").asString();
            var variables = container.path("env").findValuesAsString("name");
            assertThat(variables).containsAll(settings(rendering, service).keySet());
            assertThat(container.path("image")).isEqualTo(rendering.pods(service).container().path("image"));
            assertThat(container.at("/env/0/value").asString()).endsWith("-Dspring.context.exit=onRefresh");
            assertThat(secrets(container)).isEqualTo(secrets(rendering.pods(service).container()));
        });
    }

    private static Map<String, JsonNode> secrets(JsonNode container) {
        return container.path("env").valueStream()
                .filter(variable -> variable.has("valueFrom"))
                .collect(toMap(variable -> variable.path("name").asString(), variable -> variable.path("valueFrom")));
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

    @Test
    void aReplayIsOrderedOnceByAnOperator() {
        var rendering = render(
                "replay: {group: slack-service.invites, mode: dry-run, from: '2026-11-19T00:00:00Z', only: [a, b]}");

        var job = rendering.ofKind("Job").stream()
                .filter(object -> Rendering.nameOf(object).startsWith("muster-replay-"))
                .findFirst()
                .orElseThrow();

        assertThat(job.at("/spec/backoffLimit").asInt(-1)).isZero();
        assertThat(job.at("/spec/template/spec/containers/0/args").valueStream().map(JsonNode::asString))
                .containsExactly(
                        "replay",
                        "dry-run",
                        "slack-service.invites",
                        "--from",
                        "2026-11-19T00:00:00Z",
                        "--only",
                        "a",
                        "--only",
                        "b");
    }

    @Test
    void withoutItsFilesTheChartMakesNothingOfThem() throws IOException {
        var chart = Chart.copy(text -> text);
        Files.delete(chart.resolve("files/kafka.yaml"));
        var values = Chart.values(directory, "all", "metrics: {rules: {enabled: true}, dashboards: {enabled: true}}");

        var rendering = new Rendering(new Helm(chart)
                .template()
                .withKubeVersion("1.34.1")
                .withValuesFile(values)
                .call());

        assertThat(rendering.ofKind("KafkaTopic")).isEmpty();
        assertThat(rendering.ofKind("Deployment")).hasSize(3);
    }

    @Test
    void alertsAndDashboardsAreHandedOnAsTheyAre() throws IOException {
        var chart = Chart.copy(text -> text);
        Files.writeString(chart.resolve("files/alerts.yaml"), """
                groups:
                  - name: muster
                    rules:
                      - alert: SomethingWaits
                        expr: muster_waits > 0
                        for: 5m
                        annotations: {summary: "{{ $labels.service }} waits"}
                """);
        Files.createDirectories(chart.resolve("files/dashboards"));
        Files.writeString(chart.resolve("files/dashboards/signups.json"), "{\"title\": \"{{ x }}\"}");
        var values = Chart.values(directory, "all", "metrics: {rules: {enabled: true}, dashboards: {enabled: true}}");

        var rendering = new Rendering(new Helm(chart)
                .template()
                .withName("muster")
                .withNamespace("community")
                .withKubeVersion("1.34.1")
                .withValuesFile(values)
                .call());

        var rule = rendering.the("PrometheusRule", "muster");
        assertThat(new ObjectSchemas().complaints(rule)).isEmpty();
        assertThat(rule.at("/spec/groups/0/rules/0/annotations/summary").asString())
                .isEqualTo("{{ $labels.service }} waits");
        assertThat(rendering
                        .the("ConfigMap", "muster-dashboard-signups")
                        .at("/data/signups.json")
                        .asString())
                .isEqualToIgnoringNewLines("{\"title\": \"{{ x }}\"}");
    }

    @Test
    void notesSayWhatIsMissingWhatIsOffAndWhatStays() {
        var notes = Chart.notes(Chart.values(directory, "some", "slack: {bot: {enabled: true}}"));

        assertThat(notes)
                .contains("muster-slack: app-token, bot-token", "muster-id: id-secret", "muster-mongodb: uri")
                .contains("invitations to Slack (slack.invite.enabled)", "contacts in the CRM (crm.enabled)")
                .doesNotContain("the standup bot (slack.bot.enabled)")
                .contains("What helm uninstall leaves", "Back up the Secret muster-id");
    }

    private static Map<String, String> settings(Rendering rendering, String service) {
        return Rendering.texts(rendering.the("ConfigMap", "muster-" + service).path("data"));
    }

    private Rendering render(String values) {
        return Chart.render(List.of(Chart.values(directory, "values", values)));
    }
}
