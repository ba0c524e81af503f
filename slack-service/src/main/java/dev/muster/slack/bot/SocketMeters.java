package dev.muster.slack.bot;

import com.slack.api.bolt.request.RequestType;
import dev.muster.slack.web.SlackSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** What is measured of the bot's connection to Slack, where it has the tokens for one, and of what comes by it. */
@Component
final class SocketMeters {

    /** Slack waits three seconds. */
    private static final Duration[] TAKES = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(5)
    };

    /** What the bot listens to; Slack may tell of more. */
    private static final Set<RequestType> KINDS =
            EnumSet.of(RequestType.BlockAction, RequestType.ViewSubmission, RequestType.Command, RequestType.Event);

    private final AtomicInteger connected = new AtomicInteger();
    private final Counter connections;
    private final MeterProvider<Timer> interactions;

    SocketMeters(MeterRegistry registry, SlackSettings settings) {
        if (settings.isConnected()) {
            Gauge.builder("muster.slack.socket.connected", connected, AtomicInteger::get)
                    .description("1 while the bot is connected to Slack, else 0; nothing where it has no tokens")
                    .register(registry);
        }
        this.connections = Counter.builder("muster.slack.socket.connections")
                .description("Connections to Slack that were opened; all but the first are reconnections")
                .register(registry);
        this.interactions = Timer.builder("muster.slack.interaction")
                .description("From the arrival of something from Slack until it is acknowledged, or is not")
                .serviceLevelObjectives(TAKES)
                .withRegistry(registry);
        // Begins at nothing, so that the first failure is seen to be one more.
        for (var what : RequestType.values()) {
            interactions(what, true);
            interactions(what, false);
        }
    }

    /** Slack greets each connection. */
    void greeted() {
        connections.increment();
        isConnected(true);
    }

    void isConnected(boolean isConnected) {
        connected.set(isConnected ? 1 : 0);
    }

    /** Something that came is dealt with. */
    void dealtWith(RequestType what, boolean isAcknowledged, long nanos) {
        interactions(what, isAcknowledged).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer interactions(RequestType what, boolean isAcknowledged) {
        return interactions.withTags(
                "kind",
                KINDS.contains(what) ? what.name().toLowerCase(Locale.ROOT) : "other",
                "outcome",
                isAcknowledged ? "acknowledged" : "failed");
    }
}
