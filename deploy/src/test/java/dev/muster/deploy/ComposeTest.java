package dev.muster.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code compose.yaml} promises to whoever runs it, and that it asks nothing of the services that they do not know. */
class ComposeTest {

    private static final Set<String> SERVICES =
            Set.of("signup-gateway", "slack-service", "crm-service", "standup-service", "report-service");

    private static final String MANAGEMENT_PORT = "MANAGEMENT_SERVER_PORT";

    /** Not ours, and mentioned by no file of ours. */
    private static final Set<String> OF_BOOT_AND_JAVA = Set.of(MANAGEMENT_PORT, "JDK_JAVA_OPTIONS");

    private static final Pattern INTERPOLATED = Pattern.compile("\\$\\{(\\w+)(:[-?+])?");

    private final String text = Files.readString(Path.of("compose.yaml"));
    private final JsonNode compose =
            JsonMapper.shared().valueToTree(Chart.yaml().load(text));

    ComposeTest() throws IOException {}

    @Test
    void theFileIsValid() throws IOException {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                // Its own id and dialect are addresses that are none.
                .getSchema(Files.readString(Path.of("src/test/resources/compose/compose.schema.json"))
                        .replaceAll("\"\\$(id|schema)\": .*", ""));

        assertThat(schema.validate(compose)).isEmpty();
    }

    @Test
    void theImagesAreThoseOfTheList() throws IOException {
        var images = Images.all();

        eachContainer((name, container) -> assertThat(container.path("image").asString())
                .isEqualTo((container.has("build") ? "${MUSTER_REGISTRY:-}" : "") + images.get(name)));
    }

    @Test
    void eachServiceIsBuiltByTheDockerfile() {
        eachService((name, service) -> {
            assertThat(service.at("/build/dockerfile").asString()).isEqualTo("deploy/Dockerfile");
            assertThat(service.at("/build/args/SERVICE").asString()).isEqualTo(name);
        });
    }

    @Test
    void everySettingIsOneThatItsServiceReads() throws IOException {
        var shared = placeholders(Path.of("../common-events/src/main/resources/muster-defaults.yml"));

        for (var name : SERVICES) {
            var known = new TreeSet<>(shared);
            known.addAll(placeholders(Path.of("..", name, "src/main/resources/application.yml")));
            known.addAll(OF_BOOT_AND_JAVA);

            assertThat(compose.at("/services/" + name + "/environment").propertyNames())
                    .as(name)
                    .isSubsetOf(known);
        }
    }

    @Test
    void secretsReachOnlyThoseWhoNeedThem() {
        eachContainer((name, container) -> container
                .path("environment")
                .propertyStream()
                .forEach(setting -> {
                    switch (setting.getKey()) {
                        case "MUSTER_ID_SECRET", "MUSTER_OPERATOR_TOKEN_HASHES" ->
                            assertThat(name).isEqualTo("signup-gateway");
                        case "MUSTER_OPERATOR_TOKEN" -> assertThat(name).isEqualTo("cli");
                        case String key
                        when key.startsWith("SLACK_") -> assertThat(name).isEqualTo("slack-service");
                        case String key
                        when key.startsWith("ACTIVECAMPAIGN_") ->
                            assertThat(name).isEqualTo("crm-service");
                        default -> {}
                    }
                }));
    }

    @Test
    void theExampleHasEverySecretAndHoldsNone() throws IOException {
        var example = Files.readAllLines(Path.of("compose.env.example"));

        assertThat(example).contains("MUSTER_ID_SECRET=", "MUSTER_MONGODB_PASSWORD=");
        assertThat(INTERPOLATED.matcher(text).results().filter(found -> found.group(2) == null))
                .as("what is not given has a default, or stops with a word")
                .isEmpty();
        assertThat(INTERPOLATED
                        .matcher(text)
                        .results()
                        .filter(found -> ":?".equals(found.group(2)))
                        .map(found -> found.group(1) + "="))
                .isSubsetOf(example);
    }

    @Test
    void onlyTheGatewayIsReachedAndOnlyFromThisMachine() {
        eachContainer((name, container) -> {
            if (name.equals("signup-gateway")) {
                assertThat(container.path("ports").valueStream().map(JsonNode::asString))
                        .containsExactly("127.0.0.1:${MUSTER_PORT:-8080}:8080");
            } else {
                assertThat(container.has("ports")).as(name).isFalse();
            }
        });
        assertThat(compose.at("/networks/inside/internal").asBoolean()).isTrue();
    }

    @Test
    void noContainerMayDoMoreThanItMust() {
        eachContainer((name, container) -> {
            assertThat(container.at("/cap_drop/0").asString()).as(name).isEqualTo("ALL");
            assertThat(container.at("/security_opt/0").asString()).as(name).isEqualTo("no-new-privileges:true");
            assertThat(container.path("mem_limit").asString()).as(name).matches("\\d+m");
            assertThat(container.has("privileged")).as(name).isFalse();
        });
        eachService((name, service) -> {
            assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
            assertThat(service.at("/tmpfs/0").asString())
                    .as(name)
                    .startsWith("/tmp:")
                    .contains("noexec");
            assertThat(service.at("/environment/" + MANAGEMENT_PORT).asString())
                    .as(name)
                    .isEqualTo("9464");
        });
    }

    @Test
    void eachWaitsForKafkaAndTheStoreAndSaysHowItIs() {
        eachService((name, service) -> {
            assertThat(service.at("/depends_on/kafka/condition").asString())
                    .as(name)
                    .isEqualTo("service_healthy");
            assertThat(service.at("/depends_on/mongodb/condition").asString())
                    .as(name)
                    .isEqualTo("service_healthy");
            assertThat(service.at("/healthcheck/test/1").asString()).as(name).isEqualTo("healthy");
        });
        assertThat(compose.at("/services/kafka").has("healthcheck")).isTrue();
        assertThat(compose.at("/services/mongodb/healthcheck/test").toString())
                .as("on 127.0.0.1 it answers before it has its user")
                .contains("/dev/tcp/mongodb/27017");
    }

    private void eachContainer(BiConsumer<String, JsonNode> check) {
        containers().forEach(container -> check.accept(container.getKey(), container.getValue()));
    }

    private void eachService(BiConsumer<String, JsonNode> check) {
        assertThat(containers().map(Map.Entry::getKey)).containsAll(SERVICES);
        containers()
                .filter(container -> SERVICES.contains(container.getKey()))
                .forEach(service -> check.accept(service.getKey(), service.getValue()));
    }

    private Stream<Map.Entry<String, JsonNode>> containers() {
        return compose.path("services").propertyStream();
    }

    private static Set<String> placeholders(Path settings) throws IOException {
        return Pattern.compile("\\$\\{([A-Z_]+)")
                .matcher(Files.readString(settings))
                .results()
                .map(found -> found.group(1))
                .collect(toSet());
    }
}
