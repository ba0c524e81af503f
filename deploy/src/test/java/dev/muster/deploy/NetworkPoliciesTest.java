package dev.muster.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may reach whom. */
class NetworkPoliciesTest {

    private static final String SENDING = """
            slack: {bot: {enabled: true}, invite: {enabled: true}}
            crm: {enabled: true, url: https://example.api-us1.com}
            """;

    @TempDir
    private Path directory;

    @Test
    void onlyWhoSpeaksToSlackOrTheCrmReachesTheInternet() {
        var rendering = render(SENDING);

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
        var policy = render(SENDING).the("NetworkPolicy", "muster-" + service);

        var reached = policy.at("/spec/egress")
                .valueStream()
                .flatMap(rule -> rule.path("ports").valueStream())
                .map(port -> port.path("port").asString())
                .sorted();

        assertThat(reached).containsExactly(ports.split(","));
    }

    @Test
    void brokersAreReachedByTheServicesThemselvesAndWhoIsNamedAlone() {
        var peers = "/spec/kafka/listeners/0/networkPolicyPeers";

        var usual = render("").the("Kafka", "muster-kafka").at(peers);
        var alone = render("networkPolicy: {kafkaFrom: []}")
                .the("Kafka", "muster-kafka")
                .at(peers);
        var open = render("networkPolicy: {enabled: false}")
                .the("Kafka", "muster-kafka")
                .at(peers);

        assertThat(alone).hasSize(2);
        assertThat(alone.at("/0/podSelector/matchLabels/app.kubernetes.io~1instance")
                        .asString())
                .isEqualTo("muster");
        assertThat(alone.at("/1/podSelector/matchLabels/strimzi.io~1cluster").asString())
                .isEqualTo("muster-kafka");
        assertThat(usual).hasSize(3);
        assertThat(usual.at("/2/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                        .asString())
                .isEqualTo("keda");
        assertThat(open.isMissingNode()).isTrue();
    }

    @Test
    void theDatabaseIsReachedByTheServicesAndItsMembersAlone() {
        var policy = render("mongodb: {create: {enabled: true}}").the("NetworkPolicy", "muster-mongodb");

        assertThat(policy.at("/spec/podSelector/matchLabels/app").asString()).isEqualTo("muster-mongodb-svc");
        assertThat(policy.at("/spec/ingress")).singleElement().satisfies(rule -> {
            assertThat(rule.at("/from/0/podSelector/matchLabels/app.kubernetes.io~1instance")
                            .asString())
                    .isEqualTo("muster");
            assertThat(rule.at("/from/1/podSelector/matchLabels/app").asString())
                    .isEqualTo("muster-mongodb-svc");
            assertThat(rule.path("from")).hasSize(2);
            assertThat(rule.at("/ports/0/port").asInt()).isEqualTo(27017);
        });
    }

    /** A cache of names on each node, and Cloud DNS, have addresses that are no pod's. */
    @Test
    void namesAreResolvedWhereverTheyAre() {
        var rule = "/spec/egress/0";

        var usual = render("").the("NetworkPolicy", "muster-names").at(rule);
        var openShift = render("networkPolicy: {dnsPorts: [53, 5353]}")
                .the("NetworkPolicy", "muster-names")
                .at(rule);

        assertThat(usual.has("to")).isFalse();
        assertThat(usual.path("ports").findValuesAsString("port")).containsOnly("53");
        assertThat(openShift.path("ports").findValuesAsString("port")).containsExactly("53", "53", "5353", "5353");
    }

    private Rendering render(String values) {
        return Chart.render(List.of(Chart.values(directory, "values", values)));
    }
}
