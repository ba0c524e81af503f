package dev.muster.sandbox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.muster.sandbox.journey.Community.SOON;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.muster.sandbox.Chromium;
import dev.muster.sandbox.slack.SlackEmulator;
import dev.muster.sandbox.slack.Windows;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The seeded standup as three people play it through on the workspace page, each in a window of their own. */
@Journey
@ExtendWith(Chromium.Shared.class)
class StandupPagesTest {

    /** In milliseconds, until a button is pressed again: the bot may be just coming back. */
    private static final int A_TRY = 10_000;

    private static final String MARA = "U0ADMIN";
    private static final String TOMAS = "U0TOMAS";
    private static final String YUKI = "U0YUKI";
    private static final String BOT = "U0MUSTER";
    private static final String GENERAL = SlackEmulator.GENERAL;

    private final Windows windows;

    StandupPagesTest(Community community, Chromium chromium) {
        windows = new Windows(chromium, community.sandbox().slack());
    }

    @AfterEach
    void nobodyComplains() {
        windows.close();
        Assertions.assertThat(windows.complaints()).isEmpty();
    }

    @Test
    void threePeoplePlayADayThrough() {
        var organiser = windows.of(MARA, GENERAL, new Browser.NewContextOptions().setViewportSize(1280, 900));
        var mara = windows.of(MARA, BOT);
        fire(organiser, "Ask now", button(mara, "Open Report"));

        var yesterday = mara.getByLabel("What did you work on yesterday?");
        press(button(mara, "Open Report"), yesterday);
        yesterday.fill("The <form> & its *tests*");
        mara.getByLabel("Any impediments?").fill("None");
        picture(mara, "modal");
        press(button(mara, "Submit"), text(mara, "Thank you for your submission."));
        assertThat(text(mara, "The <form> & its")).isVisible();

        var tomas = windows.of(TOMAS, BOT);
        press(button(tomas, "Skip today"), text(tomas, "Skipped Daily standup for today"));

        fire(organiser, "Close now", text(organiser, "Here are the standup results from"));
        assertThat(text(organiser, "posted an update for stand up meeting.")).isVisible();
        assertThat(organiser.getByText(Pattern.compile("Missing:.*山本 ゆき")).last())
                .isVisible();

        var yuki = windows.of(YUKI, BOT);
        var today = yuki.getByLabel("What is your plan for today?");
        press(button(yuki, "Open Report"), today);
        today.fill("Catching up");
        press(button(yuki, "Submit"), text(organiser, "Catching up"));

        assertThat(organiser.getByText(Pattern.compile("Missing:"))).hasCount(0);
        picture(organiser, "report");
        picture(mara, "workspace");
    }

    /** For people to look at, and for the documents. */
    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/pictures", name + ".png")));
    }

    /** Presses a button of the seeded standup's, in the panel. */
    private static void fire(Page page, String name, Locator effect) {
        press(
                page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Daily standup"))
                        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name)),
                effect);
    }

    /** Presses a button until that has its effect. */
    private static void press(Locator button, Locator effect) {
        assertThat(button).isVisible();
        await().atMost(SOON).pollInSameThread().untilAsserted(() -> {
            if (!effect.isVisible() && button.isVisible()) {
                button.click(new Locator.ClickOptions().setTimeout(A_TRY));
            }
            assertThat(effect).isVisible(new IsVisibleOptions().setTimeout(A_TRY));
        });
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator text(Page page, String text) {
        return page.locator("#messages").getByText(text).last();
    }
}
