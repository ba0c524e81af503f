package dev.muster.slack.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.Slack;
import dev.muster.events.effect.CallSettings;
import dev.muster.events.fault.Unavailable;
import dev.muster.slack.web.SlackSettings.Reports;
import dev.muster.slack.web.SlackSettings.Reports.Layout;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What the client does before it calls Slack. */
class SlackWebTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void whatWaitsForSlacksRatesEndsWhenTheServiceStops() throws Exception {
        var settings = new SlackSettings(
                URI.create("http://localhost/"),
                "xoxb-test",
                "xapp-test",
                1,
                1,
                new Reports(Layout.THREAD),
                new SlackSettings.Directory(SECOND),
                new CallSettings(1, SECOND, SECOND, SECOND));
        var paces = new SlackPaces(settings);
        var slack = new SlackWeb(settings, paces, Slack.getInstance(), Slack.getInstance());
        for (var call = 0; call < 50; call++) {
            try (var permit = paces.opens().acquire()) {
                permit.use();
            }
        }
        var opening = new FutureTask<>(() -> slack.open("U1"));
        Thread.ofVirtual().start(opening);

        paces.stop();

        // The window of these calls is a minute.
        assertThat(opening)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(Unavailable.class)
                .withMessageContaining("the service stops");
    }
}
