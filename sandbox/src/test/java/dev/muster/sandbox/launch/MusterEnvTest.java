package dev.muster.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MusterEnvTest {

    private final Path directory;

    MusterEnvTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void linesAreReadAndTheEnvironmentWins() throws IOException {
        Path file = write("""
                # our workspace
                SLACK_TEAM_ID=T1
                export SLACK_INVITE_TOKEN="xoxp-1=2"

                MUSTER_MONGODB_URI='mongodb://a/b?c=d'
                SLACK_BOT_TOKEN=
                HOME=/elsewhere
                """);

        var settings = MusterEnv.read(Map.of("SLACK_TEAM_ID", "T2", "PATH", "/bin"), file);

        assertThat(settings.variables())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "SLACK_TEAM_ID", "T2",
                        "SLACK_INVITE_TOKEN", "xoxp-1=2",
                        "MUSTER_MONGODB_URI", "mongodb://a/b?c=d"));
    }

    @Test
    void missingFileIsNoSettings() {
        assertThat(MusterEnv.read(Map.of(), directory.resolve("muster.env")).variables())
                .isEmpty();
    }

    @Test
    void lineOfAnotherFormIsNamedWithoutItsContent() throws IOException {
        Path file = write("SLACK_TEAM_ID=T1\nxoxp-secret\n");

        assertThatThrownBy(() -> MusterEnv.read(Map.of(), file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Line 2")
                .hasMessageNotContaining("xoxp-secret");
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("muster.env"), content);
    }
}
