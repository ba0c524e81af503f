package dev.muster.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

class MatrixTest {

    private static final Logger log = LoggerFactory.getLogger(MatrixTest.class);

    private static final ObjectSchemas SCHEMAS = new ObjectSchemas();

    private static List<Rendered> all = List.of();

    /** A rendering, and what was chosen for it. */
    record Rendered(Map<String, String> choices, Rendering rendering) {

        Stream<String> blame(List<String> complaints) {
            return complaints.stream().map(complaint -> choices + ": " + complaint);
        }
    }

    @BeforeAll
    static void renderAll(@TempDir Path directory) {
        all = new Matrix(directory)
                .all().parallelStream()
                        .map(combination -> new Rendered(combination.choices(), Chart.render(combination.values())))
                        .toList();
    }

    @Test
    void everyObjectIsAsItsSchemaSays() {
        var complaints = all.stream()
                .flatMap(rendered -> rendered.rendering().objects().stream()
                        .flatMap(object -> rendered.blame(SCHEMAS.complaints(object).stream()
                                .map(complaint -> Rendering.title(object) + complaint)
                                .toList())))
                .toList();

        assertThat(complaints).isEmpty();
    }

    @Test
    void thousandsOfObjectsAreRendered() {
        var objects = all.stream()
                .mapToInt(rendered -> rendered.rendering().objects().size())
                .sum();
        var kinds = all.stream()
                .flatMap(rendered -> rendered.rendering().objects().stream())
                .map(Rendering::kindOf)
                .collect(toSet());
        log.info("The chart: {} renderings, {} objects of {} kinds", all.size(), objects, kinds.size());

        assertThat(all).hasSizeGreaterThanOrEqualTo(200);
        assertThat(objects).isGreaterThan(9_000);
        assertThat(kinds).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void everyChoiceMeetsEveryOther() {
        var pairs = new HashSet<String>();
        for (var rendered : all) {
            rendered.choices().forEach((one, chosen) -> rendered.choices()
                    .forEach((other, also) -> pairs.add(one + chosen + "|" + other + also)));
        }

        var unmet = new ArrayList<String>();
        Matrix.SWITCHES.forEach((one, choices) -> Matrix.SWITCHES.forEach((other, others) -> {
            if (!one.equals(other)) {
                choices.keySet().forEach(choice -> others.keySet().stream()
                        .map(also -> one + choice + "|" + other + also)
                        .filter(pair -> !pairs.contains(pair))
                        .forEach(unmet::add));
            }
        }));

        assertThat(unmet).isEmpty();
    }

    @Test
    void everyPodIsRestrictedBoundedAndProbed() {
        assertThat(all.stream().flatMap(rendered -> rendered.blame(PodPolicies.complaints(rendered.rendering()))))
                .isEmpty();
    }

    @Test
    void whatObjectsNameIsThere() {
        assertThat(all.stream().flatMap(rendered -> rendered.blame(References.complaints(rendered.rendering()))))
                .isEmpty();
    }

    @Test
    void aMistakeInAnObjectIsSeen() {
        var deployment = (ObjectNode) Chart.render("values.yaml").the("Deployment", "muster-slack-service");
        var topic = (ObjectNode) Chart.render("values.yaml").the("KafkaTopic", "muster.signups");
        assertThat(SCHEMAS.complaints(deployment)).isEmpty();

        ((ObjectNode) deployment.at("/spec/template/spec/containers/0/readinessProbe")).put("periodSecond", 5);
        ((ObjectNode) deployment.path("spec")).put("replicas", "two");
        ((ObjectNode) topic.path("spec")).put("partition", 6);

        assertThat(SCHEMAS.complaints(deployment))
                .anySatisfy(complaint -> assertThat(complaint).contains("periodSecond"))
                .anySatisfy(complaint -> assertThat(complaint).contains("replicas"));
        assertThat(SCHEMAS.complaints(topic)).singleElement().satisfies(complaint -> assertThat(complaint)
                .contains("'partition'"));
    }

    @Test
    void aPodThatMayTooMuchIsSeen() {
        var rendering = Chart.render("values.yaml");
        var container = (ObjectNode) rendering.pods("slack-service").container();
        assertThat(PodPolicies.complaints(rendering)).isEmpty();

        container.put("image", "muster/slack-service:latest");
        ((ObjectNode) container.path("securityContext")).put("privileged", true);
        container.remove("livenessProbe");

        assertThat(PodPolicies.complaints(rendering)).hasSize(3);
    }
}
