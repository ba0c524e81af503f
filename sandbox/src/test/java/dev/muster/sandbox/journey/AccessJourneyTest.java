package dev.muster.sandbox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.launch.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the brokers refuse to the services, by the chart's access control lists; that these suffice every other journey shows. */
@Journey
class AccessJourneyTest {

    /** Written down here once more, by hand: these topics each service publishes to, and no others. */
    private static final Map<String, Set<String>> WRITES = Map.of(
            "signup-gateway",
            Set.of("muster.signups", "muster.standups", "muster.standup-ticks", "muster.replays"),
            "slack-service",
            Set.of(
                    "muster.slack-invites",
                    "muster.slack-directory",
                    "muster.slack-interactions",
                    "muster.slack-deliveries",
                    "muster.replays"),
            "crm-service",
            Set.of("muster.crm-contacts", "muster.replays"),
            "standup-service",
            Set.of("muster.standup-runs", "muster.standup-prompts", "muster.replays"),
            "report-service",
            Set.of("muster.standup-reports", "muster.standup-posts", "muster.standup-participation"));

    static Set<String> services() {
        return WRITES.keySet();
    }

    private final Community community;
    private final Sandbox sandbox;

    AccessJourneyTest(Community community) {
        this.community = community;
        this.sandbox = community.sandbox();
    }

    @ParameterizedTest
    @MethodSource("services")
    void serviceMayWriteItsOwnTopicsAlone(String service) throws Exception {
        var foreign = new TreeSet<String>();
        try (var admin = Admin.create(sandbox.kafka())) {
            foreign.addAll(admin.listTopics().names().get());
        }
        foreign.removeIf(topic -> isOf(service, topic));
        assertThat(foreign).hasSizeGreaterThan(14);

        try (var producer =
                new KafkaProducer<>(sandbox.kafkaAs(service), new StringSerializer(), new ByteArraySerializer())) {
            assertThat(foreign).allSatisfy(topic -> assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> producer.send(new ProducerRecord<>(topic, "nobody", new byte[0]))
                            .get())
                    .withCauseInstanceOf(AuthorizationException.class));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void serviceMayJoinItsOwnGroupsAlone(String service) throws Exception {
        var foreign = new TreeSet<String>();
        try (var admin = Admin.create(sandbox.kafka())) {
            admin.listGroups().all().get().forEach(group -> foreign.add(group.groupId()));
        }
        foreign.removeIf(group -> isOf(service, group));
        assertThat(foreign).hasSizeGreaterThan(5);

        assertThat(foreign).allSatisfy(group -> assertThatThrownBy(() -> join(service, group))
                .isInstanceOf(GroupAuthorizationException.class));
    }

    @Test
    void serviceThatWasRefusedGoesOnAsSoonAsItIsNot() throws Exception {
        var mine = new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter("User:crm-service", null, AclOperation.ANY, AclPermissionType.ANY));
        try (var admin = Admin.create(sandbox.kafka())) {
            var taken = admin.deleteAcls(List.of(mine)).all().get();
            String signupId;
            try {
                await().atMost(Community.SOON)
                        .until(() -> logOf("crm-service").contains("Kafka refuses crm-service.contacts"));
                signupId = community.signUp(Community.newAddress());
            } finally {
                admin.createAcls(taken).all().get();
            }

            community.awaitStep(signupId, "crm", "succeeded");
        }
    }

    /** The user of none of the services, so that no other journey is refused. */
    @Test
    void formerPasswordIsRefusedToNewConnectionsAlone() throws Exception {
        try (var connected = Admin.create(sandbox.kafkaAs("observer"))) {
            connected.describeCluster().clusterId().get();
            var former = sandbox.kafkaAs("observer");

            sandbox.changePassword("observer");

            await().atMost(Community.SOON).untilAsserted(() -> assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> connect(former))
                    .withCauseInstanceOf(SaslAuthenticationException.class));
            connect(sandbox.kafkaAs("observer"));
            connected.describeCluster().clusterId().get();
        }
    }

    private static void connect(Map<String, Object> settings) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(settings)) {
            admin.describeCluster().clusterId().get();
        }
    }

    private String logOf(String service) throws IOException {
        return Files.readString(sandbox.log(service));
    }

    /** A topic, or a group: those of a service bear its name, but for the topics of events. */
    private static boolean isOf(String service, String name) {
        return WRITES.getOrDefault(service, Set.of()).contains(name)
                || name.equals(service)
                || name.startsWith(service + ".")
                || name.startsWith(service + "-");
    }

    private void join(String service, String group) {
        var settings = new HashMap<>(sandbox.kafkaAs(service));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            // One that the service may read: it is the group that is refused.
            consumer.subscribe(List.of(service.matches("crm-.*") ? "muster.signups" : "muster.standup-runs"));
            consumer.poll(Duration.ofSeconds(30));
        }
    }
}
