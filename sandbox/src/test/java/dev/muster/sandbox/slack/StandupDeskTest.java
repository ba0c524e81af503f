package dev.muster.sandbox.slack;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.sandbox.Chromium;
import dev.muster.sandbox.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The panel of standups, with a gateway that answers what the test wants. */
@ExtendWith(Chromium.Shared.class)
class StandupDeskTest {

    private static final String STANDUPS = """
            {"standups": [{"id": "daily", "name": "Daily standup", "channel": "C0GENERAL", "questions": ["What?"],
             "days": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"], "askAt": "08:00", "reportAt": "10:00",
             "zone": "Europe/Prague", "enabled": false}]}""";

    private final HttpServer gateway;
    private final Stage stage;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    StandupDeskTest(@TempDir Path directory) throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", this::answer);
        gateway.start();
        var address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/");
        stage = new Stage(
                directory, InstantSource.system(), Optional.of(new StandupDesk.Gateway(address, () -> "operator")));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getRawPath();
        asked.add(exchange.getRequestMethod() + " " + path + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
        switch (path) {
            case "/api/standups" -> send(exchange, 200, "application/json", STANDUPS);
            case "/api/standups/daily/ticks" -> send(exchange, 202, "application/json", """
                    {"tickId": "daily|2026-11-20|ASK", "published": true}""");
            case "/api/standups/secret/ticks" -> send(exchange, 401, "text/plain", "");
            case "/api/standups/broken/ticks" -> send(exchange, 500, "text/plain", "stack trace");
            default -> send(exchange, 404, "application/problem+json", """
                    {"detail": "There is no such standup."}""");
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        stage.close();
        gateway.stop(0);
    }

    @Test
    void gatewayIsAskedAsTheOperator() throws IOException {
        Client.Reply standups = stage.get("sandbox/standups");
        Client.Reply fired = fire("daily");

        assertThat(standups.json().at("/standups/0/name").asString()).isEqualTo("Daily standup");
        assertThat(fired.status()).isEqualTo(202);
        assertThat(fired.json().path("published").asBoolean()).isTrue();
        assertThat(asked)
                .containsExactly(
                        "GET /api/standups Bearer operator ",
                        "POST /api/standups/daily/ticks Bearer operator {\"phase\": \"ASK\"}");
    }

    @Test
    void gatewaysRefusalIsPassedOnAndItsTroubleIsNamed() throws IOException {
        Client.Reply unknown = fire("weekly");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("detail").asString()).isEqualTo("There is no such standup.");
        assertThat(detail("secret")).isEqualTo("The gateway does not accept the sandbox's operator token.");
        assertThat(detail("broken")).startsWith("The gateway answered with HTTP status 500");
    }

    @Test
    void idCannotLeadElsewhere() throws IOException {
        fire("..%2F..%2Fsignups%3F");

        assertThat(asked).singleElement().asString().startsWith("POST /api/standups/..%2F..%2Fsignups%3F/ticks ");
    }

    @Test
    void onlyJsonFiresATick() throws IOException {
        Client.Reply form = stage.as("x").postForm("sandbox/standups/daily/ticks", Map.of("phase", "ASK"));

        assertThat(form.status()).isEqualTo(404);
        assertThat(asked).isEmpty();
    }

    @Test
    void gatewayThatIsAwayIsSaidToBe() throws IOException {
        gateway.stop(0);

        Client.Reply reply = stage.get("sandbox/standups");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().path("detail").asString()).isEqualTo("The gateway is away; this panel waits for it.");
    }

    @Test
    void panelFiresAStandupByHand(Chromium chromium) {
        try (var windows = new Windows(chromium, stage.slack.address())) {
            Page mara = windows.of("U0ADMIN", "C0GENERAL");

            assertThat(mara.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Standups")))
                    .containsText("Mon–Fri · asks 08:00, reports 10:00");
            assertThat(mara.getByText("By hand only")).isVisible();
            mara.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ask now"))
                    .click();

            assertThat(mara.getByText("Daily standup: Asked.")).isVisible();
            assertThat(asked).contains("POST /api/standups/daily/ticks Bearer operator {\"phase\":\"ASK\"}");
            assertThat(windows.complaints()).isEmpty();

            gateway.stop(0);
            mara.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Close now"))
                    .click();
            assertThat(mara.getByText("The gateway is away; this panel waits for it."))
                    .isVisible();
            assertThat(mara.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Daily standup")))
                    .hasCSS("box-shadow", "none");
        }
    }

    @Test
    void withoutAGatewayThereIsNoPanel(@TempDir Path directory) throws IOException {
        try (var alone = new Stage(directory)) {
            assertThat(alone.get("").text()).doesNotContain("Standups");
            assertThat(alone.get("sandbox/standups").status()).isEqualTo(404);
        }
    }

    private Client.Reply fire(String standup) throws IOException {
        return stage.post("standups/" + standup + "/ticks", "{\"phase\": \"ASK\"}");
    }

    private String detail(String standup) throws IOException {
        return fire(standup).json().path("detail").asString();
    }
}
