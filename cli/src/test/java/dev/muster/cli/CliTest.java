package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

    private static final String ID = "20261120-080000-3f9a";
    private static final String RUNNING = """
            {'replayId': '%s', 'group': 'slack-service.invites', 'mode': 'heal', 'state': 'running',
             'requestedAt': '2026-11-20T08:00:00Z', 'endedAt': null, 'records': 4500, 'all': 10000, 'done': 4500,
             'perSecond': 1234.4, 'remainingSeconds': 75, 'called': 5, 'rejected': 0, 'deadLetters': 0,
             'waiting': null, 'detail': null, 'partitions': []}""".formatted(ID);
    private static final String COMPLETED = RUNNING.replace("'running'", "'completed'")
            .replace("'endedAt': null", "'endedAt': '2026-11-20T08:01:40Z'")
            .replace("'records': 4500", "'records': 10000");
    private static final String FAILED =
            COMPLETED.replace("'completed'", "'failed'").replace("'detail': null", "'detail': 'There is no view.'");

    private final StubGateway gateway = new StubGateway();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment =
            new HashMap<>(Map.of("MUSTER_GATEWAY", gateway.address(), "MUSTER_OPERATOR_TOKEN", StubGateway.TOKEN));
    private boolean isTerminal;

    @TempDir
    private Path data = Path.of("");

    @AfterEach
    void closeTheGateway() {
        gateway.close();
    }

    @Test
    void aReplayIsFollowedToItsEndInPlainLines() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 200, RUNNING);
        gateway.answers("GET /api/replays/" + ID, 200, RUNNING);
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, "");

        var code = run(
                "replay",
                "heal",
                "slack-service.invites",
                "--from",
                "2026-11-19T00:00:00Z",
                "--only",
                "a",
                "--only",
                "b");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(gateway.requests().getFirst())
                .isEqualTo("POST /api/replays {\"group\":\"slack-service.invites\",\"mode\":\"heal\","
                        + "\"from\":\"2026-11-19T00:00:00Z\",\"only\":[\"a\",\"b\"]}");
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        Replay %s
                        [##########..............]  45 %% 4,500 of 10,000, 1,234/s, 1 min 15 s left, 5 called
                        Completed in 1 min 40 s: 10,000 records handed over, 5 called.
                        """.formatted(ID));
    }

    @Test
    void aTerminalIsDrawnOver() {
        isTerminal = true;
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 200, RUNNING);
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, "");

        assertThat(run("replay", "rebuild", "signup-gateway.records")).isZero();

        assertThat(out.toString()).contains("\r\u001b[K[####", "\r\u001b[KCompleted");
    }

    @Test
    void aFailureEndsWithOneAndItsReason() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 200, FAILED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, "");

        assertThat(run("replay", "rebuild", "crm-service.contacts")).isEqualTo(1);

        assertThat(out.toString()).contains("Failed after 1 min 40 s", "There is no view.");
    }

    @Test
    void aDryRunTellsItsFindings() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, """
                {'record': 'muster.signups-3@42', 'key': 'k1', 'says': 'would invite'}
                {'record': 'muster.signups-4@7', 'key': 'k2', 'says': 'is done'}
                """);

        assertThat(run("replay", "dry-run", "slack-service.invites")).isZero();

        assertThat(out.toString().lines())
                .containsSubsequence(
                        "muster.signups-3@42  k1  would invite",
                        "muster.signups-4@7  k2  is done",
                        "Completed in 1 min 40 s: 10,000 records handed over, 5 called.");
    }

    @Test
    void whoDetachesIsToldHowToLook() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");

        assertThat(run("replay", "heal", "slack-service.invites", "--detach")).isZero();

        assertThat(out.toString()).contains("./muster replay show " + ID);
        assertThat(gateway.requests()).hasSize(1);
    }

    @Test
    void aGatewayThatIsAwayForAMomentIsWaitedFor() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 503, "{'detail': 'Ask again in a moment.'}");
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, "");

        assertThat(run("replay", "heal", "slack-service.invites")).isZero();
    }

    @Test
    void scriptsAreToldJsonAlone() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 200, RUNNING);
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, "");

        assertThat(run("replay", "heal", "slack-service.invites", "--json")).isZero();

        assertThat(Gateway.JSON.readTree(out.toString()).path("state").asString())
                .isEqualTo("completed");
    }

    @Test
    void replaysAreListedShownAndCancelled() {
        gateway.answers("GET /api/replays", 200, "{'replays': [" + RUNNING + "]}");
        gateway.answers(
                "GET /api/replays/" + ID,
                200,
                RUNNING.replace(
                        "'partitions': []",
                        "'partitions': [{'partition': 'muster.signups-3', 'from': 7, 'position': 42, 'to': 99,"
                                + " 'records': 35, 'waiting': 'timeout'}]"));
        gateway.answers("DELETE /api/replays/" + ID, 202, "{'replayId': '" + ID + "'}");

        assertThat(run("replay", "list")).isZero();
        assertThat(run("replay", "show", ID)).isZero();
        assertThat(run("replay", "cancel", ID)).isZero();

        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches(ID + " +slack-service.invites +heal +running +4500 of 10000 +5 +0"))
                .anyMatch(line -> line.matches("muster.signups-3 +7 +42 +99 +35 +timeout"))
                .anyMatch(line -> line.equals(ID + " is cancelled."));
    }

    @Test
    void lettersAreListedShownAndRedriven() {
        var letter = """
                {'group': 'slack-service.invites', 'letter': '3@42', 'kind': 'unreadable',
                 'source': {'topic': 'muster.signups', 'partition': 3, 'offset': 17}, 'key': 'k', 'reason': 'no envelope',
                 'firstFailedAt': '2026-11-20T08:00:00Z', 'lastFailedAt': '2026-11-20T08:00:00Z', 'redrives': 0,
                 'redriven': null, 'headers': [{'name': 'h', 'text': 'v\\u001b[2J'}], 'value': {'base64': '/wAB'}}""";
        gateway.answers(
                "GET /api/dead-letters?limit=100&group=slack-service.invites",
                200,
                "{'deadLetters': [" + letter + "], 'total': 3}");
        gateway.answers("GET /api/dead-letters/slack-service.invites/3%4042", 200, letter);
        gateway.answers(
                "POST /api/dead-letters/slack-service.invites/redrive",
                202,
                "{'replayId': '" + ID + "', 'letters': 1}");
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers(
                "GET /api/replays/" + ID + "/findings",
                200,
                "{'record': 'slack-service.invites.dlt-3@42', 'key': 'k', 'says': 'done'}");

        assertThat(run("dlt", "list", "--group", "slack-service.invites")).isZero();
        assertThat(run("dlt", "show", "slack-service.invites", "3@42")).isZero();
        assertThat(run("dlt", "redrive", "slack-service.invites", "3@42")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .anyMatch(
                        line -> line.matches(
                                "slack-service.invites +3@42 +unreadable +muster.signups-3@17 +2026-11-20T08:00:00Z +no envelope +no"))
                .contains("These are the newest 1 of 3.", "value, in Base64", "  /wAB")
                // What a stranger sent does not reach the terminal as a command.
                .anyMatch(line -> line.matches("header h +v\uFFFD\\[2J"))
                .contains("1 dead letter is redriven.", "slack-service.invites.dlt-3@42  k  done");
        assertThat(gateway.requests())
                .contains("POST /api/dead-letters/slack-service.invites/redrive {\"letters\":[\"3@42\"]}");
    }

    @Test
    void allLettersAreRedrivenAsFarAsTold() {
        gateway.answers(
                "POST /api/dead-letters/slack-service.invites/redrive",
                202,
                "{'replayId': '" + ID + "', 'letters': 7}");

        assertThat(run("dlt", "redrive", "slack-service.invites", "--all", "--at-most", "7", "--detach"))
                .isZero();

        assertThat(gateway.requests())
                .containsExactly("POST /api/dead-letters/slack-service.invites/redrive {\"all\":true,\"atMost\":7}");
    }

    @Test
    void aSignUpIsPublishedAgain() {
        gateway.answers("POST /api/signups/k3f/retry", 202, "{'signupId': 'k3f', 'status': 'pending'}");

        assertThat(run("retry", "k3f")).isZero();

        assertThat(out.toString()).isEqualToNormalizingNewlines("k3f is published again.\n");
    }

    @Test
    void whatIsRefusedIsToldInOneLine() {
        gateway.answers("POST /api/replays", 422, """
                {'title': 'This cannot be replayed', 'detail': 'Nothing was begun.', 'errors': [
                 {'pointer': '#/group', 'detail': 'There is no such consumer group. There are: a, b.'},
                 {'pointer': '#/mode', 'detail': 'There is no such mode.'}]}""");

        assertThat(run("replay", "heal", "nobody")).isEqualTo(1);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "group: There is no such consumer group. There are: a, b. mode: There is no such mode.\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void noGatewayIsToldInOneLine() throws IOException {
        try (var nobody = new ServerSocket(0)) {
            environment.put("MUSTER_GATEWAY", "http://127.0.0.1:" + nobody.getLocalPort());
        }

        assertThat(run("replay", "list")).isEqualTo(1);

        assertThat(err.toString().lines()).singleElement().satisfies(line -> assertThat(line)
                .contains("No gateway answers", "./muster up", "--gateway"));
    }

    @Test
    void whatIsNoGatewayIsTold() {
        gateway.answers("GET /api/replays", 200, "<html>");

        assertThat(run("replay", "list")).isEqualTo(1);

        assertThat(err.toString()).contains("is not Muster's gateway");
    }

    @Test
    void aStrangersTokenIsTold() {
        environment.put("MUSTER_OPERATOR_TOKEN", "another");

        assertThat(run("replay", "list")).isEqualTo(1);

        assertThat(err.toString())
                .contains("does not know this operator's token")
                .doesNotContain("another");
    }

    @Test
    void theTokenOfTheSandboxIsFound() throws IOException {
        environment.remove("MUSTER_OPERATOR_TOKEN");
        gateway.answers("GET /api/replays", 200, "{'replays': []}");
        assertThat(run("replay", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no operator's token in " + data);

        Files.writeString(data.resolve("operator-token"), StubGateway.TOKEN + "\n");

        assertThat(run("replay", "list")).isZero();
    }

    @Test
    void theDirectoryThatIsNamedGoesBeforeTheEnvironment() throws IOException {
        environment.put("MUSTER_OPERATOR_TOKEN", "another");
        Files.writeString(data.resolve("operator-token"), StubGateway.TOKEN);
        gateway.answers("GET /api/replays", 200, "{'replays': []}");

        assertThat(run("replay", "list", "--data", data.toString(), "--gateway", gateway.address() + "/"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay",
                "replay heal",
                "replay heal group --nonsense",
                "replay rebuild group --from beginning",
                "dlt redrive group",
                "dlt redrive group 3@42 --all",
                "dlt redrive group 3@42 --at-most 7",
                "dlt list --limit many",
                "retry"
            })
    void whatIsNotUnderstoodEndsWithTwo(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().satisfies(words -> assertThat(words)
                .contains("--help"));
        assertThat(gateway.requests()).isEmpty();
    }

    @Test
    void everyCommandHasHelp() {
        for (var line :
                List.of("replay --help", "replay heal -h", "dlt --help", "dlt redrive --help", "retry --help")) {
            assertThat(run(line.split(" "))).isZero();
        }

        assertThat(out.toString())
                .contains("Usage: ./muster replay heal", "--from=PLACE", "Examples:", "--gateway=URL");
    }

    private int run(String... arguments) {
        var screen = new Screen(new PrintWriter(out), new PrintWriter(err), isTerminal);
        return new Cli(screen, environment, data, Duration.ofMillis(10)).run(arguments);
    }
}
