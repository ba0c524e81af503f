package dev.muster.sandbox.slack;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.muster.sandbox.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People in the emulated workspace as a browser shows it; no test leaves a complaint in the browser's console. */
@ExtendWith(Chromium.Shared.class)
class WorkspacePageTest {

    private static final String MARA = "U0ADMIN";
    private static final String TOMAS = "U0TOMAS";
    private static final String YUKI = "U0YUKI";
    private static final String MUSTER = "U0MUSTER";
    private static final String GENERAL = SlackEmulator.GENERAL;

    private final Stage stage;
    private final ReportBot bot;
    private final Windows windows;

    WorkspacePageTest(Chromium chromium, @TempDir Path directory) throws Exception {
        stage = Stage.inNoHurry(directory);
        bot = new ReportBot(stage.slack.address());
        windows = new Windows(chromium, stage.slack.address());
    }

    @AfterEach
    void nobodyComplains() {
        windows.close();
        bot.close();
        stage.close();
        Assertions.assertThat(windows.complaints()).isEmpty();
    }

    @Test
    void twoPeopleTalkInTwoWindows() {
        Page tomas = windows.of(TOMAS, GENERAL);
        Page yuki = windows.of(YUKI, GENERAL);

        write(tomas, "Lunch at *noon*?");
        assertThat(message(yuki, "Lunch at noon?").locator("strong").last()).hasText("noon");
        message(yuki, "Lunch at noon?").hover();
        button(message(yuki, "Lunch at noon?"), "Reply in thread").click();
        yuki.getByLabel("Reply in this thread").fill("With pleasure");
        yuki.keyboard().press("Enter");

        assertThat(tomas.getByText("1 reply")).isVisible();
        assertThat(tomas.locator(".replies").getByText("With pleasure")).isVisible();
        button(tomas, "1 reply").click();
        assertThat(tomas.locator(".replies")).isHidden();
        assertThat(button(tomas, "1 reply")).hasAttribute("aria-expanded", "false");
    }

    @Test
    void directMessageIsUnreadUntilItIsLookedAt() {
        Page tomas = windows.of(TOMAS, YUKI);
        Page yuki = windows.of(YUKI, GENERAL);

        write(tomas, "Are you there?");

        Locator place = yuki.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^Tomás.*1.*unread")));
        assertThat(place).isVisible();
        assertThat(yuki).hasTitle(Pattern.compile("^\\(1\\)"));

        place.click();
        assertThat(message(yuki, "Are you there?")).isVisible();
        assertThat(yuki).hasTitle("Tomás · Muster");
    }

    @Test
    void reportIsRefusedWithItsTextKeptAndThenReplacesTheQuestion() throws Exception {
        bot.ask(TOMAS);
        Page tomas = windows.of(TOMAS, MUSTER);

        button(tomas, "Open Report").click();
        tomas.getByLabel("What did you work on yesterday?").fill("the <page>");
        tomas.getByLabel("What is your plan for today?").fill("nothing");
        tomas.getByLabel("How are you?").selectOption("well");
        tomas.getByLabel("I am blocked").check();
        button(tomas, "Submit").click();

        Locator today = tomas.getByLabel("What is your plan for today?");
        assertThat(today).hasAttribute("aria-invalid", "true");
        assertThat(today).hasAccessibleDescription("A line or two is enough. Say a little more.");
        assertThat(today).hasValue("nothing");
        assertThat(today).isFocused();
        assertThat(tomas.getByLabel("What did you work on yesterday?")).hasValue("the <page>");

        today.fill("tests");
        button(tomas, "Submit").click();

        assertThat(tomas.getByRole(AriaRole.DIALOG)).isHidden();
        assertThat(message(tomas, "Thank you for your submission.")).containsText("Today: tests");
        assertThat(tomas.getByText("(edited)")).isVisible();
        assertThat(button(tomas, "Open Report")).hasCount(0);
        assertThat(button(tomas, "Edit")).isVisible();
    }

    @Test
    void answerThatIsTooLongIsNamedAtItsField() throws Exception {
        bot.ask(TOMAS);
        Page tomas = windows.of(TOMAS, MUSTER);
        String longer = "long ".repeat(21);

        button(tomas, "Open Report").click();
        tomas.getByLabel("What is your plan for today?").fill(longer);
        button(tomas, "Submit").click();

        assertThat(tomas.getByText("Must be less than 101 characters.")).isVisible();
        assertThat(tomas.getByLabel("What is your plan for today?")).hasValue(longer);
    }

