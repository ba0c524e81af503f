package dev.muster.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessControlTest {

    private final Options options;

    AccessControlTest(@TempDir Path data) {
        this.options = Options.forTests(data.resolve("muster")).withAccessControl();
    }

    @Test
    void everyServiceLogsInWithAPasswordOfItsOwn() {
        try (var directory = DataDirectory.open(options.data(), false)) {
            var access =
                    AccessControl.wanted(options, systems(Map.of()), directory).orElseThrow();

            assertThat(Service.values())
                    .extracting(service -> access.variablesOf(service.module()).get(KafkaLogin.JAAS_CONFIG))
                    .doesNotHaveDuplicates();
            assertThat(access.variablesOf("crm-service").get(KafkaLogin.JAAS_CONFIG))
                    .contains("username=\"crm-service\"", directory.kafkaPassword("crm-service"));
        }
    }

    @Test
    void brokersAreKnownByOneCertificateForGoodWhoseKeyIsTheOwnersAlone() throws Exception {
        try (var directory = DataDirectory.open(options.data(), false)) {
            var access =
                    AccessControl.wanted(options, systems(Map.of()), directory).orElseThrow();
            var brokers = access.brokers();
            var first = Files.readString(brokers.identity());

            assertThat(Files.readString(access.brokers().identity())).isEqualTo(first);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(brokers.identity())))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(brokers.authority())).doesNotContain("PRIVATE");
            assertThat(access.variablesOf("crm-service"))
                    .containsEntry(KafkaLogin.PROTOCOL, "SASL_SSL")
                    .containsEntry(KafkaLogin.CA_FILE, brokers.authority().toString());
        }
    }

    @Test
    void dataOfATimeWithoutUsersAreLeftAlone() throws Exception {
        try (var directory = DataDirectory.open(options.data(), false)) {
            Files.createDirectory(directory.path().resolve(Ports.BROKER));

            assertThatThrownBy(() -> AccessControl.wanted(options, systems(Map.of()), directory))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("were made without --acl");
        }
    }

    @Test
    void brokerOfSomebodyElseIsNotTheSandboxsToSetUp() {
        try (var directory = DataDirectory.open(options.data(), false)) {
            assertThatThrownBy(() -> AccessControl.wanted(
                            options, systems(Map.of("MUSTER_KAFKA_BOOTSTRAP", "kafka:9092")), directory))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("MUSTER_KAFKA_BOOTSTRAP");
        }
    }

    private Systems systems(Map<String, String> variables) {
        return new Systems(variables, options.ports(), options.size());
    }
}
