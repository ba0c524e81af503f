package dev.muster.sandbox.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.sandbox.emulator.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WatchingTest {

    @Test
    void everyAlertHasItsRunbookAndEveryRunbookItsAlert() {
        var runbooks = Watching.runbooks();

        assertThat(Watching.sections()).containsExactlyInAnyOrderElementsOf(runbooks.keySet());
        assertThat(runbooks).allSatisfy((alert, runbook) -> assertThat(runbook)
                .isEqualTo("docs/operate.md#" + alert.toLowerCase(Locale.ROOT)));
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatIsWrong() {
        var alerts = Watching.textOf(Watching.ALERTS).split("- alert: ", -1);

        assertThat(alerts).hasSize(Watching.runbooks().size() + 1);
        assertThat(List.of(alerts).subList(1, alerts.length)).allSatisfy(alert -> assertThat(alert)
                .containsPattern("severity: (critical|warning)\n")
                .contains("summary: ", "description: ", "for: "));
    }

    @Test
    void whatIsUsedIsDocumented() {
        var documented = Watching.documented().keySet();

        assertThat(Watching.used().stream().filter(metric -> metric.startsWith("muster_")))
                .allSatisfy(metric -> assertThat(documented)
                        .as(metric)
                        .anyMatch(each -> metric.matches(each + "(_bucket|_count|_sum|_max)?")));
    }

    @ParameterizedTest
    @MethodSource("dev.muster.sandbox.watch.Watching#dashboards")
    void dashboardAsksTheSourceThatIsChosenAndItsPanelsLieApart(Path file) {
        var dashboard = Json.MAPPER.readTree(Watching.textOf(file));

        assertThat(dashboard.path("schemaVersion").asInt()).isPositive();
        assertThat(dashboard.path("templating").path("list").get(0).path("type").asString())
                .isEqualTo("datasource");
        assertThat(dashboard.findValues("datasource"))
                .allSatisfy(source -> assertThat(source.path("uid").asString()).isEqualTo("${datasource}"));
        var ids = new ArrayList<Integer>();
        var places = new ArrayList<String>();
        dashboard.path("panels").forEach(panel -> {
            ids.add(panel.path("id").asInt());
            places.add(panel.path("gridPos").path("x") + " "
                    + panel.path("gridPos").path("y"));
        });
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(places).doesNotHaveDuplicates();
    }

    @Test
    void everyPromiseHasItsPanels() {
        var panelsOf = new LinkedHashMap<String, Integer>();
        var row = "";
        for (var panel :
                Json.MAPPER.readTree(Watching.textOf(Watching.PROMISES)).path("panels")) {
            if (panel.path("type").asString().equals("row")) {
                row = panel.path("title").asString();
                panelsOf.put(row, 0);
            } else {
                panelsOf.merge(row, 1, Integer::sum);
            }
        }

        assertThat(panelsOf.keySet()).containsExactlyElementsOf(Watching.promises());
        assertThat(panelsOf.values()).doesNotContain(0);
    }

    @Test
    void prometheusTakesTheRulesAndTheQueries(@TempDir Path directory) throws Exception {
        var promtool = Watching.promtool();
        assumeTrue(
                promtool.isPresent() || Boolean.parseBoolean(System.getenv("MUSTER_REQUIRE_PROMETHEUS")),
                "no promtool: apt-get install prometheus, or name one with MUSTER_PROMETHEUS");
        var queries = Files.writeString(directory.resolve("queries.yml"), asRules(Watching.queries()));

        assertThat(said(promtool.orElseThrow(), "check", "rules", Watching.ALERTS.toString()))
                .contains("SUCCESS: " + Watching.runbooks().size() + " rules found");
        assertThat(said(promtool.orElseThrow(), "test", "rules", Watching.RULE_TESTS.toString()))
                .contains("SUCCESS")
                .doesNotContain("FAILED");
        assertThat(said(promtool.orElseThrow(), "check", "rules", queries.toString()))
                .contains("SUCCESS: " + Watching.queries().size() + " rules found");
    }

    /** Each query as a recording rule, with a duration for each of Grafana's. */
    private static String asRules(List<String> queries) {
        var number = new int[1];
        return queries.stream()
                .map(query -> query.replace("$__rate_interval", "5m").replace("$__range", "6h"))
                .map(query -> "      - record: query:" + number[0]++ + "\n        expr: "
                        + Json.MAPPER.writeValueAsString(query))
                .collect(Collectors.joining("\n", "groups:\n  - name: queries\n    rules:\n", "\n"));
    }

    private static String said(Path program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return text;
    }
}
