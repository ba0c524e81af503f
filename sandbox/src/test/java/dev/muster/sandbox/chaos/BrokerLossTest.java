package dev.muster.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.launch.Sandbox;
import dev.muster.sandbox.launch.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers of which two are enough. */
class BrokerLossTest {

    private static final Duration SOON = Duration.ofMinutes(4);
    private static final int SIGN_UPS = 12;

    private final Path directory;

    BrokerLossTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void lossOfOneBrokerStopsNobody() throws Exception {
        var options = new ChaosOptions(1, Duration.ZERO, new Size(3, 1), false);
        try (var world = Sandbox.start(Chaos.world(options, directory.resolve("data")));
                var gateway = new Client(world.gateway(), Map.of("Accept", "application/json"))) {
            world.suspend("broker");

            var signups = new ArrayList<String>();
            for (var i = 0; i < SIGN_UPS; i++) {
                signups.add(await().atMost(SOON).until(() -> signUp(gateway), id -> !id.isEmpty()));
            }

            // Each of the six partitions has some of them, and a third of those were led by the broker that stands
            // still.
            assertThat(signups).allSatisfy(signupId -> await().atMost(SOON)
                    .untilAsserted(() -> assertThat(gateway.get("signups/" + signupId)
                                    .json()
                                    .path("status")
                                    .asString(""))
                            .isEqualTo("succeeded")));
            assertThat(world.process("broker")).isPresent();
        }
    }

    private static String signUp(Client gateway) throws IOException {
        var reply = gateway.postJson("signups", "{\"email\": \"%s@example.org\"}".formatted(UUID.randomUUID()));
        return reply.status() == 202 ? reply.json().path("signupId").asString() : "";
    }
}
