package dev.muster.slack.bot;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.slack.api.Slack;
import com.slack.api.bolt.App;
import com.slack.api.bolt.request.RequestType;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.socket_mode.request.SocketModeRequest;
import com.slack.api.bolt.socket_mode.request.SocketModeRequestParser;
import com.slack.api.socket_mode.SocketModeClient;
import dev.muster.events.fault.BackOff;
import dev.muster.events.trace.Spans;
import dev.muster.slack.web.SlackSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The bot's connection to Slack. The SDK's client keeps it: it answers each of Slack's reasons to disconnect, looks every five
 * seconds whether it still has a connection, and tries again every ten where it has none. What arrives is handled by threads of
 * our own, each interaction acknowledged when it is done; one that fails is not, so that Slack shows that, or tells an event again.
 *
 * <p>Not Bolt's {@code SocketModeApp}: when that closes, it interrupts what is under way and leaves threads behind.
 *
 * @see <a href="https://docs.slack.dev/apis/events-api/using-socket-mode">Socket Mode</a>
 */
@Component
final class Socket implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(Socket.class);
    private static final Duration TO_FINISH = Duration.ofSeconds(5);
    private static final Duration TO_BE_RECONNECTED = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration TO_LOOK_AGAIN = Duration.ofSeconds(5);
    private static final String GREETING = "hello";
    private static final int OK = 200;

    private final SlackSettings settings;
    private final Slack slack;
    private final App app;
    private final Spans spans;
    private final SocketModeRequestParser parser;
    private final SocketMeters meters;
    private final Gson gson = new Gson();

    private @Nullable ExecutorService listeners;
    private volatile @Nullable Thread opening;
    private volatile @Nullable SocketModeClient client;

    Socket(
            SlackSettings settings,
            @Qualifier("patientSlack") Slack patientSlack,
            App app,
            Spans spans,
            SocketMeters meters) {
        this.settings = settings;
        this.slack = patientSlack;
        this.app = app;
        this.spans = spans;
        this.meters = meters;
        this.parser = new SocketModeRequestParser(app.config());
    }

    @Override
    public void start() {
        if (!settings.isConnected()) {
            log.info("No SLACK_BOT_TOKEN and SLACK_APP_TOKEN: the bot rests, and messages to Slack wait");
            return;
        }
        var pool = Executors.newFixedThreadPool(
                settings.listeners(),
                Thread.ofPlatform().name("slack-listener-", 1).factory());
        listeners = pool;
        opening = Thread.ofVirtual().name("slack-socket").start(() -> open(pool));
    }

    /** Until the SDK has a client nobody tries again but we. */
    private void open(ExecutorService pool) {
        for (var failures = 1; ; failures++) {
            try {
                var opened = slack.socketMode(settings.appToken(), SocketModeClient.Backend.Tyrus);
                opened.addWebSocketMessageListener(message -> {
                    var arrivedAt = System.nanoTime();
                    pool.execute(() -> handle(opened, message, arrivedAt));
                });
                opened.addWebSocketCloseListener((_, _) -> lost(opened));
                opened.connect();
                client = opened;
                if (opened.verifyConnection()) {
                    log.info("The bot listens");
                } else {
                    log.warn("No connection to Slack yet: the SDK's client tries again every ten seconds");
                }
                return;
            } catch (IOException | RuntimeException e) {
                var wait = BackOff.UP_TO_A_MINUTE.after(failures, RandomGenerator.getDefault());
                log.warn("No connection to Slack, next try in {} ms: {}", wait.toMillis(), e.getMessage());
                try {
                    Thread.sleep(wait);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** Where the SDK has opened another connection before one closes, that one is found soon. */
    private void lost(SocketModeClient opened) {
        meters.isConnected(false);
        Thread.ofVirtual().name("slack-socket-look").start(() -> {
            try {
                Thread.sleep(TO_LOOK_AGAIN);
                if (opened.verifyConnection()) {
                    meters.isConnected(true);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void handle(SocketModeClient from, String message, long arrivedAt) {
        try {
            var request = parser.parse(message);
            if (request == null) {
                greet(message);
                return;
            }
            var what = request.getBoltRequest().getRequestType();
            var isAcknowledged = false;
            try {
                isAcknowledged = isAcknowledged(from, request);
            } finally {
                meters.dealtWith(what, isAcknowledged, System.nanoTime() - arrivedAt);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.error("An interaction failed, and is not acknowledged", e);
        }
    }

    private void greet(String message) {
        var type = gson.fromJson(message, JsonObject.class).get("type");
        if (type != null && type.getAsString().equals(GREETING)) {
            meters.greeted();
        }
    }

    /** Here a trace begins: Slack tells of none. */
    private boolean isAcknowledged(SocketModeClient from, SocketModeRequest request) throws Exception {
        var what = request.getBoltRequest().getRequestType();
        return spans.beginTrace("slack " + what).within(span -> {
            span.tag("slack.envelope", request.getEnvelope().getType());
            var response = app.run(request.getBoltRequest());
            if (response.getStatusCode() == OK) {
                acknowledge(from, request.getEnvelope().getEnvelopeId(), response);
            } else if (what == RequestType.Event) {
                // An app may be subscribed to more than we listen to; Slack would tell it again and again.
                acknowledge(from, request.getEnvelope().getEnvelopeId(), Response.ok());
            } else {
                log.warn("Nobody handles {} of Slack", what);
                return false;
            }
            return true;
        });
    }

    private void acknowledge(SocketModeClient to, String envelopeId, Response response) throws InterruptedException {
        var acknowledgement = new JsonObject();
        acknowledgement.addProperty("envelope_id", envelopeId);
        if (response.getBody() != null && !response.getBody().isEmpty()) {
            acknowledgement.add("payload", payloadOf(response));
        }
        send(to, gson.toJson(acknowledgement));
    }

    private JsonElement payloadOf(Response response) {
        if (response.getContentType().startsWith("application/json")) {
            return gson.fromJson(response.getBody(), JsonElement.class);
        }
        var payload = new JsonObject();
        payload.addProperty("text", response.getBody());
        return payload;
    }

    /** Slack takes an acknowledgement on a newer connection than the one that its interaction came by. */
    private static void send(SocketModeClient to, String acknowledgement) throws InterruptedException {
        var until = System.nanoTime() + TO_BE_RECONNECTED.toNanos();
        while (true) {
            try {
                to.sendSocketModeResponse(acknowledgement);
                return;
            } catch (IllegalStateException e) {
                if (System.nanoTime() - until > 0) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /** What is under way is finished and acknowledged before the connection is closed. */
    @Override
    public void stop() {
        var wasOpening = opening;
        opening = null;
        if (wasOpening != null) {
            wasOpening.interrupt();
        }
        try {
            if (listeners != null) {
                listeners.shutdown();
                listeners.awaitTermination(TO_FINISH.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            log.warn("The connection to Slack does not close: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return opening != null;
    }

    /** For people to look at: the service is ready without Slack. */
    @Override
    public Health health() {
        if (!settings.isConnected()) {
            return Health.up().withDetail("socketMode", "off").build();
        }
        var current = client;
        return current != null && current.verifyConnection()
                ? Health.up().withDetail("socketMode", "connected").build()
                : Health.down().withDetail("socketMode", "not connected").build();
    }
}
