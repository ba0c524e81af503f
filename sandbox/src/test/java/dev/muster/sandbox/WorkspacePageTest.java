package dev.muster.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.muster.sandbox.slack.SlackEmulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulators' pages share script and style; the workspace's stands for both. */
class WorkspacePageTest {

    private static @Nullable Chromium chromium;

    private final SlackEmulator slack;
    private final Client client;
    private final List<String> requested = new ArrayList<>();

    WorkspacePageTest(@TempDir Path directory) {
        slack = SlackEmulator.start(0, directory, InstantSource.system());
        client = new Client(slack.address(), Map.of("Authorization", "Bearer " + SlackEmulator.INVITE_TOKEN));
    }

    @BeforeAll
    static void openBrowser() {
        chromium = Chromium.launch();
    }

    @AfterAll
    static void closeBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void stop() {
        client.close();
        slack.close();
    }

    @Test
    void invitationAppearsOnAnOpenPageByItself() throws IOException {
        Page page = open(new Browser.NewContextOptions());
        assertThat(page.getByText("Nobody has been invited yet.")).isVisible();

        client.postForm("api/users.admin.invite", Map.of("email", "ada@example.org", "first_name", "Ada"));

        assertThat(page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("ada@example.org")))
                .containsText("Ada");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("1");
        Assertions.assertThat(requested)
                .allMatch(url -> url.startsWith(slack.address().toString()));
    }

    @Test
    void pageFitsAPhone() throws IOException {
        client.postForm(
                "api/users.admin.invite",
                Map.of("email", "somebody.with.a.very.long.address@subdomain.of.a.long.domain.example.org"));

        Page page = open(new Browser.NewContextOptions().setViewportSize(320, 640));

        Assertions.assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
    }

    @Test
    void pageWorksWithoutJavaScript() throws IOException {
        client.postForm("api/users.admin.invite", Map.of("email", "ada@example.org"));

        Page page = open(new Browser.NewContextOptions().setJavaScriptEnabled(false));

        assertThat(page.getByText("ada@example.org")).isVisible();
    }

    @Test
    void darkAndLightAreBothShown() throws IOException {
        String light = background(open(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT)));
        String dark = background(open(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK)));

        Assertions.assertThat(light).isNotEqualTo(dark);
    }

    private static String background(Page page) {
        return (String) page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    }

    private Page open(Browser.NewContextOptions options) {
        if (chromium == null) {
            throw new IllegalStateException("no browser");
        }
        Page page = chromium.browser().newContext(options).newPage();
        page.onRequest(request -> requested.add(request.url()));
        page.navigate(slack.address().toString());
        return page;
    }
}
