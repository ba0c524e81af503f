package dev.muster.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** A service and a broker that know each other by certificates, as Strimzi makes them: its user is the certificate's subject. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaTlsTest {

    private static final String ITS_OWN = "muster.crm-contacts";
    private static final String ANOTHERS = "muster.signups";

    private final Path directory;
    private final HeldCertificate authority = authority();
    private final EmbeddedKafkaBroker broker;

    KafkaTlsTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        var identity = signedBy(authority, "broker").build();
        broker = new EmbeddedKafkaKraftBroker(1, 1)
                // The usual property names the broker that all the other tests share.
                .brokerListProperty("kafka-tls-test.brokers")
                .brokerProperties(Map.of(
                        "listener.security.protocol.map", "EXTERNAL:SSL,CONTROLLER:PLAINTEXT",
                        "ssl.client.auth", "required",
                        "ssl.keystore.type", "PEM",
                        "ssl.keystore.location",
                                file("broker.pem", identity.privateKeyPkcs8Pem() + identity.certificatePem()),
                        "ssl.truststore.type", "PEM",
                        "ssl.truststore.location", file("ca.crt", authority.certificatePem()),
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users", "User:ANONYMOUS;User:CN=operator"));
        broker.afterPropertiesSet();
        try (var service = start("ca.crt", signedBy(authority, "operator").build());
                var operator = Admin.create(kafka(service).buildAdminProperties())) {
            operator.createTopics(List.of(new NewTopic(ITS_OWN, 1, (short) 1), new NewTopic(ANOTHERS, 1, (short) 1)))
                    .all()
                    .get();
            operator.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, ITS_OWN, PatternType.LITERAL),
                            new AccessControlEntry(
                                    "User:CN=crm-service", "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }
    }

    @AfterAll
    void close() {
        broker.destroy();
    }

    @Test
    void serviceIsWhoItsCertificateSaysAndMayDoWhatThatUserMay() throws Exception {
        try (var service = start("ca.crt", signedBy(authority, "crm-service").build())) {
            publish(service, ITS_OWN);

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> publish(service, ANOTHERS))
                    .withCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void certificateOfAnotherAuthorityIsRefused() throws Exception {
        try (var service = start("ca.crt", signedBy(authority(), "crm-service").build())) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> publish(service, ITS_OWN))
                    .withCauseInstanceOf(SslAuthenticationException.class);
        }
    }

    @Test
    void expiredCertificateIsRefused() throws Exception {
        var now = Instant.now();
        var expired = signedBy(authority, "crm-service")
                .validityInterval(
                        now.minus(Duration.ofDays(30)).toEpochMilli(),
                        now.minus(Duration.ofMinutes(1)).toEpochMilli());
        try (var service = start("ca.crt", expired.build())) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> publish(service, ITS_OWN))
                    .withCauseInstanceOf(SslAuthenticationException.class)
                    .havingRootCause()
                    .withMessageContaining("certificate");
        }
    }

    @Test
    void brokerOfAnotherAuthorityIsNotTrusted() throws Exception {
        file("another.crt", authority().certificatePem());
        try (var service =
                start("another.crt", signedBy(authority, "crm-service").build())) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> publish(service, ITS_OWN))
                    .withCauseInstanceOf(SslAuthenticationException.class)
                    .havingRootCause()
                    .withMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void whatIsRefusedToAListenerIsSaidInALineWithItsReason(CapturedOutput output) throws Exception {
        file("another.crt", authority().certificatePem());
        try (var service =
                start("another.crt", signedBy(authority, "crm-service").build())) {
            var refused =
                    new RefusedListeners(new SimpleAsyncTaskScheduler(), InstantSource.system(), Duration.ofMinutes(1));
            refused.start();
            var listener = listener(service, refused);
            listener.start();

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> output.getAll().contains("Kafka refuses crm-service.contacts (AUTHENTICATION)"));
            listener.stop();

            assertThat(output.getAll())
                    .contains("SSL handshake failed, for ", "unable to find valid certification path")
                    .doesNotContain("\tat org.springframework.kafka");
        }
    }

    private static MessageListenerContainer listener(ConfigurableApplicationContext service, RefusedListeners refused) {
        var properties = new ContainerProperties(ITS_OWN);
        properties.setGroupId("crm-service.contacts");
        properties.setAuthExceptionRetryInterval(Duration.ofSeconds(1));
        properties.setMessageListener((MessageListener<String, byte[]>) _ -> {});
        var container = new KafkaMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<String, byte[]>(kafka(service).buildConsumerProperties()), properties);
        container.setApplicationEventPublisher(event -> {
            if (event instanceof ConsumerRetryAuthEvent refusal) {
                refused.onApplicationEvent(refusal);
            }
        });
        return container;
    }

    private static void publish(ConfigurableApplicationContext service, String topic) throws Exception {
        try (var producer = new KafkaProducer<String, byte[]>(kafka(service).buildProducerProperties())) {
            producer.send(new ProducerRecord<>(topic, "somebody", new byte[0])).get();
        }
    }

    private static KafkaProperties kafka(ConfigurableApplicationContext service) {
        return service.getBean(KafkaProperties.class);
    }

    private ConfigurableApplicationContext start(String ca, HeldCertificate its) throws IOException {
        return new SpringApplicationBuilder(KafkaSecurityTest.Client.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.import=classpath:muster-defaults.yml",
                        "MUSTER_KAFKA_SECURITY_PROTOCOL=SSL",
                        "MUSTER_KAFKA_CA_FILE=" + directory.resolve(ca),
                        "MUSTER_KAFKA_CERTIFICATE_FILE=" + file("user.crt", its.certificatePem()),
                        "MUSTER_KAFKA_KEY_FILE=" + file("user.key", its.privateKeyPkcs8Pem()))
                // As the tests' shared broker is named by a system property, it takes more than a variable.
                .run(
                        "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                        "--spring.kafka.admin.properties.request.timeout.ms=30000",
                        "--spring.kafka.admin.properties.default.api.timeout.ms=60000",
                        "--spring.kafka.producer.properties.max.block.ms=60000",
                        "--spring.kafka.producer.properties.delivery.timeout.ms=60000",
                        "--spring.kafka.producer.properties.request.timeout.ms=30000");
    }

    private static HeldCertificate authority() {
        return new HeldCertificate.Builder().certificateAuthority(0).build();
    }

    private static HeldCertificate.Builder signedBy(HeldCertificate authority, String user) {
        return new HeldCertificate.Builder()
                .commonName(user)
                .addSubjectAlternativeName("localhost")
                .signedBy(authority);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
