package dev.muster.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {

    private final Path parent;

    DataDirectoryTest(@TempDir Path parent) {
        this.parent = parent;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void directoryOfSomebodyElseIsLeftAlone(boolean fresh) throws IOException {
        Path precious = Files.writeString(parent.resolve("thesis.txt"), "42");

        assertThatThrownBy(() -> DataDirectory.open(parent, fresh))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was not made by Muster");

        assertThat(parent).isDirectoryContaining(precious::equals);
        assertThat(parent).isDirectoryNotContaining(path -> !path.equals(precious));
    }

    @Test
    void freshEmptiesOurOwnAndFollowsNoLink() throws IOException {
        Path data = parent.resolve("data");
        DataDirectory.open(data, false).close();
        Path precious = Files.writeString(parent.resolve("thesis.txt"), "42");
        Files.createDirectories(data.resolve("store"));
        Files.writeString(data.resolve("store/documents.mv"), "old");
        Files.createSymbolicLink(data.resolve("link"), parent);

        DataDirectory.open(data, true).close();

        assertThat(data.resolve("store")).doesNotExist();
        assertThat(data.resolve("link")).doesNotExist();
        assertThat(precious).exists();
    }

    @Test
    void dataStayWithoutFresh() throws IOException {
        Path data = parent.resolve("data");
        DataDirectory.open(data, false).close();
        Path kept = Files.writeString(data.resolve("kept"), "x");

        DataDirectory.open(data, false).close();

        assertThat(kept).exists();
    }

    @Test
    void secondLauncherIsRefusedInOneLine() {
        Path data = parent.resolve("data");
        try (var first = DataDirectory.open(data, false)) {
            first.processes().note(ProcessList.LAUNCHER, ProcessHandle.current());

            assertThatThrownBy(() -> DataDirectory.open(data, true))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("already running")
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void idSecretIsDrawnOnceAndReadableByItsOwnerAlone() throws IOException {
        Path data = parent.resolve("data");
        String first;
        try (var directory = DataDirectory.open(data, false)) {
            first = directory.idSecret();
        }

        try (var directory = DataDirectory.open(data, false)) {
            assertThat(directory.idSecret()).isEqualTo(first).hasSizeGreaterThanOrEqualTo(43);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("id-secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void operatorTokenHas32CharactersAndIsReadableByItsOwnerAlone() throws IOException {
        Path data = parent.resolve("data");
        try (var directory = DataDirectory.open(data, false)) {
            assertThat(directory.operatorToken())
                    .matches("[A-Za-z0-9_-]{32}")
                    .isEqualTo(directory.operatorToken())
                    .isEqualTo(Files.readString(data.resolve("operator-token")).strip());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("operator-token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void processesLeftBehindAreEndedAtTheNextStart() throws IOException {
        Path data = parent.resolve("data");
        Process left = new ProcessBuilder("sleep", "300").start();
        try (var directory = DataDirectory.open(data, false)) {
            directory.processes().note("crm-service", left.toHandle());
        }

        DataDirectory.open(data, false).close();

        assertThat(left.toHandle().isAlive()).isFalse();
    }

    @Test
    void numberOfAnEndedProcessIsNobodyElses() throws IOException {
        Path data = parent.resolve("data");
        DataDirectory.open(data, false).close();
        Process other = new ProcessBuilder("sleep", "300").start();
        try {
            Files.writeString(data.resolve("processes"), other.pid() + " 1000 crm-service\n");

            DataDirectory.open(data, false).close();

            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }
}
