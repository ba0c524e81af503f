package dev.muster.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortOwnerTest {

    private final Path directory;

    PortOwnerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void takenPortIsNamedWithItsProcessAndTheWayOut() throws IOException {
        Options options = Options.forTests(directory.resolve("data"));
        int port = options.ports().of("signup-gateway");

        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortOwner.isFree(taken.getLocalPort())).isFalse();
            assertThatThrownBy(() -> Sandbox.start(options))
                    .isInstanceOf(Refusal.class)
                    .message()
                    .startsWith("Port " + port + " is in use by process "
                            + ProcessHandle.current().pid() + " (java). Stop it, or start with --port-offset ")
                    .doesNotContain("\n");
        }
        assertThat(PortOwner.isFree(port)).isTrue();
    }
}
