package dev.muster.sandbox.slack.socket;

import static dev.muster.sandbox.slack.socket.SlackHost.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.socket_mode.SocketModeApp;
import com.slack.api.model.event.MemberJoinedChannelEvent;
import com.slack.api.socket_mode.SocketModeClient;
import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.socket.Delivery.Acknowledged;
import dev.muster.sandbox.slack.socket.Delivery.NotAcknowledged;
import dev.muster.sandbox.slack.socket.Delivery.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bolt for Java over the Tyrus client, strict about keys it does not know. */
class JavaSdkTest {

    private static final Map<String, @Nullable Object> COMMAND = Json.object("""
            {"token": "", "team_id": "T0MUSTER", "team_domain": "muster", "channel_id": "C0GENERAL",
             "channel_name": "general", "user_id": "U0ADMIN", "user_name": "mara", "command": "/standup", "text": "start",
             "api_app_id": "A0STANDUP", "response_url": "http://127.0.0.1/response", "trigger_id": "1.2.x"}""");

    private static final Map<String, @Nullable Object> CLICK = Json.object("""
            {"type": "block_actions", "user": {"id": "U0ADMIN", "username": "mara", "name": "mara", "team_id": "T0MUSTER"},
             "api_app_id": "A0STANDUP", "token": "", "trigger_id": "1.2.x", "team": {"id": "T0MUSTER", "domain": "muster"},
             "container": {"type": "message", "message_ts": "1.000100", "channel_id": "D0ADMIN", "is_ephemeral": false},
             "enterprise": null, "is_enterprise_install": false, "channel": {"id": "D0ADMIN", "name": "directmessage"},
             "message": {"type": "message", "user": "U0BOT", "ts": "1.000100", "text": "Ready?"},
             "state": {"values": {}}, "response_url": "http://127.0.0.1/response",
             "actions": [{"action_id": "open_report", "block_id": "b", "type": "button", "value": "r", "action_ts": "1.2",
                          "text": {"type": "plain_text", "text": "Open Report", "emoji": true}}]}""");

    private static final Map<String, @Nullable Object> SUBMISSION = Json.object("""
            {"type": "view_submission", "team": {"id": "T0MUSTER", "domain": "muster"}, "api_app_id": "A0STANDUP",
             "user": {"id": "U0ADMIN", "username": "mara", "name": "mara", "team_id": "T0MUSTER"}, "token": "",
             "trigger_id": "1.2.x", "response_urls": [], "is_enterprise_install": false, "enterprise": null,
             "view": {"id": "V1", "team_id": "T0MUSTER", "type": "modal", "blocks": [], "private_metadata": "",
                      "callback_id": "report", "hash": "1.cd05659d", "clear_on_close": false, "notify_on_close": false,
                      "state": {"values": {"today": {"answer": {"type": "plain_text_input", "value": "-"}}}},
                      "title": {"type": "plain_text", "text": "Report", "emoji": true}, "root_view_id": "V1",
                      "previous_view_id": null, "app_id": "A0STANDUP", "external_id": "", "bot_id": "B0BOT"}}""");

    private static final Map<String, @Nullable Object> JOINED = Json.object("""
            {"token": "", "team_id": "T0MUSTER", "api_app_id": "A0STANDUP", "type": "event_callback",
             "event_id": "Ev0JOINED", "event_time": 1, "is_ext_shared_channel": false, "event_context": "4-x",
             "event": {"type": "member_joined_channel", "user": "U0ADMIN", "channel": "C0GENERAL", "channel_type": "C",
                       "team": "T0MUSTER", "event_ts": "1.000100"},
             "authorizations": [{"enterprise_id": null, "team_id": "T0MUSTER", "user_id": "U0BOT", "is_bot": true,
                                 "is_enterprise_install": false}]}""");

    private final SlackHost slack = new SlackHost();
    private final SocketMode socketMode = slack.socketMode();
    private final Deque<Bot> bots = new ArrayDeque<>();

