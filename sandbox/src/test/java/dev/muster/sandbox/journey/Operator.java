package dev.muster.sandbox.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.launch.Options;
import dev.muster.sandbox.launch.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Who gives the commands {@code ./muster replay}, {@code dlt} and {@code retry}: the packaged command, as a process. */
record Operator(Sandbox sandbox) {

    private static final long PATIENCE_MINUTES = 5;

    /** What a command said. */
    record Said(int code, String text) {

        /** What it said with {@code --json}, line by line. */
        List<JsonNode> json() {
            return text.lines()
                    .filter(line -> !line.isBlank())
                    .map(Json.MAPPER::readTree)
                    .toList();
        }
    }

    /** Gives a command that is done. */
    Said does(String... arguments) {
        var said = gives(arguments);
        assertThat(said.code()).as(said.text()).isZero();
        return said;
    }

    /** Gives a command, whatever comes of it. */
    Said gives(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Options.projectRoot().resolve("cli/target/cli.jar").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MUSTER_GATEWAY", sandbox.gateway().toString());
        builder.environment().put("MUSTER_OPERATOR_TOKEN", sandbox.operatorToken());
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var text = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
            return new Said(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
