package dev.muster.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemsTest {

    private final DataDirectory directory;

    SystemsTest(@TempDir Path parent) {
        directory = DataDirectory.open(parent.resolve("data"), false);
    }

    @AfterEach
    void closeDirectory() {
        directory.close();
    }

    @Test
    void everythingIsEmulatedUnlessNamed() {
        var systems = systems(Map.of());

        assertThat(systems.settingsOf(new Instance(Service.SLACK_SERVICE, 1), directory))
                .containsEntry("SLACK_API_URL", "http://127.0.0.1:8090/api/")
                .containsEntry("SLACK_INVITE_TOKEN", "xoxp-emulated-legacy-token")
                .containsEntry("SLACK_INVITE_CHANNELS", "C0GENERAL")
                .containsEntry("SLACK_TEAM_ID", "T0MUSTER")
                .containsEntry("SLACK_BOT_TOKEN", "xoxb-emulated-bot-token")
                .containsEntry("SLACK_APP_TOKEN", "xapp-emulated-app-token")
                .containsEntry("SERVER_PORT", "8081")
                .containsEntry("SERVER_ADDRESS", "127.0.0.1")
                .containsEntry("MUSTER_KAFKA_BOOTSTRAP", "127.0.0.1:9092")
                .containsEntry("MUSTER_KAFKA_REPLICATION", "1")
                .containsEntry("MUSTER_MONGODB_URI", "mongodb://127.0.0.1:27017/muster");
        assertThat(systems.settingsOf(new Instance(Service.CRM_SERVICE, 1), directory))
                .containsEntry("ACTIVECAMPAIGN_URL", "http://127.0.0.1:8091")
                .containsEntry("ACTIVECAMPAIGN_API_KEY", "emulated-api-key");
    }

    @Test
    void realSlackGetsNothingOfTheEmulators() {
        var systems = systems(Map.of("SLACK_BOT_TOKEN", "xoxb-1", "SLACK_APP_TOKEN", "xapp-1"));

        assertThat(systems.realSlack()).isTrue();
        assertThat(systems.settingsOf(new Instance(Service.SLACK_SERVICE, 1), directory))
                .containsEntry("SLACK_BOT_TOKEN", "xoxb-1")
                .doesNotContainKeys("SLACK_API_URL", "SLACK_INVITE_TOKEN", "SLACK_INVITE_CHANNELS", "SLACK_TEAM_ID");
    }

    @Test
    void realCrmKafkaAndStoreAreTakenAsNamed() {
        var systems = systems(Map.of(
                "ACTIVECAMPAIGN_URL", "https://x.api-us1.com",
                "ACTIVECAMPAIGN_API_KEY", "key",
                "MUSTER_KAFKA_BOOTSTRAP", "kafka:9092",
                "MUSTER_MONGODB_URI", "mongodb://ada:secret@db/muster"));

        assertThat(systems.settingsOf(new Instance(Service.CRM_SERVICE, 1), directory))
                .containsEntry("ACTIVECAMPAIGN_URL", "https://x.api-us1.com")
                .containsEntry("ACTIVECAMPAIGN_API_KEY", "key")
                .containsEntry("MUSTER_KAFKA_BOOTSTRAP", "kafka:9092")
                .containsEntry("MUSTER_MONGODB_URI", "mongodb://ada:secret@db/muster")
                .doesNotContainKey("MUSTER_KAFKA_REPLICATION");
        assertThat(systems.mongoAddress()).isEqualTo("mongodb://db/muster");
    }

    @Test
    void halfOfARealCrmIsRefused() {
        assertThatThrownBy(() -> systems(Map.of("ACTIVECAMPAIGN_URL", "https://x.api-us1.com")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ACTIVECAMPAIGN_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"})
    void halfOfARealBotIsRefused(String given) {
        assertThatThrownBy(() -> systems(Map.of(given, "x")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("SLACK_APP_TOKEN");
    }

    @Test
    void launcherShowsKafkaTheCertificateThatTheServicesShow(@TempDir Path files) throws IOException {
        var own = new HeldCertificate.Builder().build();
        var certificate = Files.writeString(files.resolve("user.crt"), own.certificatePem());
        var key = Files.writeString(files.resolve("user.key"), own.privateKeyPkcs8Pem());

        var client = systems(Map.of(
                        "MUSTER_KAFKA_BOOTSTRAP",
                        "127.0.0.1:1",
                        "MUSTER_KAFKA_SECURITY_PROTOCOL",
                        "SSL",
                        "MUSTER_KAFKA_CERTIFICATE_FILE",
                        certificate.toString(),
                        "MUSTER_KAFKA_KEY_FILE",
                        key.toString()))
                .kafkaClient();

        assertThat(client).containsEntry("ssl.keystore.certificate.chain", own.certificatePem());
        assertThatCode(() -> Admin.create(client).close(Duration.ZERO)).doesNotThrowAnyException();
    }

    @Test
    void halfOfACertificateOrOneThatCannotBeReadIsRefused() {
        assertThatThrownBy(() ->
                        systems(Map.of("MUSTER_KAFKA_KEY_FILE", "user.key")).kafkaClient())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("MUSTER_KAFKA_CERTIFICATE_FILE");
        assertThatThrownBy(() -> systems(Map.of(
                                "MUSTER_KAFKA_CERTIFICATE_FILE", "/nowhere/user.crt",
                                "MUSTER_KAFKA_KEY_FILE", "/nowhere/user.key"))
                        .kafkaClient())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("/nowhere/user.crt");
    }

    @Test
    void standupIsSeededInTheEmulatedChannelAndFiredByHand() {
        assertThat(systems(Map.of()).settingsOf(new Instance(Service.SIGNUP_GATEWAY, 1), directory))
                .containsEntry("MUSTER_STANDUP_CHANNEL", "C0GENERAL")
                .containsEntry("MUSTER_STANDUP_ENABLED", "false");
        assertThat(systems(Map.of(
                                "SLACK_BOT_TOKEN", "xoxb-1",
                                "SLACK_APP_TOKEN", "xapp-1",
                                "MUSTER_STANDUP_ENABLED", "true"))
                        .settingsOf(new Instance(Service.SIGNUP_GATEWAY, 1), directory))
                .doesNotContainKey("MUSTER_STANDUP_CHANNEL")
                .containsEntry("MUSTER_STANDUP_ENABLED", "true");
    }

    @Test
    void gatewayAloneKnowsTheOperatorsTokenAndOnlyItsHash() throws Exception {
        var token = directory.operatorToken();
        var sha256 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));

        assertThat(systems(Map.of()).settingsOf(new Instance(Service.SIGNUP_GATEWAY, 1), directory))
                .containsEntry("MUSTER_OPERATOR_TOKEN_HASHES", sha256);
        assertThat(Service.values())
                .allSatisfy(service -> assertThat(systems(Map.of()).settingsOf(new Instance(service, 1), directory))
                        .doesNotContainValue(token));
        assertThat(systems(Map.of()).settingsOf(new Instance(Service.SLACK_SERVICE, 1), directory))
                .doesNotContainKey("MUSTER_OPERATOR_TOKEN_HASHES");
    }

    @Test
    void secretsGoOnlyWhereTheyAreNeeded() {
        var systems = systems(Map.of("SLACK_INVITE_TOKEN", "xoxp-1", "MUSTER_ID_SECRET", "mine", "SLACK_PACE", "9"));

        assertThat(systems.settingsOf(new Instance(Service.SIGNUP_GATEWAY, 1), directory))
                .containsEntry("MUSTER_ID_SECRET", "mine")
                .doesNotContainKeys("SLACK_INVITE_TOKEN", "SLACK_PACE");
        assertThat(systems.settingsOf(new Instance(Service.SLACK_SERVICE, 1), directory))
                .containsEntry("SLACK_PACE", "9")
                .doesNotContainKey("MUSTER_ID_SECRET");
        assertThat(systems(Map.of()).settingsOf(new Instance(Service.SIGNUP_GATEWAY, 1), directory))
                .containsEntry("MUSTER_ID_SECRET", directory.idSecret());
    }

    @Test
    void childrenDoNotInheritProxiesOrOthersSettings() {
        var environment = new HashMap<>(Map.of(
                "PATH", "/bin",
                "https_proxy", "http://p",
                "JAVA_TOOL_OPTIONS", "-Dx",
                "SPRING_PROFILES_ACTIVE", "prod",
                "SLACK_INVITE_TOKEN", "xoxp-1"));

        Systems.strip(environment);

        assertThat(environment).containsOnlyKeys("PATH");
    }

    private static Systems systems(Map<String, String> variables) {
        return new Systems(variables, Ports.standard(0), Size.USUAL);
    }
}
