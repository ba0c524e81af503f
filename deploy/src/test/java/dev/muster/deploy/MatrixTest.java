package dev.muster.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.deploy.Matrix.Rendered;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

class MatrixTest {

    private static final Logger log = LoggerFactory.getLogger(MatrixTest.class);

    private static final ObjectSchemas SCHEMAS = new ObjectSchemas();

    private final List<Rendered> all = Matrix.rendered();

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
        var deployment = (ObjectNode) Chart.render("values.yaml").copy().the("Deployment", "muster-slack-service");
        var topic = (ObjectNode) Chart.render("values.yaml").copy().the("KafkaTopic", "muster.signups");
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
        var rendering = Chart.render("values.yaml").copy();
        var container = (ObjectNode) rendering.pods("slack-service").container();
        assertThat(PodPolicies.complaints(rendering)).isEmpty();

        container.put("image", "muster/slack-service:latest");
        ((ObjectNode) container.path("securityContext")).put("privileged", true);
        container.remove("livenessProbe");

        assertThat(PodPolicies.complaints(rendering)).hasSize(3);
    }
}
