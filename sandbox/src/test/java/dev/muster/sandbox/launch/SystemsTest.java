package dev.muster.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemsTest {

    private static final String SECRET = "id-secret";

    @Test
    void everythingIsEmulatedUnlessNamed() {
        var systems = systems(Map.of());

        assertThat(systems.settingsOf(Service.SLACK_SERVICE, SECRET))
                .containsEntry("SLACK_API_URL", "http://127.0.0.1:8090/api/")
                .containsEntry("SLACK_INVITE_TOKEN", "xoxp-emulated-legacy-token")
                .containsEntry("SLACK_INVITE_CHANNELS", "C0GENERAL")
                .containsEntry("SLACK_TEAM_ID", "T0MUSTER")
                .containsEntry("SERVER_PORT", "8081")
                .containsEntry("SERVER_ADDRESS", "127.0.0.1")
                .containsEntry("MUSTER_KAFKA_BOOTSTRAP", "127.0.0.1:9092")
                .containsEntry("MUSTER_KAFKA_REPLICATION", "1")
                .containsEntry("MUSTER_MONGODB_URI", "mongodb://127.0.0.1:27017/muster");
        assertThat(systems.settingsOf(Service.CRM_SERVICE, SECRET))
                .containsEntry("ACTIVECAMPAIGN_URL", "http://127.0.0.1:8091")
                .containsEntry("ACTIVECAMPAIGN_API_KEY", "emulated-api-key");
    }

    @Test
    void realSlackGetsNothingOfTheEmulators() {
        var systems = systems(Map.of("SLACK_BOT_TOKEN", "xoxb-1"));

        assertThat(systems.realSlack()).isTrue();
        assertThat(systems.settingsOf(Service.SLACK_SERVICE, SECRET))
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

        assertThat(systems.settingsOf(Service.CRM_SERVICE, SECRET))
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

    @Test
    void secretsGoOnlyWhereTheyAreNeeded() {
        var systems = systems(Map.of("SLACK_INVITE_TOKEN", "xoxp-1", "MUSTER_ID_SECRET", "mine", "SLACK_PACE", "9"));

        assertThat(systems.settingsOf(Service.SIGNUP_GATEWAY, SECRET))
                .containsEntry("MUSTER_ID_SECRET", "mine")
                .doesNotContainKeys("SLACK_INVITE_TOKEN", "SLACK_PACE");
        assertThat(systems.settingsOf(Service.SLACK_SERVICE, SECRET))
                .containsEntry("SLACK_PACE", "9")
                .doesNotContainKey("MUSTER_ID_SECRET");
        assertThat(systems(Map.of()).settingsOf(Service.SIGNUP_GATEWAY, SECRET))
                .containsEntry("MUSTER_ID_SECRET", SECRET);
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
        return new Systems(variables, Ports.standard(0));
    }
}