    @Test
    void appThatDoesNotRespondIsNamedAndNothingIsLost() throws Exception {
        bot.ask(TOMAS);
        Page tomas = windows.of(TOMAS, MUSTER);
        var submission = new AtomicReference<Route>();
        tomas.route("**/submissions", submission::set);
        button(tomas, "Open Report").click();
        tomas.getByLabel("What is your plan for today?").fill("silence");
        bot.close();

        button(tomas, "Submit").click();
        assertThat(button(tomas, "Submitting…")).hasAttribute("aria-busy", "true");
        tomas.waitForCondition(() -> submission.get() != null);
        submission.get().resume();

        assertThat(tomas.getByRole(AriaRole.DIALOG).getByRole(AriaRole.ALERT)).containsText("The app did not respond");
        assertThat(tomas.getByLabel("What is your plan for today?")).hasValue("silence");
        assertThat(button(tomas, "Submit")).isVisible();

        button(tomas, "Not now").click();
        button(tomas, "Skip today").click();
        assertThat(tomas.getByRole(AriaRole.ALERT)).containsText("The app did not respond");
    }

    @Test
    void keyboardAloneIsEnough() throws Exception {
        bot.ask(TOMAS);
        Page tomas = windows.of(TOMAS, MUSTER);
        assertThat(button(tomas, "Open Report")).isVisible();

        tabTo(tomas, "Open Report");
        tomas.keyboard().press("Enter");
        assertThat(tomas.getByLabel("What did you work on yesterday?")).isFocused();
        tomas.keyboard().press("Escape");
        assertThat(tomas.getByRole(AriaRole.DIALOG)).isHidden();
        assertThat(button(tomas, "Open Report")).isFocused();

        tomas.keyboard().press("Enter");
        assertThat(tomas.getByLabel("What did you work on yesterday?")).isFocused();
        tomas.keyboard().press("Tab");
        tomas.keyboard().type("typed");
        tabTo(tomas, "Submit");
        tomas.keyboard().press("Enter");

        assertThat(tomas.getByRole(AriaRole.DIALOG)).isHidden();
        assertThat(message(tomas, "Thank you for your submission.")).isVisible();
        Assertions.assertThat(tomas.evaluate("document.activeElement !== document.body"))
                .isEqualTo(true);
    }

    @Test
    void formWaitsUndisturbedWhileTheWorkspaceGoesOn() throws Exception {
        String direct = bot.ask(TOMAS);
        Page tomas = windows.of(TOMAS, MUSTER);
        button(tomas, "Open Report").click();
        tomas.getByLabel("What did you work on yesterday?").fill("half a sent");

        stage.calls("chat.postMessage", Map.of("channel", direct, "text", "By the way"));

        assertThat(message(tomas, "By the way")).isAttached();
        assertThat(tomas.getByLabel("What did you work on yesterday?")).hasValue("half a sent");
        assertThat(tomas.getByLabel("What did you work on yesterday?")).isFocused();
    }