    @AfterEach
    void stop() throws Exception {
        for (Bot bot : bots) {
            bot.stop();
        }
        slack.close();
    }

    @Test
    void connectsWithTheSecondOfTwoTicketsAndItsPingsAreAnswered() throws Exception {
        Bot bot = start(app());

        assertThat(slack.opened()).isEqualTo(2);
        assertThat(socketMode.connections(APP)).isEqualTo(1);
        assertThat(bot.client().verifyConnection()).isTrue();
    }

    @Test
    void commandIsAnsweredWithText() throws Exception {
        Bot bot = start(app().command(
                        "/standup",
                        (request, context) ->
                                context.ack("On it: " + request.getPayload().getText())));

        var delivery = socketMode.deliver(APP, "slash_commands", true, COMMAND);

        assertThat(answer(delivery)).containsExactly(Map.entry("text", "On it: start"));
        await().untilAsserted(() -> assertThat(bot.strictlyRead()).containsExactly("slash_commands"));
    }

    @Test
    void clickIsAcknowledgedWithNothing() throws Exception {
        Bot bot = start(app().blockAction("open_report", (_, context) -> context.ack()));

        var delivery = socketMode.deliver(APP, "interactive", false, CLICK);

        assertThat(answer(delivery)).isEmpty();
        await().untilAsserted(() -> assertThat(bot.strictlyRead()).containsExactly("interactive"));
    }

    @Test
    void submissionIsAnsweredWithErrors() throws Exception {
        start(app().viewSubmission("report", (_, context) -> context.ackWithErrors(Map.of("today", "Say more"))));

        var delivery = socketMode.deliver(APP, "interactive", true, SUBMISSION);

        assertThat(answer(delivery))
                .containsEntry("response_action", "errors")
                .containsEntry("errors", Map.of("today", "Say more"));
    }

    @Test
    void commandThatNobodyListensForIsNotAcknowledged() throws Exception {
        start(app());

        var delivery = socketMode.deliver(APP, "slash_commands", true, COMMAND);
        slack.later(Duration.ofSeconds(3));

        assertThat(delivery).isCompletedWithValue(new NotAcknowledged(Reason.TIMED_OUT));
    }

    @Test
    void eventWhoseListenerFailedIsRepeatedWithItsAttempt() throws Exception {
        var users = new CopyOnWriteArrayList<String>();
        Bot bot = start(app().event(MemberJoinedChannelEvent.class, (joined, context) -> {
            users.add(joined.getEvent().getUser());
            if (users.size() == 1) {
                throw new IllegalStateException("not yet");
            }
            return context.ack();
        }));

        socketMode.publish(APP, JOINED);
        await().until(() -> users.size() == 1);
        slack.later(Duration.ofSeconds(3));
        await().until(() -> users.size() == 2);

        assertThat(users).containsExactly("U0ADMIN", "U0ADMIN");
        await().untilAsserted(
                        () -> assertThat(bot.strictlyRead()).containsExactly("events_api 0 ", "events_api 1 timeout"));
    }

    @ParameterizedTest
    @EnumSource
    void connectsAnewWhenAskedToLeave(DisconnectReason reason) throws Exception {
        start(answering());

        socketMode.disconnect(APP, reason);

        await().until(() -> slack.opened() == 3 && socketMode.connections(APP) == 1);
        assertThat(answer(socketMode.deliver(APP, "slash_commands", true, COMMAND)))
                .isNotEmpty();
    }

    @Test
    void connectsAnewAfterACut() throws Exception {
        start(answering());

        socketMode.cut(APP);

        await().until(() -> socketMode.connections(APP) == 0);
        await().until(() -> socketMode.connections(APP) == 1);
        assertThat(answer(socketMode.deliver(APP, "slash_commands", true, COMMAND)))
                .isNotEmpty();
    }

