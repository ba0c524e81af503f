package dev.muster.sandbox.slack;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.sandbox.launch.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slack's own clients for Node, from npm, against the emulator: {@code src/test/node}. Passed over, with the reason,
 * where Node is not installed or npm reaches no registry; nowhere else.
 */
class OfficialNodeClientsTest {

    private static final int OLDEST_NODE = 20;
    private static final Duration INSTALLING = Duration.ofMinutes(3);
    private static final Duration TESTING = Duration.ofMinutes(10);
    private static final int NOT_ENDED = -1;

    /** The codes with which npm says that it did not get through. */
    private static final Pattern UNREACHABLE = Pattern.compile(
            "\\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED|CERT_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*|UNABLE_TO_[A-Z_]+|ERR_TLS_[A-Z_]+|ERR_SSL_[A-Z_]+|EPROTO|E40[37]|E50[0234])\\b");

    private final Path directory;

    OfficialNodeClientsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void officialClientsWorkAgainstTheEmulator() throws Exception {
        Path clients = Files.createDirectory(directory.resolve("clients"));
        needNode(clients);
        install(clients);

        try (var stage = new Stage(directory.resolve("slack"))) {
            Outcome outcome = run(
                    clients,
                    TESTING,
                    Map.of("SLACK_ADDRESS", stage.slack.address().toString()),
                    "node",
                    "--test",
                    "--test-reporter=tap",
                    "official-clients.test.mjs");

            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            assertThat(outcome.output())
                    .containsPattern("(?m)^# pass [1-9]")
                    .contains("# fail 0", "# cancelled 0", "# skipped 0", "# todo 0");
        }
    }

    private static void needNode(Path clients) throws Exception {
        Outcome node = tool(clients, "node");
        int version = Integer.parseInt(node.output().replaceFirst("(?s)^v(\\d+).*", "$1"));
        assumeTrue(version >= OLDEST_NODE, "Node " + node.output().strip() + " is older than " + OLDEST_NODE);
        tool(clients, "npm");
    }

    private static Outcome tool(Path clients, String name) throws Exception {
        try {
            return run(clients, INSTALLING, Map.of(), name, "--version");
        } catch (IOException e) {
            return abort(name + " is not installed: " + e.getMessage());
        }
    }

    private static void install(Path clients) throws Exception {
        Path source = Options.projectRoot().resolve("sandbox/src/test/node");
        for (String name : List.of("package.json", "package-lock.json", "official-clients.test.mjs")) {
            Files.copy(source.resolve(name), clients.resolve(name));
        }
        Outcome installed = run(
                clients,
                INSTALLING,
                Map.of(),
                "npm",
                "ci",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefer-offline",
                "--fetch-retries=1",
                "--fetch-timeout=30000");
        if (installed.exitCode() == NOT_ENDED) {
            abort("npm has not ended after " + INSTALLING + ": " + installed.output());
        }
        if (installed.exitCode() != 0) {
            Matcher unreachable = UNREACHABLE.matcher(installed.output());
            if (unreachable.find()) {
                abort("npm reaches no registry: " + unreachable.group());
            }
            fail("npm ci ended with %d: %s", installed.exitCode(), installed.output());
        }
    }

    /** Runs a program to its end, and ends it with all it started when that takes too long; it has no exit code of its own then. */
    private static Outcome run(Path directory, Duration limit, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, command[0], ".log");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(limit.toMillis(), MILLISECONDS);
            return new Outcome(ended ? process.exitValue() : NOT_ENDED, Files.readString(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private record Outcome(int exitCode, String output) {}
}
