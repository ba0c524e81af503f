package dev.muster.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.WorldOfItsOwn;
import dev.muster.sandbox.slack.SlackEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the packaged services, as {@code ./muster up} runs them. */
@WorldOfItsOwn
class SandboxTest {

    private static final Duration WITHIN = Duration.ofMinutes(4);

    private final Options options;

    SandboxTest(@TempDir Path directory) {
        options = Options.forTests(directory.resolve("data"));
    }

    @Test
    void whateverDiesOrIsUpgradedIsStartedAgainAndWhateverWasKeptIsFoundAgain(@TempDir Path another) throws Exception {
        List<ProcessHandle> processes;
        try (Sandbox world = Sandbox.start(options)) {
            invite(world, "ada@example.org");

            for (String name : List.of("crm-service", "broker")) {
                ProcessHandle killed = world.kill(name);
                await().atMost(WITHIN).until(() -> world.process(name)
                        .filter(now -> now.pid() != killed.pid())
                        .isPresent());
            }
            upgrade(world, another);
            world.awaitReady();

            processes = Stream.of("signup-gateway", "slack-service", "crm-service", "broker")
                    .flatMap(name -> world.process(name).stream())
                    .toList();
            assertThat(processes).hasSize(4).allMatch(ProcessHandle::isAlive);
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);

        try (Sandbox again = Sandbox.start(options)) {
            assertThat(invite(again, "ada@example.org")).contains("already_invited");
        }
    }

    @Test
    void wrongSettingIsToldInTheServicesOwnWordsAndNothingIsLeftRunning() {
        Options wrong = options.with("crm-service", "ACTIVECAMPAIGN_URL", "nonsense");

        assertThatThrownBy(() -> Sandbox.start(wrong))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("crm-service ended at its start")
                .hasMessageContaining("ACTIVECAMPAIGN_URL")
                .hasMessageContaining("crm-service.log");

        assertThat(DataDirectory.processes(options.data()).alive()).isEmpty();
        assertThat(PortOwner.isFree(options.ports().of("broker"))).isTrue();
    }

    /** The crm-service goes on from another build. */
    private void upgrade(Sandbox world, Path another) throws IOException {
        var jar = Path.of("crm-service", "target", "crm-service.jar");
        Files.createDirectories(another.resolve(jar).getParent());
        Files.copy(options.root().resolve(jar), another.resolve(jar));
        world.takeDown("crm-service");
        assertThatThrownBy(() -> world.bringBack("slack-service", another))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("slack-service.jar is missing");

        world.bringBack("crm-service", another);

        try (var unpacked = Files.list(options.data().resolve("jars"))) {
            assertThat(unpacked)
                    .filteredOn(directory -> directory.getFileName().toString().startsWith("crm-service"))
                    .hasSize(2);
        }
    }

    private static String invite(Sandbox world, String email) throws IOException {
        try (var client = new Client(world.slack(), Map.of("Authorization", "Bearer " + SlackEmulator.INVITE_TOKEN))) {
            return client.postForm("api/users.admin.invite", Map.of("email", email))
                    .text();
        }
    }
}
