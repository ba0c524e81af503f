package dev.muster.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

    @TempDir
    private Path directory;

    /** The values, separated from what is said of them by a bar. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            signup: {secret: {name: ''}} | signup.secret.name is empty
            operators: {secret: {hashesKey: ''}} | operators.secret.hashesKey is empty
            slack: {bot: {enabled: true, secret: {name: ''}}} | slack.bot.secret.name is empty
            slack: {bot: {enabled: true, secret: {botTokenKey: ''}}} | slack.bot.secret.botTokenKey is empty: a bot needs both tokens
            slack: {bot: {enabled: true, secret: {appTokenKey: ''}}} | slack.bot.secret.appTokenKey is empty: a bot needs both tokens
            slack: {bot: {enabled: true, secret: {appTokenKey: bot-token}}} | slack.bot.secret.appTokenKey is bot-token, as botTokenKey is
            slack: {invite: {enabled: true, secret: {tokenKey: ''}}} | slack.invite.secret.tokenKey is empty
            crm: {enabled: true} | crm.url is empty
            crm: {enabled: true, url: 'https://x.example.org', secret: {name: ''}} | crm.secret.name is empty
            mongodb: {secret: {name: ''}} | mongodb.secret.name is empty
            mongodb: {create: {enabled: true, passwordSecret: {name: ''}}} | mongodb.create.passwordSecret.name is empty
            externalSecrets: {enabled: true} | externalSecrets.store.name is empty
            standup: {zone: Europe/Pragu} | standup.zone is Europe/Pragu, which is no time zone
            standup: {askAt: '10:00', reportAt: '10:00'} | standup.reportAt is 10:00: it must be later
            standup: {remindAt: '07:30'} | standup.remindAt is 07:30: it must be between
            kafka: {minInSync: 4} | kafka.minInSync is 4, more than kafka.replication, 3
            kafka: {strimzi: {cluster: ''}} | kafka.strimzi.cluster is empty
            kafka: {bootstrap: 'a.example.org:9092'} | kafka.bootstrap names brokers that Strimzi does not know
            kafka: {security: {mechanism: PLAIN}} | kafka.security.mechanism is PLAIN
            kafka: {strimzi: {cluster: the-events-of-the-community}} | kafka.strimzi.cluster is the-events-of-the-community: brokers
            kafka: {security: {protocol: PLAINTEXT}}\\nnetworkPolicy: {enabled: false} | kafka.security.protocol is PLAINTEXT and networkPolicy.enabled is false
            kafka: {strimzi: {create: {heap: 8g}}} | kafka.strimzi.create.heap is 8g, more than kafka.strimzi.create.resources.limits.memory, 1536Mi
            mongodb: {create: {enabled: true, cacheGigabytes: 1.5}} | mongodb.create.cacheGigabytes is 1.5Gi, more than mongodb.create.resources.limits.memory
            services: {slack-service: {resources: {requests: {memory: 1Gi}}}} | services.slack-service.resources.requests.memory is 1Gi, more than
            services: {slack-service: {extraEnv: [{name: JDK_JAVA_OPTIONS, value: -Xmx1g}]}} | services.slack-service.extraEnv names JDK_JAVA_OPTIONS
            services: {report-service: {extraEnv: [{name: A, value: b}, {name: MUSTER_STATE_DIR, value: /tmp}]}} | services.report-service.extraEnv names MUSTER_STATE_DIR
            services: {crm-service: {extraEnv: [{name: MANAGEMENT_SERVER_PORT, value: '1'}]}} | services.crm-service.extraEnv names MANAGEMENT_SERVER_PORT
            pods: {labels: {app.kubernetes.io/name: foo}} | pods.labels names app.kubernetes.io/name, by which the chart knows its pods
            metrics: {podMonitor: {enabled: true}, serviceMonitor: {enabled: true}} | metrics.podMonitor.enabled and metrics.serviceMonitor.enabled are both true
            autoscaling: {lag: {enabled: true}}\\nnetworkPolicy: {kafkaFrom: []} | networkPolicy.kafkaFrom is empty, so that KEDA's operator could not ask
            kafka: {strimzi: {topics: false}} | kafka.strimzi.topics is false: with users of their own, the services may not create topics
            kafka: {strimzi: {create: {brokers: 1}}} | kafka.strimzi.create.brokers is 1, less than kafka.replication, 3
            kafka: {strimzi: {enabled: false}} | kafka.bootstrap is empty
            kafka: {bootstrap: 'a:1', strimzi: {enabled: false}} | kafka.security.users.signup-gateway is empty
            services: {slack-service: {replicas: 7}} | services.slack-service.replicas is 7: the topics have 6 partitions
            services: {report-service: {replicas: 7}} | services.report-service.replicas is 7: the topics have 6 partitions
            services: {report-service: {replicas: 1}} | services.report-service.standbys is 1: a copy is kept by another instance
            autoscaling: {lag: {services: {standup-service: {max: 7}}}} | autoscaling.lag.services.standup-service.max is 7
            autoscaling: {lag: {services: {standup-service: {min: 5, max: 4}}}} | autoscaling.lag.services.standup-service.min is 5
            autoscaling: {gateway: {min: 9}} | autoscaling.gateway.min is 9, more than max, 6
            rollout: {maxSurge: 0} | rollout.maxSurge and rollout.maxUnavailable are both 0
            shutdown: {graceSeconds: 30} | shutdown.graceSeconds is 30: a service may take 70
            gateway: {ingress: {enabled: true}} | gateway.ingress.host is empty
            gateway: {ingress: {enabled: true, host: a.example.org}} | gateway.ingress.tlsSecret is empty
            gateway: {httpRoute: {enabled: true}} | gateway.httpRoute.parents is empty
            image: {tag: latest} | image.tag is latest
            replay: {group: slack-service.invite} | replay.group is slack-service.invite, which is no consumer group
            replay: {group: slack-service.invites}\\noperators: {secret: {tokenKey: ''}} | operators.secret.tokenKey is empty
            """)
    void whatCannotWorkIsRefusedInALineThatNamesTheValue(String values, String said) {
        assertThatThrownBy(() -> render(values.replace("\\n", "\n")))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(refusal -> assertThat(lineOf(refusal)).contains(": " + said));
    }

    /** Helm's first line, without the place in the templates. */
    private static String lineOf(Throwable refusal) {
        return String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            slack: {bots: {}} | at '/slack': additional properties 'bots' not allowed
            services: {slack-service: {replica: 2}} | at '/services/slack-service': additional properties 'replica' not allowed
            services: {slack-service: {resources: {limits: {memry: 1Gi}}}} | additional properties 'memry' not allowed
            networkPolicy: {kafkaTo: [{ipBlocks: {}}]} | additional properties 'ipBlocks' not allowed
            slack: {invite: {strategy: enterprise}} | at '/slack/invite/strategy': value must be 'legacy'
            slack: {bot: {reportLayout: threads}} | at '/slack/bot/reportLayout': value must be one of
            slack: {bot: {secret: {name: xoxb-123-ABC}}} | at '/slack/bot/secret/name': 'xoxb-123-ABC' does not match pattern
            standup: {zone: 'Europe Prague'} | at '/standup/zone': 'Europe Prague' does not match pattern
            standup: {channel: '#general'} | at '/standup/channel': '#general' does not match pattern
            standup: {askAt: '25:00'} | at '/standup/askAt': '25:00' does not match pattern
            standup: {days: [Monday]} | at '/standup/days/0': value must be one of
            crm: {grace: soon} | at '/crm/grace': 'soon' does not match pattern
            crm: {url: example.org} | at '/crm/url': 'example.org' does not match pattern
            kafka: {replication: three} | at '/kafka/replication': got string, want integer
            kafka: {security: {protocol: TLS}} | at '/kafka/security/protocol': value must be one of
            kafka: {strimzi: {cluster: 1st}} | at '/kafka/strimzi/cluster': '1st' does not match pattern
            crm: null | at '': missing property 'crm'
            slack: {bot: null} | at '/slack': missing property 'bot'
            slack: {grace: null} | at '/slack': missing property 'grace'
            services: {slack-service: {resources: null}} | at '/services/slack-service': missing property 'resources'
            services: {slack-service: {resources: {limits: null}}} | at '/services/slack-service/resources': missing property 'limits'
            kafka: {bootstrap: localhost} | at '/kafka/bootstrap': 'localhost' does not match pattern
            autoscaling: {lag: {services: {slack-service: {min: 0}}}} | at '/autoscaling/lag/services/slack-service/min': minimum: got 0, want 1
            replay: {mode: redo} | at '/replay/mode': value must be one of
            """)
    void whatIsNoValueIsRefusedWithItsPath(String values, String said) {
        assertThatThrownBy(() -> render(values))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the-standups-of-the-whole-community", "1team", "123", "a.team"})
    void aReleaseNameThatCannotBeginAllOthersIsRefused(String release) {
        assertThatThrownBy(() -> Chart.text(release, List.of()))
                .hasMessageContaining("the release's name " + release + " cannot be used");
    }

    @Test
    void theSecondReleaseWithOneBotMeetsAnObjectOfTheFirst() {
        var values = Chart.values(directory, "bot", "slack: {bot: {enabled: true, secret: {name: our-slack}}}");

        var first = new Rendering(Chart.text("one", List.of(values)));
        var second = new Rendering(Chart.text("two", List.of(values)));

        assertThat(first.the("ConfigMap", "our-slack-is-the-bot-of")
                        .at("/data/release")
                        .asString())
                .isEqualTo("one");
        assertThat(second.the("ConfigMap", "our-slack-is-the-bot-of")
                        .at("/data/release")
                        .asString())
                .isEqualTo("two");
    }

    @Test
    void everyZoneOfJavasThatHasATownIsTaken() {
        var towns = List.of(
                "Europe/Prague",
                "America/Argentina/Buenos_Aires",
                "Asia/Kolkata",
                "Africa/Abidjan",
                "UTC",
                "Etc/GMT+5");

        for (var town : towns) {
            assertThat(render("standup: {zone: " + town + "}")
                            .the("ConfigMap", "muster-signup-gateway")
                            .at("/data/MUSTER_STANDUP_ZONE")
                            .asString())
                    .isEqualTo(town);
        }
    }

    private Rendering render(String values) {
        return Chart.render(List.of(Chart.values(directory, "values", values)));
    }
}
