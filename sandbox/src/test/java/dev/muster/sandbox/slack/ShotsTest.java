package dev.muster.sandbox.slack;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import dev.muster.sandbox.Chromium;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShotsTest {

    @Test
    void shots(@TempDir Path directory) throws Exception {
        var gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/api/standups", exchange -> {
            byte[] body = (exchange.getRequestMethod().equals("GET")
                            ? """
                    {"standups": [{"id": "daily", "name": "Daily standup", "channel": "C0GENERAL", "questions": ["a"],
                     "days": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"], "askAt": "08:00", "remindAt": "09:30", "reportAt": "10:00",
                     "zone": "Europe/Prague", "enabled": true}]}"""
                            : "{\"tickId\": \"daily|2026-11-20|ASK\", \"published\": true}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        gateway.start();
        var stage = new Stage(
                directory,
                InstantSource.system(),
                Optional.of(new StandupDesk.Gateway(
                        URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/"), () -> "t")));
        try (var chromium = Chromium.launch();
                var bot = new ReportBot(stage.slack.address());
                var windows = new Windows(chromium, stage.slack.address())) {
            bot.ask("U0TOMAS");
            bot.ask("U0YUKI");
            stage.as(SlackEmulator.INVITE_TOKEN)
                    .postForm(
                            "api/users.admin.invite",
                            Map.of(
                                    "email",
                                    "ada@example.org",
                                    "first_name",
                                    "Ada",
                                    "last_name",
                                    "Byron",
                                    "channels",
                                    "C0GENERAL"));
            stage.does(
                    "U0ADMIN",
                    "messages",
                    Map.of(
                            "channel",
                            "C0GENERAL",
                            "text",
                            "Good morning! The release is *tomorrow*, see https://example.org/a_b_c. Thanks for `all` the _hard_ work :tada:"));
            stage.does("U0YUKI", "messages", Map.of("channel", "C0GENERAL", "text", "おはようございます"));
            stage.does(
                    "U0YUKI",
                    "messages",
                    Map.of(
                            "channel",
                            "C0GENERAL",
                            "text",
                            "I have two questions about it, shall we talk after the standup?"));
            stage.does("U0ADMIN", "messages", Map.of("channel", "U0TOMAS", "text", "Hi Tomás, lunch?"));
            String head = stage.calls(
                            "chat.postMessage",
                            Map.of("channel", "C0GENERAL", "text", "Here are the standup results", "blocks", """
                    [{"type": "header", "text": {"type": "plain_text", "text": "Daily standup, Friday 20 November"}},
                     {"type": "section", "text": {"type": "mrkdwn", "text": "Here are the standup results from *Friday, 20 November*."}, "fields": [{"type": "mrkdwn", "text": "*Answered*\\n2 of 3"}, {"type": "mrkdwn", "text": "*Skipped*\\nnobody"}]},
                     {"type": "context", "elements": [{"type": "mrkdwn", "text": "Missing: 山本 ゆき"}]}]"""))
                    .path("ts")
                    .asString();
            for (String name : java.util.List.of("Mara Lindqvist", "Tomás"))
                stage.calls(
                        "chat.postMessage",
                        Map.of(
                                "channel",
                                "C0GENERAL",
                                "thread_ts",
                                head,
                                "username",
                                name,
                                "icon_url",
                                stage.slack.address() + "avatars/" + (name.startsWith("M") ? "U0ADMIN" : "U0TOMAS"),
                                "text",
                                name + " posted",
                                "blocks",
                                """
                    [{"type": "section", "text": {"type": "mrkdwn", "text": "*%s* posted an update for stand up meeting."}},
                     {"type": "section", "text": {"type": "mrkdwn", "text": "*What did you work on yesterday?*\\nThe emulated workspace: channels, threads &amp; modals.\\n*What is your plan for today?*\\nIts page, then `chat.update`."}},
                     {"type": "section", "text": {"type": "mrkdwn", "text": "*Any impediments?*\\nNone."}}]""".formatted(name)));
            for (var scheme : java.util.List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (boolean phone : new boolean[] {false, true}) {
                    var options = new Browser.NewContextOptions()
                            .setColorScheme(scheme)
                            .setViewportSize(phone ? 390 : 1280, phone ? 844 : 800)
                            .setDeviceScaleFactor(1);
                    String name = scheme.name().toLowerCase(java.util.Locale.ROOT) + (phone ? "-phone" : "-desktop");
                    Page page = windows.of("U0TOMAS", "C0GENERAL", options);
                    try {
                        page.locator(".message").first().waitFor(new Locator.WaitForOptions().setTimeout(5000));
                    } catch (RuntimeException e) {
                        System.out.println("COMPLAINTS " + windows.complaints());
                        shot(page, "bad");
                        throw e;
                    }
                    shot(page, name + "-channel");
                    if (phone) {
                        page.locator("#back").click();
                        shot(page, name + "-list");
                    }
                    page.locator("#lists").getByText("Muster").click();
                    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open Report"))
                            .waitFor();
                    page.locator("#text").fill("/standup help");
                    page.keyboard().press("Enter");
                    page.getByText("Only visible to you").last().waitFor();
                    shot(page, name + "-dm");
                    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open Report"))
                            .click();
                    page.getByLabel("What is your plan for today?").fill("nothing");
                    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Submit"))
                            .click();
                    page.getByText("Say a little more.").waitFor();
                    shot(page, name + "-modal");
                    page.keyboard().press("Escape");
                    page.locator("#modal")
                            .waitFor(new Locator.WaitForOptions()
                                    .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN));
                    page.locator("#tabs").getByText("Home").click();
                    page.getByText("Your standups").waitFor();
                    shot(page, name + "-home");
                    page.navigate(stage.slack.address() + "?as=U0TOMAS&in=workspace");
                    page.getByText("ada@example.org").first().waitFor();
                    shot(page, name + "-workspace");
                }
            }
            System.out.println("COMPLAINTS " + windows.complaints());
        }
        stage.close();
        gateway.stop(0);
    }

    private static void shot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("/tmp/e3", name + ".png")));
    }
}
