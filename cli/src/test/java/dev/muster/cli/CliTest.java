package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest extends OperatorDesk {

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
}
