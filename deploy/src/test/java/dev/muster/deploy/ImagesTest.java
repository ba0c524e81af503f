package dev.muster.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/** What the Dockerfile promises, and that the list of images is the one place where versions stand. */
class ImagesTest {

    private static final Set<String> OTHERS = Set.of("build", "runtime", "kafka", "mongodb");

    private final Map<String, String> images = Images.all();
    private final String dockerfile = Files.readString(Path.of("Dockerfile"));

    ImagesTest() throws IOException {}

    @Test
    void eachServiceHasAnImageAndSoHaveTheOperatorsCommands() throws IOException {
        var applications = new TreeSet<>(Set.of("cli"));
        for (var module : modules()) {
            if (Files.readString(Path.of("..", module, "pom.xml")).contains("spring-boot-maven-plugin")) {
                applications.add(module);
            }
        }

        var ours = new TreeSet<>(images.keySet());
        ours.removeAll(OTHERS);

        assertThat(ours).isEqualTo(applications);
        assertThat(found("-pl ([a-z,-]+)").split(",")).containsExactlyInAnyOrderElementsOf(applications);
    }

    @Test
    void allOursAreOfOneVersionWhichIsTheProjects() throws IOException {
        var version = first(Files.readString(Path.of("../pom.xml")), "<version>([0-9.]+)-SNAPSHOT</version>");

        assertThat(images).allSatisfy((name, image) -> {
            if (!OTHERS.contains(name)) {
                assertThat(image).isEqualTo("muster/" + name + ":" + version);
            }
        });
        assertThat(found("ARG VERSION=(.+)")).isEqualTo(version);
    }

    @Test
    void theyAreBuiltOfWhatTheListSays() {
        assertThat(found("ARG BUILD_IMAGE=(.+)")).isEqualTo(images.get("build"));
        assertThat(found("ARG RUNTIME_IMAGE=(.+)")).isEqualTo(images.get("runtime"));
        assertThat(Pattern.compile("(?m)^FROM (\\S+)")
                        .matcher(dockerfile)
                        .results()
                        .map(from -> from.group(1)))
                .as("no image is named beside the list")
                .containsExactly(
                        "${BUILD_IMAGE}",
                        "scratch",
                        "jars-${JARS}",
                        "${BUILD_IMAGE}",
                        "${RUNTIME_IMAGE}",
                        "image",
                        "image");
    }

    @Test
    void everyVersionIsPinned() {
        assertThat(images.values()).allSatisfy(image -> assertThat(image).matches(".+:[0-9][\\w.-]+"));
    }

    @Test
    void theBrokerIsOfTheClientsVersion() {
        assertThat(images.get("kafka")).isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
    }

    /** A JVM that is told of two collectors does not start: it is told of one where the chart and Compose can replace it. */
    @Test
    void theCollectorIsChosenInOnePlace() throws IOException {
        assertThat(Files.readString(Path.of("image/take-apart"))).doesNotContain("GC");
        assertThat(found("ENV JDK_JAVA_OPTIONS=(.+)")).isEqualTo("-XX:+UseSerialGC");
        assertThat(dockerfile.indexOf("ENV JDK_JAVA_OPTIONS")).isLessThan(dockerfile.indexOf("then train"));

        for (var values : Chart.VALUES) {
            assertThat(Chart.render(values).pods())
                    .filteredOn(Rendering.Pods::isService)
                    .allSatisfy(pods -> assertThat(
                                    pods.container().at("/env/0/value").asString())
                            .as("the collector that the cache of classes was made with")
                            .containsOnlyOnce("GC")
                            .contains("-XX:+UseSerialGC"));
        }
    }

    @Test
    void nobodyRunsAsRoot() {
        for (var target : List.of("cli", "service")) {
            var stage = dockerfile.substring(dockerfile.indexOf("FROM image AS " + target));
            assertThat(first(stage, "(?m)^USER (.+)")).as(target).isEqualTo("10001:10001");
        }
    }

    @Test
    void whatIsSecretOrOfNoUseStaysOutside() throws IOException {
        assertThat(Files.readAllLines(Path.of("../.dockerignore")))
                .contains(".git", ".muster", "muster.env", "deploy/.env", "**/target/*");
        assertThat(Files.readAllLines(Path.of("../.gitignore"))).contains("deploy/.env");
    }

    private static Set<String> modules() throws IOException {
        return Pattern.compile("<module>(.+)</module>")
                .matcher(Files.readString(Path.of("../pom.xml")))
                .results()
                .map(module -> module.group(1))
                .collect(toSet());
    }

    private String found(String pattern) {
        return first(dockerfile, pattern);
    }

    private static String first(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
