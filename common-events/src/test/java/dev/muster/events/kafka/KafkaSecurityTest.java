package dev.muster.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class KafkaSecurityTest {

    private static final String LOGIN =
            "MUSTER_KAFKA_SASL_JAAS_CONFIG=org.apache.kafka.common.security.scram.ScramLoginModule"
                    + " required username=\"crm-service\" password=\"too-secret\";";

    private final Path directory;

    KafkaSecurityTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void loginReachesEveryClient() {
        try (var service = start("MUSTER_KAFKA_SECURITY_PROTOCOL=SASL_PLAINTEXT", LOGIN)) {
            var kafka = service.getBean(KafkaProperties.class);

            assertThat(new Map<?, ?>[] {
                        kafka.buildConsumerProperties(),
                        kafka.buildProducerProperties(),
                        kafka.buildAdminProperties(),
                        kafka.buildStreamsProperties()
                    })
                    .allSatisfy(client ->
                            assertThat(client.get("security.protocol")).isEqualTo("SASL_PLAINTEXT"))
                    .allSatisfy(
                            client -> assertThat(client.get("sasl.mechanism")).isEqualTo("SCRAM-SHA-512"))
                    .allSatisfy(client -> assertThat(client.get("sasl.jaas.config"))
                            .asString()
                            .contains("too-secret"));
        }
    }

    @Test
    void certificatesAreReadFromTheirFiles() {
        try (var service = start(
                "MUSTER_KAFKA_SECURITY_PROTOCOL=SSL",
                "MUSTER_KAFKA_CA_FILE=" + file("ca.crt"),
                "MUSTER_KAFKA_CERTIFICATE_FILE=" + file("user.crt"),
                "MUSTER_KAFKA_KEY_FILE=" + file("user.key"))) {
            var client = service.getBean(KafkaProperties.class).buildAdminProperties();

            assertThat(client)
                    .containsEntry("ssl.truststore.type", "PEM")
                    .containsEntry("ssl.truststore.location", file("ca.crt").toString())
                    .containsEntry("ssl.keystore.type", "PEM")
                    .containsEntry("ssl.keystore.certificate.chain", "what is in user.crt")
                    .containsEntry("ssl.keystore.key", "what is in user.key");
        }
    }

    @Test
    void withoutSettingsNothingIsEncryptedAndNobodyLogsIn() {
        try (var service = start()) {
            var client = service.getBean(KafkaProperties.class).buildAdminProperties();

            assertThat(client).containsEntry("security.protocol", "PLAINTEXT").doesNotContainKey("ssl.truststore.type");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MUSTER_KAFKA_SECURITY_PROTOCOL=TLS, protocol must be PLAINTEXT",
        "MUSTER_KAFKA_SECURITY_PROTOCOL=SASL_SSL, loginComplete is false: MUSTER_KAFKA_SASL_JAAS_CONFIG",
        "MUSTER_KAFKA_SASL_JAAS_CONFIG=too-secret, saslJaasConfig must be a login module",
        "MUSTER_KAFKA_CA_FILE=/nowhere/ca.crt, tlsWhereCertificatesAre is false",
        "MUSTER_KAFKA_CA_FILE=/nowhere/ca.crt, readable is false",
        "MUSTER_KAFKA_KEY_FILE=/nowhere/user.key, certificateComplete is false: MUSTER_KAFKA_CERTIFICATE_FILE and",
    })
    void wrongCombinationIsRefusedInOneLineWithoutSecrets(String setting, String refusal, CapturedOutput output) {
        assertThatThrownBy(() -> start(setting)).isNotNull();

        assertThat(output.getAll().lines().filter(line -> line.contains("ERROR")))
                .singleElement()
                .asString()
                .contains("Not started: ", "the setting muster.kafka.security." + refusal)
                .doesNotContain("too-secret");
    }

    private Path file(String name) {
        try {
            return Files.writeString(directory.resolve(name), "what is in " + name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ConfigurableApplicationContext start(String... settings) {
        return new SpringApplicationBuilder(Client.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.import=classpath:muster-defaults.yml")
                .properties(settings)
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({KafkaSecurity.class, KafkaProperties.class})
    static class Client {}
}
