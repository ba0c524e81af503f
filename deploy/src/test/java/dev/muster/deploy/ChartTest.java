package dev.muster.deploy;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import dev.muster.events.Access;
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
    void kedaFindsTheBrokersFromItsOwnNamespace() {
        var servers = render(EVERYTHING).ofKind("ScaledObject").stream()
                .flatMap(scaler -> scaler.findValuesAsString("bootstrapServers").stream());

        assertThat(servers).isNotEmpty().containsOnly("muster-kafka-kafka-bootstrap.community.svc:9093");
    }

    @Test
    void withoutUsersTheServicesMayMakeTheTopics() {
        var rendering = render("kafka: {security: {protocol: PLAINTEXT}, strimzi: {topics: false}}");

        assertThat(settings(rendering, "slack-service")).containsEntry("MUSTER_KAFKA_CREATE_TOPICS", "true");
        assertThat(rendering.ofKind("KafkaTopic")).isEmpty();
        assertThat(rendering
                        .the("Kafka", "muster-kafka")
                        .at("/spec/entityOperator")
                        .isMissingNode())
                .isTrue();
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
            assertThat(container.path("image"))
                    .isEqualTo(rendering.pods(service).container().path("image"));
            assertThat(container.at("/env/0/value").asString()).endsWith("-Dspring.context.exit=onRefresh");
            assertThat(secrets(container))
                    .isEqualTo(secrets(rendering.pods(service).container()));
        });
    }

    @Test
    void theCheckLooksAtTopicsOnlyWhereNobodyMendsThemWithTheUpgrade() {
        var strimzi = render(EVERYTHING);
        var another = render(
                "kafka: {bootstrap: 'a.example.org:9092', security: {protocol: PLAINTEXT}, strimzi: {enabled: false}}");

        assertThat(looksOf(strimzi)).containsOnly("events").hasSize(5);
        assertThat(looksOf(another)).containsOnly("all").hasSize(4);
    }

    private static List<String> looksOf(Rendering rendering) {
        return rendering
                .pods("check")
                .containers()
                .flatMap(container -> container.path("env").valueStream())
                .filter(variable -> variable.path("name").asString().equals("MUSTER_UPGRADE_CHECK"))
                .map(variable -> variable.path("value").asString())
                .toList();
    }

    @Test
    void theCheckReachesKafkaAloneBeforeTheReleaseChanges() {
        var rendering = render(EVERYTHING);
        var policy = rendering.the("NetworkPolicy", "muster-check");

        assertThat(policy.at("/spec/egress").findValuesAsString("port")).containsExactly("9093");
        assertThat(policy.at("/spec/egress/0/to/0/podSelector/matchLabels/strimzi.io~1cluster")
                        .asString())
                .isEqualTo("muster-kafka");
        assertThat(rendering.pods("check").labels())
                .containsAllEntriesOf(Rendering.texts(policy.at("/spec/podSelector/matchLabels")));
        assertThat(Rendering.texts(policy.at("/metadata/annotations")))
                .containsEntry("muster.dev/hook", "pre-upgrade")
                .containsEntry("muster.dev/hook-weight", "-1");
    }

    private static Map<String, JsonNode> secrets(JsonNode container) {
        return container
                .path("env")
                .valueStream()
                .filter(variable -> variable.has("valueFrom"))
                .collect(toMap(variable -> variable.path("name").asString(), variable -> variable.path("valueFrom")));
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

    @ParameterizedTest
    @CsvSource({"'', docs/", "https://git.example.org/muster/, https://git.example.org/muster/docs/"})
    void runbooksAreWhereTheOperatorHasThem(String runbooks, String begin) {
        var rules = render("metrics: {rules: {enabled: true, runbooks: '%s'}}".formatted(runbooks))
                .the("PrometheusRule", "muster");

        assertThat(rules.findValuesAsString("runbook_url")).isNotEmpty().allSatisfy(url -> assertThat(url)
                .startsWith(begin + "operate.md#"));
    }

    /** Prometheus' operator names a job after its monitor, were it not told otherwise. */
    @Test
    void jobsAreTheServicesThatTheAlertsNameWhicheverMonitorFindsThem() {
        var byPods = render(EVERYTHING + "metrics: {podMonitor: {enabled: true}}");
        var byServices = render(EVERYTHING + "metrics: {serviceMonitor: {enabled: true}}");

        var podMonitor = byPods.the("PodMonitor", "muster").path("spec");
        var relabeling = byServices.the("ServiceMonitor", "muster").at("/spec/endpoints/0/relabelings/0");

        assertThat(podMonitor.path("jobLabel").asString()).isEqualTo("app.kubernetes.io/name");
        assertThat(relabeling.path("targetLabel").asString()).isEqualTo("job");
        assertThat(relabeling.path("sourceLabels").valueStream().map(JsonNode::asString))
                .containsExactly("__meta_kubernetes_pod_label_app_kubernetes_io_name");
        assertThat(Access.all())
                .extracting(Access::service)
                .allSatisfy(service -> assertThat(serviceDown(EVERYTHING))
                        .containsPattern("up\\{job=~\"([^\"]+\\|)?" + service + "[|\"]"))
                .allSatisfy(
                        service -> assertThat(byPods.pods(service).isService()).isTrue());
    }

    @Test
    void nobodyIsMissedWhoIsNotToBeThere() {
        assertThat(serviceDown(EVERYTHING)).contains("or absent(", "{application=\"crm-service\"}");
        assertThat(serviceDown(""))
                .doesNotContain("{application=\"crm-service\"}")
                .contains("{application=\"slack-service\"}", "{application=\"report-service\"}");
    }

    private String serviceDown(String values) {
        return render(values + "metrics: {rules: {enabled: true}}")
                .the("PrometheusRule", "muster")
                .at("/spec/groups/0/rules/0/expr")
                .asString();
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