    @Test
    void connectsAnewWhenItHearsNothing() throws Exception {
        start(answering());

        socketMode.silence(APP, true);

        await().until(() -> slack.opened() == 3 && socketMode.connections(APP) == 2);
        socketMode.silence(APP, false);
        assertThat(answer(socketMode.deliver(APP, "slash_commands", true, COMMAND)))
                .isNotEmpty();
    }

    @Test
    void acknowledgementOnANewerConnectionCounts() throws Exception {
        var began = new CompletableFuture<Boolean>();
        var mayAnswer = new CompletableFuture<String>();
        start(app().command("/standup", (_, context) -> {
            began.complete(true);
            return context.ack(mayAnswer.join());
        }));

        var delivery = socketMode.deliver(APP, "slash_commands", true, COMMAND);
        assertThat(began).succeedsWithin(Duration.ofMinutes(1));
        socketMode.disconnect(APP, DisconnectReason.REFRESH_REQUESTED);
        await().until(() -> slack.opened() == 3 && socketMode.connections(APP) == 1);
        mayAnswer.complete("On it");

        assertThat(answer(delivery)).isNotEmpty();
    }

    @Test
    void twoInstancesShareTheWork() throws Exception {
        Bot one = start(answering());
        Bot other = start(answering());

        for (int i = 0; i < 6; i++) {
            assertThat(answer(socketMode.deliver(APP, "slash_commands", true, COMMAND)))
                    .isNotEmpty();
        }

        await().untilAsserted(() -> assertThat(one.strictlyRead()).hasSize(3));
        await().untilAsserted(() -> assertThat(other.strictlyRead()).hasSize(3));
    }

    private App answering() {
        return app().command("/standup", (_, context) -> context.ack("On it"));
    }

    private App app() {
        var config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(slack.address() + "api/");
        config.setProxyUrl(null);
        config.setFailOnUnknownProperties(true);
        return new App(AppConfig.builder()
                .slack(Slack.getInstance(config))
                .singleTeamBotToken("xoxb-emulated-bot-token")
                .build());
    }

    private Bot start(App app) throws Exception {
        int connections = socketMode.connections(APP);
        Bot bot = new Bot(app);
        bots.push(bot);
        await().until(() -> socketMode.connections(APP) == connections + 1);
        return bot;
    }

    private static Map<String, @Nullable Object> answer(CompletableFuture<Delivery> delivery) {
        return assertThat(delivery)
                .succeedsWithin(Duration.ofMinutes(1))
                .isInstanceOf(Acknowledged.class)
                .extracting(acknowledged -> ((Acknowledged) acknowledged).payload())
                .actual();
    }

    /** One process of the app. */
    private static final class Bot {

        private final SocketModeApp socketModeApp;
        private final SocketModeClient client;
        private final List<String> strictlyRead = new CopyOnWriteArrayList<>();

        Bot(App app) throws Exception {
            socketModeApp = new SocketModeApp("xapp-1-A0STANDUP-emulated", app, SocketModeClient.Backend.Tyrus, 4);
            socketModeApp.startAsync();
            client = Objects.requireNonNull(socketModeApp.getClient());
            client.addSlashCommandsEnvelopeListener(envelope -> strictlyRead.add(envelope.getType()));
            client.addInteractiveEnvelopeListener(envelope -> strictlyRead.add(envelope.getType()));
            client.addEventsApiEnvelopeListener(envelope -> strictlyRead.add(
                    envelope.getType() + " " + envelope.getRetryAttempt() + " " + envelope.getRetryReason()));
        }

        SocketModeClient client() {
            return client;
        }

        /** The envelopes that the client read without finding a key it does not know. */
        List<String> strictlyRead() {
            return strictlyRead;
        }

        /** Closing the app alone would leave the client's threads behind. */
        void stop() throws Exception {
            socketModeApp.close();
            client.close();
        }
    }
}
