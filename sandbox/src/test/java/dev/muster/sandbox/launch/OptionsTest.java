package dev.muster.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    private static final Path ROOT = Path.of("/project");
    private static final Path CALLED_FROM = Path.of("/home/ada");

    @Test
    void usualPortsAndDirectoryNeedNoOption() {
        Options options = parse();

        assertThat(options.data()).isEqualTo(Path.of("/project/.muster"));
        assertThat(options.ports().of("signup-gateway")).isEqualTo(8080);
        assertThat(options.ports().of("store")).isEqualTo(27017);
        assertThat(options.fresh()).isFalse();
    }

    @Test
    void offsetMovesEveryPort() {
        Options options = parse("--port-offset", "100");

        assertThat(options.ports().of("slack")).isEqualTo(8190);
        assertThat(options.ports().of("broker")).isEqualTo(9192);
        assertThat(options.ports().of("store")).isEqualTo(27117);
    }

    @Test
    void relativeDirectoryStartsWhereTheCommandWasCalled() {
        assertThat(parse("--data", "../x", "--fresh").data()).isEqualTo(Path.of("/home/x"));
        assertThat(parse("--data=/tmp/y").data()).isEqualTo(Path.of("/tmp/y"));
    }

    @Test
    void prometheusThatIsNamedWatchesOverTheProjectsAlerts(@TempDir Path directory) throws IOException {
        var program = Files.createFile(
                directory.resolve("prometheus"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        var options = Options.fromCommandLine(List.of("--prometheus"), ROOT, CALLED_FROM, named(program.toString()));

        assertThat(options.prometheus()).hasValueSatisfying(prometheus -> {
            assertThat(prometheus.program()).isEqualTo(program);
            assertThat(prometheus.rules()).isEqualTo(Path.of("/project/deploy/helm/muster/files/alerts.yaml"));
        });
    }

    @Test
    void prometheusThatIsNotThereIsRefusedInOneLineThatSaysHowToGetIt() {
        assumeTrue(Prometheus.find(Map.of()).isEmpty(), "a Prometheus is on the PATH");

        assertThatThrownBy(() -> Options.fromCommandLine(
                        List.of("--prometheus"), ROOT, CALLED_FROM, named("/nowhere/prometheus")))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.exitCode()).isEqualTo(1);
                    assertThat(refusal.getMessage()).doesNotContain("\n").contains("apt-get install prometheus");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nonsense",
                "here",
                "--port-offset",
                "--port-offset=x",
                "--port-offset=-1",
                "--port-offset=2000",
                "--port-offset=40000",
                "--data="
            })
    void anythingElseIsRefusedInOneLine(String argument) {
        assertThatThrownBy(() -> parse(argument)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.exitCode()).isEqualTo(2);
            assertThat(refusal.getMessage()).doesNotContain("\n").contains("--");
        });
    }

    @Test
    void noPortIsGivenToTwoWorlds() {
        // As many as a twentieth of all that there are: drawn at random, some would be the same.
        var given = Stream.generate(Ports::free).limit(100).flatMap(ports -> Stream.of(
                        "slack", "crm", "traces", "broker", "store", "signup-gateway")
                .map(ports::of));

        assertThat(given).doesNotHaveDuplicates();
    }

    private static MusterEnv named(String prometheus) {
        return new MusterEnv(Map.of("MUSTER_PROMETHEUS", prometheus));
    }

    private static Options parse(String... arguments) {
        return Options.fromCommandLine(List.of(arguments), ROOT, CALLED_FROM, new MusterEnv(Map.of()));
    }
}
