package dev.muster.deploy;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.deploy.Rendering.Pods;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of the chart are those of the services, which stand in their {@code application.yml} and in what these share. */
class SettingsTest {

    private static final Path SHARED = Path.of("../common-events/src/main/resources/muster-defaults.yml");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+):([^}]*)}");

    /** What Boot and the JVM know without being told. */
    private static final Set<String> NOT_OURS = Set.of("MANAGEMENT_SERVER_PORT", "JDK_JAVA_OPTIONS", "HTTPS_PROXY");

    /** It keeps its state in Kafka. */
    private static final Map<String, Set<String>> NOT_NEEDED = Map.of("report-service", Set.of("MUSTER_MONGODB_URI"));

    /** Where the chart knows better than a service on its own. */
    private static final Set<String> OF_THE_CHART = Set.of(
            "MUSTER_KAFKA_BOOTSTRAP",
            "MUSTER_KAFKA_CREATE_TOPICS",
            "MUSTER_KAFKA_SECURITY_PROTOCOL",
            "MUSTER_KAFKA_CA_FILE",
            "MUSTER_STATE_DIR",
            "MUSTER_STATE_STANDBYS",
            "MUSTER_STATUS_STEPS",
            "SERVER_PORT");

    private final List<Rendering> renderings =
            Matrix.rendered().stream().map(Matrix.Rendered::rendering).toList();

    @ParameterizedTest
    @ValueSource(strings = {"signup-gateway", "slack-service", "crm-service", "standup-service", "report-service"})
    void everySettingOfAServiceCanBeSet(String service) {
        var settable = renderings.stream()
                .filter(rendering -> rendering.pods().stream().anyMatch(isOf(service)))
                .flatMap(rendering -> variables(rendering, service).keySet().stream())
                .collect(toSet());

        var settings = new TreeSet<>(settings(service).keySet());
        settings.removeAll(NOT_NEEDED.getOrDefault(service, Set.of()));

        assertThat(settable).containsAll(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signup-gateway", "slack-service", "crm-service", "standup-service", "report-service"})
    void nothingIsSetThatAServiceDoesNotKnow(String service) {
        var set = new TreeSet<String>();
        renderings.stream()
                .filter(rendering -> rendering.pods().stream().anyMatch(isOf(service)))
                .forEach(rendering -> set.addAll(variables(rendering, service).keySet()));
        set.removeAll(NOT_OURS);

        assertThat(settings(service).keySet()).containsAll(set);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signup-gateway", "slack-service", "standup-service", "report-service"})
    void whatIsNotSaidIsAsTheServiceHasIt(String service) {
        var said = new TreeMap<>(variables(Chart.render("values.yaml"), service));
        said.keySet().removeAll(OF_THE_CHART);
        said.values().removeIf(String::isEmpty);

        var defaults = settings(service);

        said.keySet().retainAll(defaults.keySet());
        assertThat(said)
                .isNotEmpty()
                .allSatisfy((variable, value) -> assertThat(value).as(variable).isEqualTo(defaults.get(variable)));
    }

    @Test
    void crmServiceHasItsOwnDefaultsToo() {
        var crm = renderings.stream()
                .filter(rendering -> rendering.pods().stream().anyMatch(isOf("crm-service")))
                .findFirst()
                .orElseThrow();

        assertThat(variables(crm, "crm-service"))
                .contains(
                        Map.entry("ACTIVECAMPAIGN_PACE", settings("crm-service").get("ACTIVECAMPAIGN_PACE")),
                        Map.entry(
                                "ACTIVECAMPAIGN_GRACE", settings("crm-service").get("ACTIVECAMPAIGN_GRACE")));
    }

    @Test
    void newcomersAreShownTheStepsThatAServiceTakes() {
        var shown = renderings.stream()
                .map(rendering -> {
                    var steps = new ArrayList<>(List.of("record"));
                    if (variables(rendering, "slack-service").containsKey("SLACK_INVITE_TOKEN")) {
                        steps.add("slack");
                    }
                    if (rendering.pods().stream().anyMatch(isOf("crm-service"))) {
                        steps.add("crm");
                    }
                    var told = variables(rendering, "signup-gateway").get("MUSTER_STATUS_STEPS");
                    assertThat(told).isEqualTo(String.join(",", steps));
                    return told;
                })
                .collect(toSet());

        assertThat(shown).hasSize(4);
    }

    private static Predicate<Pods> isOf(String service) {
        return pods -> service.equals(pods.labels().get("app.kubernetes.io/name"));
    }

    /** The environment of a service, and of its check; a secret has no value here. */
    private static Map<String, String> variables(Rendering rendering, String service) {
        var all = new TreeMap<>(Rendering.texts(
                rendering.the("ConfigMap", Chart.RELEASE + "-" + service).path("data")));
        rendering.pods().stream()
                .flatMap(Pods::containers)
                .filter(container -> container.path("name").asString().equals(service))
                .flatMap(container -> container.path("env").valueStream())
                .forEach(variable -> all.putIfAbsent(variable.path("name").asString(), ""));
        return all;
    }

    /** What a service can be told by its environment, with what it takes for granted. */
    private static Map<String, String> settings(String service) {
        return Stream.of(SHARED, Path.of("../" + service + "/src/main/resources/application.yml"))
                .map(SettingsTest::read)
                .flatMap(text -> PLACEHOLDER.matcher(text).results())
                .collect(toMap(found -> found.group(1), found -> found.group(2), (one, other) -> one));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
