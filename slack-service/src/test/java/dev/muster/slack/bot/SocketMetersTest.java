package dev.muster.slack.bot;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.bolt.request.RequestType;
import dev.muster.events.effect.CallSettings;
import dev.muster.slack.web.SlackSettings;
import dev.muster.slack.web.SlackSettings.Reports;
import dev.muster.slack.web.SlackSettings.Reports.Layout;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SocketMetersTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SocketMeters meters = new SocketMeters(
            registry,
            new SlackSettings(
                    URI.create("http://localhost/"),
                    "",
                    "",
                    1,
                    1,
                    new Reports(Layout.THREAD),
                    new SlackSettings.Directory(SECOND),
                    new CallSettings(1, SECOND, SECOND, SECOND)));

    @Test
    void everySeriesIsThereBeforeItsFirstInteraction() {
        assertThat(failed("viewsubmission")).isZero();
        var before = registry.find("muster.slack.interaction").timers().stream()
                .map(Meter::getId)
                .toList();

        for (var what : RequestType.values()) {
            meters.dealtWith(what, false, 1);
            meters.dealtWith(what, true, 1);
        }

        assertThat(registry.find("muster.slack.interaction").timers())
                .extracting(Meter::getId)
                .containsExactlyInAnyOrderElementsOf(before);
        assertThat(failed("viewsubmission")).isEqualTo(1);
        assertThat(failed("other")).isEqualTo(RequestType.values().length - 4);
    }

    private long failed(String kind) {
        return registry.get("muster.slack.interaction")
                .tags("kind", kind, "outcome", "failed")
                .timer()
                .count();
    }
}
