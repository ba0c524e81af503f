package dev.muster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The workflow stays runnable: what it calls is there, and what it borrows is of a version. */
class WorkflowTest {

    private static final Path ROOT = Path.of("..");
    private static final Set<String> OF_THE_RUNNER = Set.of("sed", "curl", "docker", "sudo");

    private final JsonNode workflow = JsonMapper.shared()
            .valueToTree(Chart.yaml().load(Files.readString(ROOT.resolve(".github/workflows/ci.yml"))));

    WorkflowTest() throws IOException {}

    @Test
    void everyActionIsOfOneVersion() {
        assertThat(steps().filter(step -> step.has("uses"))
                        .map(step -> step.path("uses").asString()))
                .isNotEmpty()
                .allMatch(action -> action.matches("actions/[a-z-]+@v\\d+"));
    }

    @Test
    void everyCommandIsThere() {
        assertThat(steps().filter(step -> step.has("run"))
                        .map(step -> step.path("run").asString().split(" ", 2)[0]))
                .isNotEmpty()
                .allMatch(command -> OF_THE_RUNNER.contains(command) || Files.isExecutable(ROOT.resolve(command)));
    }

    @Test
    void theTestsRunWithADaemonAndAPrometheusOrFail() {
        var test = workflow.at("/jobs/test");

        assertThat(test.at("/env/MUSTER_REQUIRE_DOCKER").asString()).isEqualTo("true");
        assertThat(test.at("/env/MUSTER_REQUIRE_PROMETHEUS").asString()).isEqualTo("true");
        assertThat(test.path("steps").valueStream().map(step -> step.path("run").asString("")))
                .contains("./muster test");
    }

    @Test
    void noJobRunsForEverOrMayWrite() {
        assertThat(workflow.path("jobs").valueStream().toList())
                .isNotEmpty()
                .allMatch(job -> job.path("timeout-minutes").asInt() > 0)
                .allMatch(job -> !job.has("permissions"));
        assertThat(workflow.path("permissions")).isEqualTo(JsonMapper.shared().valueToTree(Map.of("contents", "read")));
    }

    private Stream<JsonNode> steps() {
        return workflow.path("jobs").valueStream().flatMap(job -> job.path("steps")
                .valueStream());
    }
}
