package dev.muster.sandbox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.muster.sandbox.journey.Community.newAddress;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.muster.sandbox.Chromium;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The form and the status page as a person meets them, in a real browser. */
@Journey
@ExtendWith(Chromium.Shared.class)
class SignUpPagesTest {

    private final Community community;
    private final Chromium chromium;
    private final String email = newAddress();
    private final List<String> requested = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<BrowserContext> opened = new ArrayList<>();

    SignUpPagesTest(Community community, Chromium chromium) {
        this.community = community;
        this.chromium = chromium;
    }

    @AfterEach
    void closePages() {
        opened.forEach(BrowserContext::close);
    }

    @Test
    void newcomerSeesThreeStepsSucceed() {
        var page = openForm(new Browser.NewContextOptions());

        signUp(page, "Zoë van der Berg", email);

        assertThat(page.getByText("Thank you").first()).isVisible();
        for (var name : List.of("record", "slack", "crm")) {
            assertThat(step(page, name)).hasAttribute("data-status", "succeeded");
        }
        Assertions.assertThat(requested)
                .allMatch(url -> url.startsWith(community.address().toString()));
        Assertions.assertThat(complaints).isEmpty();
        Assertions.assertThat(community.slackCalls(email)).hasSize(1);
    }

    @Test
    void stepThatWaitsSaysSoAndSucceedsOnTheOpenPage() {
        community.crmFails("""
                {"operation": "contact/sync", "kind": "status", "status": 403}""");
        var page = openForm(new Browser.NewContextOptions());

        signUp(page, "Ada", email);

        assertThat(step(page, "crm")).hasAttribute("data-status", "waiting");
        assertThat(step(page, "crm").locator("time")).isVisible();
        assertThat(step(page, "slack")).hasAttribute("data-status", "succeeded");

        community.mendProviders();

        assertThat(step(page, "crm")).hasAttribute("data-status", "succeeded");
        assertThat(step(page, "crm").locator("time")).isHidden();
    }

    @Test
    void mistakeIsNamedAtItsFieldAndWhatWasTypedIsKept() {
        var page = openForm(new Browser.NewContextOptions());

        signUp(page, "Ada Lovelace", "not an address");

        assertThat(page.getByLabel("E-mail")).hasValue("not an address");
        assertThat(page.getByLabel("E-mail")).hasAttribute("aria-invalid", "true");
        assertThat(page.getByLabel("Name")).hasValue("Ada Lovelace");
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();

        signUp(page, "Ada Lovelace", email);

        assertThat(step(page, "record")).hasAttribute("data-status", "succeeded");
    }

    @Test
    void markupInANameIsShownAsTextAndRefused() {
        var page = openForm(new Browser.NewContextOptions());

        signUp(page, "<img src=x onerror=alert(1)>", email);

        assertThat(page.getByLabel("Name")).hasValue("<img src=x onerror=alert(1)>");
        assertThat(page.locator("img[src=x]")).hasCount(0);
    }

    @Test
    void formWorksWithTheKeyboardAlone() {
        var page = openForm(new Browser.NewContextOptions());

        tabTo(page, "name");
        page.keyboard().type("Ada");
        tabTo(page, "email");
        page.keyboard().type(email);
        page.keyboard().press("Enter");

        assertThat(step(page, "record")).hasAttribute("data-status", "succeeded");
    }

    @Test
    void pagesWorkWithoutJavaScript() {
        var page = openForm(new Browser.NewContextOptions().setJavaScriptEnabled(false));

        signUp(page, "Ada", email);

        for (var name : List.of("record", "slack", "crm")) {
            assertThat(step(page, name)).hasAttribute("data-status", "succeeded");
        }
    }

    @Test
    void pagesFitAPhone() {
        var page = openForm(new Browser.NewContextOptions().setViewportSize(320, 640));
        assertFits(page);

        signUp(page, "Somebody With A Very Long Name " + "x".repeat(60), email);

        assertThat(step(page, "record")).hasAttribute("data-status", "succeeded");
        assertFits(page);
    }

    @Test
    void pagesFollowTheSystemIntoTheDarkAndTheButtonIsOrange() {
        var light = openForm(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT));
        var dark = openForm(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));

        Assertions.assertThat(background(light, "html")).isNotEqualTo(background(dark, "html"));
        for (var page : List.of(light, dark)) {
            var colour =
                    Pattern.compile("rgb\\((\\d+), (\\d+), (\\d+)\\)").matcher(background(page, "button[type=submit]"));
            Assertions.assertThat(colour.matches()).isTrue();
            var red = Integer.parseInt(colour.group(1));
            var green = Integer.parseInt(colour.group(2));
            var blue = Integer.parseInt(colour.group(3));
            Assertions.assertThat(red).isGreaterThan(green + 50);
            Assertions.assertThat(green).isGreaterThan(blue);
        }
    }

    private Page openForm(Browser.NewContextOptions options) {
        var context = chromium.open(options);
        opened.add(context);
        var page = context.newPage();
        page.onRequest(request -> requested.add(request.url()));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !isOfAStatusNotWrittenYet(message)) {
                complaints.add(message.text());
            }
        });
        page.navigate(community.address().toString());
        return page;
    }

    /** A page that is there before the record is asks for the status until that is there too. */
    private static boolean isOfAStatusNotWrittenYet(ConsoleMessage message) {
        return message.text().contains("404") && message.location().contains("/signups/");
    }

    private static void signUp(Page page, String name, String address) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("E-mail").fill(address);
        page.getByRole(AriaRole.BUTTON).click();
    }

    private static Locator step(Page page, String name) {
        return page.locator("[data-step=" + name + "]");
    }

    private static void tabTo(Page page, String field) {
        for (var presses = 0; presses < 10; presses++) {
            page.keyboard().press("Tab");
            if (page.evaluate("document.activeElement.id").equals(field)) {
                return;
            }
        }
        throw new AssertionError(field + " cannot be reached with the keyboard");
    }

    private static void assertFits(Page page) {
        Assertions.assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
    }

    private static String background(Page page, String selector) {
        return (String) page.evaluate(
                "selector => getComputedStyle(document.querySelector(selector)).backgroundColor", selector);
    }
}
