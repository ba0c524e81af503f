package dev.muster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the values name: Secrets, images, classes. It is theirs as it is spelled, and found wherever it is needed. */
class NamesTest {

    private static final String CRM_AND_LAG = """
            crm: {enabled: true, url: https://example.api-us1.com}
            autoscaling: {lag: {enabled: true}}
            """;

    @TempDir
    private Path directory;

    @Test
    void namesThatLookLikeSomethingElseStayNames() {
        var odd = Chart.values(directory, "odd", """
                image: {pullSecrets: ["123"]}
                signup: {secret: {name: "123", key: "1e3"}}
                operators: {secret: {name: "123", hashesKey: "true", tokenKey: "null"}}
                slack: {bot: {enabled: true, secret: {name: "123", botTokenKey: "1", appTokenKey: "2"}},
                        invite: {enabled: true, secret: {name: "123", tokenKey: "yes"}}}
                crm: {enabled: true, url: "https://example.api-us1.com", secret: {name: "123", key: "no"}}
                kafka: {security: {ca: {secret: "123", key: "1e3"}, users: {slack-service: "123", observer: "123"}},
                        strimzi: {cluster: "true", create: {storageClass: "123"}}}
                mongodb: {create: {enabled: true, storageClass: "123", passwordSecret: {name: "123", key: "1e3"}}}
                externalSecrets: {enabled: true, store: {name: "123"}, prefix: "a: b #"}
                services: {report-service: {storageClass: "123"}}
                pods: {priorityClassName: "123"}
                gateway: {ingress: {enabled: true, className: "123", host: "123", tlsSecret: "123"}}
                autoscaling: {lag: {enabled: true}}
                metrics: {podMonitor: {enabled: true}, rules: {enabled: true}}
                """);

        var rendering = new Rendering(Chart.text("true", "12345", List.of(odd)));

        var schemas = new ObjectSchemas();
        assertThat(rendering.objects()).allSatisfy(object -> {
            assertThat(schemas.complaints(object)).as(Rendering.title(object)).isEmpty();
            assertThat(object.at("/metadata/name").isString()).isTrue();
            assertThat(object.at("/metadata/namespace").isString()).isTrue();
        });
        assertThat(rendering
                        .the("ExternalSecret", "123")
                        .at("/spec/data/0/remoteRef/key")
                        .asString())
                .isEqualTo("a: b #123");
    }

    @Test
    void anImageCanBeHeldToItsDigest() {
        var digest = "sha256:" + "0123456789abcdef".repeat(4);
        var rendering = render("image: {digests: {slack-service: '" + digest + "'}}");

        assertThat(rendering.pods("slack-service").container().path("image").asString())
                .isEqualTo("muster/slack-service:0.1.0@" + digest);
        assertThat(rendering.pods("standup-service").container().path("image").asString())
                .isEqualTo("muster/standup-service:0.1.0");
    }

    @Test
    void secretsForAKafkaOfYourOwnAreFetchedAndNamedLikeAllOthers() {
        var kafka = """
                kafka:
                  bootstrap: a.example.org:9096
                  strimzi: {enabled: false}
                  security:
                    ca: {secret: brokers}
                    users: {signup-gateway: k1, slack-service: k2, crm-service: k3, standup-service: k4, report-service: k5, observer: k6}
                """;
        var rendering = render(CRM_AND_LAG + kafka + "externalSecrets: {enabled: true, store: {name: vault}}");

        assertThat(keys(rendering, "k2")).containsExactly("sasl.jaas.config");
        assertThat(keys(rendering, "k6")).containsExactly("password", "username");
        assertThat(keys(rendering, "brokers")).containsExactly("ca.crt");
        assertThat(Chart.notes(Chart.values(directory, "kafka", kafka)))
                .contains("k2: sasl.jaas.config", "brokers: ca.crt")
                .contains("type=Warning");
    }

    private static List<String> keys(Rendering rendering, String secret) {
        return rendering.the("ExternalSecret", secret).path("spec").findValuesAsString("secretKey");
    }

    private Rendering render(String values) {
        return Chart.render(List.of(Chart.values(directory, "values", values)));
    }
}
