package dev.muster.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    private final List<String> console = new CopyOnWriteArrayList<>();

    private final Path directory;

    ChildTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private @Nullable Child child;

    @AfterEach
    void end() {
        if (child != null) {
            Ending.of(child.unwanted().stream().toList(), Duration.ofSeconds(2));
        }
    }

    @Test
    void killedChildIsStartedAgainAtOnce() {
        Child sleeper = child("sleep", "300");
        sleeper.start();
        sleeper.keepAlive();
        ProcessHandle first = sleeper.handle().orElseThrow();

        first.destroyForcibly();

        await().atMost(SOON)
                .until(() ->
                        sleeper.handle().filter(now -> now.pid() != first.pid()).isPresent());
        assertThat(console).containsExactly("sleeper ended (killed); starting it again.");
        assertThat(sleeper.starts()).isEqualTo(2);
    }

    @Test
    void childThatEndedBeforeItWasKeptAliveIsStartedOnceMore() {
        Path second = directory.resolve("second");
        Child late = child("sh", "-c", "[ -e " + second + " ] && exec sleep 300; touch " + second);
        late.start();
        await().atMost(SOON).until(() -> late.exitCode().isPresent());

        late.keepAlive();
        late.keepAlive();

        await().atMost(SOON).until(() -> late.handle().isPresent());
        await().atMost(SOON).during(Duration.ofMillis(500)).until(() -> late.starts() == 2);
        assertThat(console).containsExactly("sleeper ended (exit code 0); starting it again.");
    }

    @Test
    void unwantedChildStaysDownUntilWantedAgain() {
        Child sleeper = child("sleep", "300");
        sleeper.start();
        sleeper.keepAlive();

        Ending.of(sleeper.unwanted().stream().toList(), Duration.ofSeconds(2));

        assertThat(sleeper.handle()).isEmpty();
        sleeper.wantedAgain();
        assertThat(sleeper.handle()).isPresent();
        assertThat(console).isEmpty();
    }

    @Test
    void childThatKeepsEndingIsStartedEverLater() {
        Child failing = child("sh", "-c", "echo once more; exit 3");
        failing.start();
        failing.keepAlive();

        await().atMost(SOON).until(() -> console.size() >= 3);
        assertThat(console.get(0)).isEqualTo("sleeper ended (exit code 3); starting it again.");
        assertThat(console.get(1))
                .startsWith("sleeper ended (exit code 3), 2 times in a row; starting it again in 1 s.");
        assertThat(console.get(2)).contains("3 times in a row; starting it again in 2 s.");
        assertThat(failing.starts()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void childThatEndsAtItsStartLeavesItsLastWords() {
        Child refusing = child("sh", "-c", "echo SLACK_TEAM_ID is missing >&2; exit 1");
        refusing.start();

        await().atMost(SOON).until(() -> refusing.exitCode().isPresent());
        assertThat(refusing.exitCode()).hasValue(1);
        assertThat(refusing.lastWords()).containsExactly("SLACK_TEAM_ID is missing");
        assertThat(console).isEmpty();
    }

    @Test
    void ctrlCInTheTerminalDoesNotReachTheChild() throws IOException {
        Child sleeper = child("sleep", "300");
        sleeper.start();
        ProcessHandle process = sleeper.handle().orElseThrow();
        await().atMost(SOON).until(() -> process.info()
                .command()
                .filter(command -> command.endsWith("sleep"))
                .isPresent());

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .start()
                .onExit()
                .join();

        await().atMost(SOON).during(Duration.ofMillis(300)).until(process::isAlive);
    }

    private Child child(String... command) {
        var made = new Child(
                "sleeper",
                new ProcessBuilder(Child.deafToTheTerminal(List.of(command))),
                directory.resolve("sleeper.log"),
                new ProcessList(directory.resolve("processes")),
                console::add);
        child = made;
        return made;
    }
}