    @Test
    void nothingThatAnybodyWritesIsMarkup() throws IOException {
        String nasty = "<img src=x onerror=\"alert(1)\"> & <!channel> <b>";
        Page tomas = windows.of(TOMAS, GENERAL, new Browser.NewContextOptions().setViewportSize(320, 640));

        write(tomas, nasty);
        stage.calls(
                "chat.postMessage", Map.of("channel", GENERAL, "text", "x", "username", "<i>Eve</i>", "blocks", """
                        [{"type": "header", "text": {"type": "plain_text", "text": "*<b>H</b>*"}},
                         {"type": "section", "text": {"type": "mrkdwn", "text": "<javascript:alert(1)|click> <https://example.org/?a=1&amp;b=<2|safe>"}},
                         {"type": "image", "image_url": "https://elsewhere.example.org/x.png", "alt_text": "a chart"}]"""));
        write(tomas, "x".repeat(400));
        write(tomas, "שלום עולם 👩‍👩‍👧 e\u0301");

        assertThat(message(tomas, nasty)).isVisible();
        assertThat(message(tomas, "שלום עולם")).isVisible();
        assertThat(tomas.locator(".by strong").getByText("<i>Eve</i>")).isVisible();
        assertThat(tomas.getByText("*<b>H</b>*")).isVisible();
        assertThat(tomas.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("a chart")))
                .isVisible();
        assertThat(tomas.locator("#stream img, #stream b, #stream i, #stream a[href^=javascript], .mention"))
                .hasCount(0);
        assertFits(tomas);
    }

    @Test
    void mentionsNamesAndStylesAreShown() throws IOException {
        Page tomas = windows.of(TOMAS, GENERAL);

        stage.calls(
                "chat.postMessage",
                Map.of(
                        "channel",
                        GENERAL,
                        "text",
                        "<!channel> <@U0TOMAS>, see <https://example.org/a_b_c|the *page*> in <#C0GENERAL>: *bold _both_* ~gone~"
                                + " `a*b*c` 2*3*4 snake_case_name :tada:\n&gt; said\n```\n*raw* &amp; more\n```"));

        Locator content = tomas.locator(".message .content");
        assertThat(content.locator(".mention")).hasText(new String[] {"@channel", "@Tomás", "#general"});
        assertThat(content.locator("a")).hasAttribute("href", "https://example.org/a_b_c");
        assertThat(content.locator("strong")).hasText(new String[] {"bold both"});
        assertThat(content.locator("strong em")).hasText("both");
        assertThat(content.locator("s")).hasText("gone");
        assertThat(content.locator("code")).hasText("a*b*c");
        assertThat(content).containsText("2*3*4 snake_case_name 🎉");
        assertThat(content.locator("blockquote")).hasText("said");
        assertThat(content.locator("pre")).hasText("*raw* & more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ", "\t", "\u00a0", "\u1680", "\u2002", "\u2009", "\u200a", "\u202f", "\u205f", "\u3000", "\ufeff"
            })
    void markBesideASpaceIsNoMarkup(String space) throws IOException {
        Page tomas = windows.of(TOMAS, GENERAL);
        String opened = "*%1$sb* _%1$si_ ~%1$ss~ `%1$sc` end".formatted(space);
        String closed = "*b%1$s* _i%1$s_ ~s%1$s~ `c%1$s` over".formatted(space);

        stage.calls("chat.postMessage", Map.of("channel", GENERAL, "text", opened));
        stage.calls("chat.postMessage", Map.of("channel", GENERAL, "text", closed));

        assertThat(message(tomas, "over")).isVisible();
        Assertions.assertThat(tomas.locator(".message .content").allTextContents())
                .containsExactly(opened, closed);
        assertThat(tomas.locator(".content :is(strong, em, s, code)")).hasCount(0);
    }

    @Test
    void markWithinAWordIsNoMarkup() throws IOException {
        Page tomas = windows.of(TOMAS, GENERAL);
        String within = "a*b* é_i_ 1~s~ x`c` end";

        stage.calls("chat.postMessage", Map.of("channel", GENERAL, "text", within + " (*b* `c`)"));

        assertThat(message(tomas, within)).isVisible();
        assertThat(tomas.locator(".content :is(strong, em, s, code)")).hasText(new String[] {"b", "c"});
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void buttonOverAMessageStandsOnThePagesGround(ColorScheme scheme) throws Exception {
        bot.ask(TOMAS);
        Page tomas = windows.of(TOMAS, MUSTER, new Browser.NewContextOptions().setColorScheme(scheme));
        Locator reply = button(tomas, "Reply in thread");
        String ground = scheme == ColorScheme.LIGHT ? "rgb(255, 255, 255)" : "rgb(19, 23, 31)";

        reply.hover();
        assertThat(reply).hasCSS("background-color", ground);
        reply.focus();
        assertThat(reply).hasCSS("background-color", ground);
        reply.click();
        assertThat(tomas.getByLabel("Reply in this thread")).isFocused();
    }

    @Test
    void postsAreShownUnderTheirOwnNamesInTheThread() throws IOException {
        stage.sets("limits", """
                {"operation": "chat.postMessage", "requests": 1000, "seconds": 1}""");
        Page tomas = windows.of(TOMAS, GENERAL);
        String head = stage.calls("chat.postMessage", Map.of("channel", GENERAL, "text", "Results"))
                .path("ts")
                .asString();

        for (int person = 1; person <= 10; person++) {
            stage.calls(
                    "chat.postMessage",
                    Map.of(
                            "channel",
                            GENERAL,
                            "thread_ts",
                            head,
                            "text",
                            "All well",
                            "username",
                            "Member " + person,
                            "icon_url",
                            "https://elsewhere.example.org/icon.png"));
        }

        assertThat(button(tomas, "10 replies")).hasAttribute("aria-expanded", "false");
        button(tomas, "10 replies").click();
        assertThat(tomas.locator(".replies .message")).hasCount(10);
        assertThat(tomas.locator(".replies strong").first()).hasText("Member 1");
    }

    @Test
    void commandIsAnsweredForOnePersonAlone() {
        Page tomas = windows.of(TOMAS, GENERAL);
        Page yuki = windows.of(YUKI, GENERAL);

        write(tomas, "/standup help");
        assertThat(message(tomas, "Try /standup skip, or write to @Muster.")).isVisible();
        assertThat(tomas.getByText("Only visible to you")).isVisible();
        assertThat(tomas.getByLabel("Message #general")).hasValue("");

        write(tomas, "/lunch");
        assertThat(tomas.getByText("/lunch is not a command here.")).isVisible();
        assertThat(tomas.getByLabel("Message #general")).hasValue("/lunch");

        tomas.getByLabel("Message #general").fill("done");
        tomas.keyboard().press("Enter");
        assertThat(message(yuki, "done")).isVisible();
        assertThat(yuki.getByText("Only visible to you")).hasCount(0);
    }

    @Test
    void appHomeIsShownAndUsed() {
        Page tomas = windows.of(TOMAS, MUSTER);

        tomas.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Home"))
                .click();
        assertThat(tomas.getByText("Your standups")).isVisible();
        assertThat(tomas.getByText("Nothing is due.")).isVisible();

        button(tomas, "Pause").click();
        assertThat(tomas.getByText("Paused.")).isVisible();
    }

    @Test
    void invitationAppearsOnAnOpenPageAndItsAcceptanceMakesAMember() throws IOException {
        Page mara = windows.of(MARA, "workspace");
        assertThat(mara.getByText("Nobody has been invited yet.")).isVisible();

        stage.as(SlackEmulator.INVITE_TOKEN)
                .postForm(
                        "api/users.admin.invite",
                        Map.of("email", "ada@example.org", "first_name", "Ada", "channels", GENERAL));
        assertThat(row(mara, "ada@example.org")).containsText("#general");
        button(mara, "Accept the invitation of ada@example.org").click();

        mara.getByLabel("You are").selectOption("Ada");
        assertThat(mara.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("#general")))
                .isVisible();
        write(mara, "Hello from Ada");
        assertThat(message(mara, "Hello from Ada").locator(".by strong")).hasText("Ada");
    }

    @Test
    void workspaceTellsHowToConnectAndWhatIsMadeToFail() throws IOException {
        stage.sets("faults", """
                {"operation": "chat.postMessage", "kind": "throttle", "retryAfter": 30}""");
        Page mara = windows.of(MARA, "workspace");

        assertThat(mara.getByText(SlackEmulator.BOT_TOKEN)).isVisible();
        assertThat(mara.getByText(SlackEmulator.APP_TOKEN)).isVisible();
        assertThat(mara.getByText(stage.slack.address() + "api/")).isVisible();
        assertThat(row(mara, "chat.postMessage")).containsText("throttle, retryAfter 30");

        button(mara, "Mend all").click();
        assertThat(row(mara, "chat.postMessage")).hasCount(0);
        Assertions.assertThat(stage.get("sandbox/faults").json().path("faults")).isEmpty();
    }

    @Test
    void largeWorkspaceStaysUsable() throws IOException {
        String crowd = IntStream.rangeClosed(1, 200)
                .mapToObj(number -> "{\"name\": \"member%03d\"}".formatted(number))
                .collect(Collectors.joining(",", "{\"members\": [", "]}"));
        stage.sets("members", crowd);
        for (int number = 1; number <= 1000; number++) {
            stage.does(MARA, "messages", Map.of("channel", GENERAL, "text", "message " + number));
        }
        Page tomas = windows.of(TOMAS, GENERAL);

        assertThat(message(tomas, "message 1000")).isInViewport();
        assertThat(tomas.getByText("204 members")).isVisible();
        assertThat(tomas.locator(".message")).hasCount(60);
        button(tomas, "Show earlier messages").click();
        assertThat(tomas.locator(".message")).hasCount(260);
        assertThat(message(tomas, "message 941")).isInViewport();

        stage.does(YUKI, "messages", Map.of("channel", GENERAL, "text", "news"));
        assertThat(message(tomas, "news")).isAttached();
        assertThat(message(tomas, "message 941")).isInViewport();
        button(tomas, "New messages").click();
        assertThat(message(tomas, "news")).isInViewport();
    }

    @Test
    void everyControlHasAName() throws Exception {
        bot.ask(TOMAS);
        stage.does(TOMAS, "messages", Map.of("channel", GENERAL, "text", "hello"));
        stage.as(SlackEmulator.INVITE_TOKEN)
                .postForm("api/users.admin.invite", Map.of("email", "ada@example.org", "first_name", "Ada"));

        for (String where : List.of(GENERAL, MUSTER, MUSTER + "&tab=home", "workspace")) {
            Page tomas = windows.of(TOMAS, where);
            assertThat(tomas.locator("#lists a").first()).isVisible();
            assertAllNamed(tomas);
        }
        Page asked = windows.of(TOMAS, MUSTER);
        button(asked, "Open Report").click();
        assertThat(button(asked, "Submit")).isVisible();
        assertAllNamed(asked);
    }

    @Test
    void pageFitsAPhone() throws Exception {
        bot.ask(TOMAS);
        stage.as(SlackEmulator.INVITE_TOKEN)
                .postForm(
                        "api/users.admin.invite",
                        Map.of("email", "somebody.with.a.very.long.address@subdomain.of.a.long.domain.example.org"));
        Page tomas = windows.of(TOMAS, "", new Browser.NewContextOptions().setViewportSize(320, 640));

        assertThat(tomas.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("#general")))
                .isHidden();
        assertFits(tomas);
        tomas.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^Muster")))
                .click();
        assertThat(tomas.getByLabel("You are")).isHidden();
        assertFits(tomas);
        button(tomas, "Open Report").click();
        assertThat(button(tomas, "Submit")).isInViewport();
        assertFits(tomas);
        button(tomas, "Not now").click();
        tomas.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Back to all conversations"))
                .click();
        tomas.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Workspace"))
                .click();
        assertThat(tomas.getByText("somebody.with").first()).isVisible();
        assertFits(tomas);
    }

    @Test
    void backGoesBack() {
        Page tomas = windows.of(TOMAS, GENERAL);
        tomas.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Workspace"))
                .click();
        assertThat(tomas.getByText("People")).isVisible();

        tomas.goBack();

        assertThat(tomas.getByLabel("Message #general")).isVisible();
        Assertions.assertThat(tomas.url()).contains("as=" + TOMAS).contains("in=" + GENERAL);
    }

    @Test
    void whoComesWithoutANameIsTheFirstMember() {
        Page anybody = windows.of("", "");

        assertThat(anybody).hasURL(Pattern.compile("as=" + MARA));
        assertThat(anybody.getByLabel("Message #general")).isVisible();
    }

    @Test
    void darkAndLightAreBothShown() {
        String light = background(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT));
        String dark = background(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));

        Assertions.assertThat(light).isNotEqualTo(dark);
    }

    @Test
    void invitationsAreReadWithoutJavaScript() throws IOException {
        stage.as(SlackEmulator.INVITE_TOKEN).postForm("api/users.admin.invite", Map.of("email", "ada@example.org"));

        Page page = windows.of(MARA, GENERAL, new Browser.NewContextOptions().setJavaScriptEnabled(false));

        assertThat(page.locator("noscript th[scope=row]")).hasText("ada@example.org");
        assertThat(page.locator("noscript th[scope=row]")).isVisible();
    }

    private String background(Browser.NewContextOptions options) {
        return (String) windows.of(MARA, GENERAL, options)
                .evaluate("getComputedStyle(document.getElementById('pane')).backgroundColor");
    }

    private static void write(Page page, String text) {
        page.locator("#text").fill(text);
        page.locator("#text").press("Enter");
    }

    private static Locator message(Page page, String text) {
        return page.locator("#messages > .message")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator(".content").filter(new Locator.FilterOptions().setHasText(text))));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private static Locator row(Page page, String name) {
        return page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(name));
    }

    private static void tabTo(Page page, String name) {
        for (int presses = 0; presses < 40; presses++) {
            page.keyboard().press("Tab");
            if (page.evaluate("document.activeElement.textContent").equals(name)) {
                return;
            }
        }
        throw new AssertionError(name + " cannot be reached with the keyboard");
    }

    private static void assertFits(Page page) {
        Assertions.assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"
                        + " && [...document.querySelectorAll('#stream, #place, .sidebar, dialog[open] .fields-of-view')]"
                        + ".every(pane => pane.scrollWidth <= pane.clientWidth)"))
                .isEqualTo(true);
    }

    /** The name as browsers work it out: from labels, {@code aria-label}, {@code aria-labelledby} or the content. */
    private static void assertAllNamed(Page page) {
        Object nameless = page.evaluate("""
                [...document.querySelectorAll('a, button, input, select, textarea, dialog[open], nav, [role=region], table')]
                  .filter(control => control.checkVisibility())
                  .filter(control => !(control.getAttribute('aria-label')
                    || document.getElementById(control.getAttribute('aria-labelledby'))?.textContent
                    || [...(control.labels ?? [])].map(label => label.textContent).join('')
                    || (/^(A|BUTTON|TABLE)$/.test(control.tagName) && control.textContent)).trim())
                  .map(control => control.outerHTML)""");
        Assertions.assertThat((List<?>) nameless).isEmpty();
    }
}
