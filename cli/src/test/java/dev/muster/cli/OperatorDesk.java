package dev.muster.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Where an operator types commands: a gateway that answers as told, and all that is said. */
abstract class OperatorDesk {

    static final String ID = "20261120-080000-3f9a";
    static final String RUNNING = """
            {'replayId': '%s', 'group': 'slack-service.invites', 'mode': 'heal', 'state': 'running',
             'requestedAt': '2026-11-20T08:00:00Z', 'endedAt': null, 'records': 4500, 'all': 10000, 'done': 4500,
             'perSecond': 1234.4, 'remainingSeconds': 75, 'called': 5, 'rejected': 0, 'deadLetters': 0,
             'waiting': null, 'detail': null, 'partitions': []}""".formatted(ID);
    static final String COMPLETED = RUNNING.replace("'running'", "'completed'")
            .replace("'endedAt': null", "'endedAt': '2026-11-20T08:01:40Z'")
            .replace("'records': 4500", "'records': 10000");

    final StubGateway gateway = new StubGateway();
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final Map<String, String> environment =
            new HashMap<>(Map.of("MUSTER_GATEWAY", gateway.address(), "MUSTER_OPERATOR_TOKEN", StubGateway.TOKEN));
    boolean isTerminal;

    @TempDir
    Path data = Path.of("");

    @AfterEach
    void closeTheGateway() {
        gateway.close();
    }

    int run(String... arguments) {
        var screen = new Screen(new PrintWriter(out), new PrintWriter(err), isTerminal);
        return new Cli(screen, environment, data, Duration.ofMillis(10)).run(arguments);
    }
}
