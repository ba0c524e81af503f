package dev.muster.sandbox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
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
@ExtendWith({World.class, Chromium.Shared.class})
class StandupPagesTest {

    private static final LocatorAssertions.IsVisibleOptions IN_TIME =
            new LocatorAssertions.IsVisibleOptions().setTimeout(120_000);

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
        fire(organiser, "Ask now");

        var mara = windows.of(MARA, BOT);
        press(mara, "Open Report");
        var yesterday = mara.getByLabel("What did you work on yesterday?");
        assertThat(yesterday).isVisible(IN_TIME);
        yesterday.fill("The <form> & its *tests*");
        mara.getByLabel("Any impediments?").fill("None");
        picture(mara, "modal");
        press(mara, "Submit");
        assertThat(text(mara, "Thank you for your submission.")).isVisible(IN_TIME);
        assertThat(text(mara, "The <form> & its")).isVisible();

        var tomas = windows.of(TOMAS, BOT);
        press(tomas, "Skip today");
        assertThat(text(tomas, "Skipped Daily standup for today")).isVisible(IN_TIME);

        fire(organiser, "Close now");
        assertThat(text(organiser, "Here are the standup results from")).isVisible(IN_TIME);
        assertThat(text(organiser, "posted an update for stand up meeting.")).isVisible(IN_TIME);
        assertThat(organiser.getByText(Pattern.compile("Missing:.*山本 ゆき")).last())
                .isVisible(IN_TIME);

        var yuki = windows.of(YUKI, BOT);
        press(yuki, "Open Report");
        yuki.getByLabel("What is your plan for today?").fill("Catching up");
        press(yuki, "Submit");

        assertThat(text(organiser, "Catching up")).isVisible(IN_TIME);
        assertThat(organiser.getByText(Pattern.compile("Missing:"))).hasCount(0);
        picture(organiser, "report");
        picture(mara, "workspace");
    }

    /** For people to look at, and for the documents. */
    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/pictures", name + ".png")));
    }

    /** Presses a button of the seeded standup's, in the panel. */
    private static void fire(Page page, String name) {
        press(page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Daily standup"))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name)));
    }

    private static void press(Page page, String name) {
        press(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)));
    }

    private static void press(Locator button) {
        assertThat(button).isVisible(IN_TIME);
        button.click();
    }

    private static Locator text(Page page, String text) {
        return page.locator("#messages").getByText(text).last();
    }
}
