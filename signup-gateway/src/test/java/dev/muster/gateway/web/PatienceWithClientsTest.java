package dev.muster.gateway.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.GatewayTest;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@GatewayTest
class PatienceWithClientsTest {

    private static final int LONGEST_WAIT = (int) Duration.ofMinutes(2).toMillis();

    @LocalServerPort
    private int port;

    @Test
    void requestThatNeverEndsIsEndedAndIsNoErrorOfOurs() throws Exception {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(LONGEST_WAIT);
            client.getOutputStream()
                    .write(("POST /signups HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 100\r\n\r\n{\"em")
                            .getBytes(US_ASCII));

            var answer = new String(client.getInputStream().readAllBytes(), US_ASCII);

            assertThat(answer).doesNotContain(" 500 ").doesNotContain(" 202 ");
        }
    }
}
