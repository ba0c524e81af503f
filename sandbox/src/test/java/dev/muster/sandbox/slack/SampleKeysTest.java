package dev.muster.sandbox.slack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.emulator.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Whatever the emulator sends carries only keys that Slack's own samples carry, with their types. */
class SampleKeysTest {

    private static final String MARA = "U0ADMIN";

    private static final String BLOCKS = """
            [{"type": "section", "text": {"type": "mrkdwn", "text": "Ready?"}},
             {"type": "actions", "block_id": "asked", "elements": [
               {"type": "button", "action_id": "open", "value": "run-1", "style": "primary",
                "text": {"type": "plain_text", "text": "Open Report"}},
               {"type": "static_select", "action_id": "mood", "placeholder": {"type": "plain_text", "text": "Mood"},
                "options": [{"text": {"type": "plain_text", "text": "Good"}, "value": "good"}]}]}]""";

    private static final String MODAL = """
            {"type": "modal", "callback_id": "report", "notify_on_close": true,
             "title": {"type": "plain_text", "text": "Report"}, "submit": {"type": "plain_text", "text": "Send"},
             "blocks": [{"type": "input", "block_id": "today", "label": {"type": "plain_text", "text": "Today?"},
                         "element": {"type": "plain_text_input", "action_id": "text"}},
                        {"type": "actions", "elements": [{"type": "button", "action_id": "more",
                         "text": {"type": "plain_text", "text": "More"}}]}]}""";

    private static final String HOME = """
            {"type": "home", "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "Welcome"}}]}""";

    private final Stage stage;
    private @Nullable RawApp app;
    private JsonNode response = Json.MAPPER.createObjectNode();

    SampleKeysTest(@TempDir Path directory) {
        stage = Stage.inNoHurry(directory);
    }

    @BeforeEach
    void connect() throws IOException {
        app = new RawApp(stage, SlackEmulator.APP_TOKEN, _ -> null);
    }

    @AfterEach
    void stop() {
        if (app != null) {
            app.close();
        }
        stage.close();
    }

    @Test
    void answersAboutPeopleAndPlaces() throws IOException {
        called("auth.test", Map.of());
        called("users.info", Map.of("user", MARA));
        called("users.info", Map.of("user", "U0MUSTER"));
        called("users.list", Map.of("limit", "2"));
        called("conversations.open", Map.of("users", MARA));
        called("conversations.open", Map.of("users", MARA, "return_im", "true"));
        called("users.conversations", Map.of());
        called("conversations.info", Map.of("channel", "C0GENERAL", "include_num_members", "true"));
        called("conversations.members", Map.of("channel", "C0GENERAL", "limit", "2"));
        as("conversations.info", listed(stage.calls("conversations.list", Map.of())));
        try (Client socket = stage.as(SlackEmulator.APP_TOKEN)) {
            as(
                    "apps.connections.open",
                    socket.postForm("api/apps.connections.open", Map.of()).json());
            as("auth.test", socket.postForm("api/auth.test", Map.of()).json());
        }
    }

    @Test
    void answersAboutAddressesAndDirectMessagesForAnAppThatMay() throws IOException {
        try (Client curious = stage.as(stage.installsCurious().path("bot_token").asString())) {
            for (String method : List.of("users.info", "users.lookupByEmail")) {
                JsonNode mara = curious.postForm(
                                "api/" + method, Map.of("user", MARA, "email", "mara@crew.example.org"))
                        .json();
                assertThat(mara.at("/user/profile/email").asString()).isEqualTo("mara@crew.example.org");
                as(method, mara);
            }
            String direct = curious.postForm("api/conversations.open", Map.of("users", MARA))
                    .json()
                    .at("/channel/id")
                    .asString();
            JsonNode directs = curious.postForm("api/users.conversations", Map.of("types", "im"))
                    .json();
            assertThat(directs.path("channels")).hasSize(1);
            as("users.conversations", directs);
            as(
                    "users.conversations",
                    inAList(curious.postForm("api/conversations.info", Map.of("channel", direct))
                            .json()));
        }
    }

    @Test
    void answersAboutMessages() throws IOException {
        called("chat.postMessage", Map.of("channel", "C0GENERAL", "text", "Plain"));
        called(
                "chat.postMessage",
                Map.of(
                        "channel", "C0GENERAL",
                        "blocks", BLOCKS,
                        "username", "Mara",
                        "icon_url", "http://127.0.0.1/mara.png",
                        "metadata", """
                        {"event_type": "prompt", "event_payload": {"id": "e1"}}"""));
        String customised = response.path("ts").asString();
        called(
                "chat.postMessage",
                Map.of("channel", "C0GENERAL", "text", "Reply", "thread_ts", customised, "icon_emoji", ":wave:"));
        String reply = response.path("ts").asString();
        called("chat.update", Map.of("channel", "C0GENERAL", "ts", customised, "blocks", BLOCKS));
        called("chat.getPermalink", Map.of("channel", "C0GENERAL", "message_ts", reply));
        called("chat.postEphemeral", Map.of("channel", "C0GENERAL", "user", MARA, "text", "Psst"));
        stage.does(MARA, "messages", Map.of("channel", "C0GENERAL", "text", "Hello"));
        called("conversations.history", Map.of("channel", "C0GENERAL", "include_all_metadata", "true"));
        assertThat(response.path("messages")).hasSize(3);
        called("conversations.history", Map.of("channel", "C0GENERAL", "limit", "1"));
        as(
                "conversations.history",
                stage.calls("conversations.replies", Map.of("channel", "C0GENERAL", "ts", customised)));
        called("chat.delete", Map.of("channel", "C0GENERAL", "ts", reply));
        assertThat(Samples.strangers(
                        "api.chat.postMessage",
                        stage.call(
                                "chat.postMessage",
                                Map.of("channel", "C0GENERAL", "blocks", "[{\"type\": \"section\"}]"))))
                .isEmpty();
    }

    @Test
    void answersAboutReactionsAndTheTeamForAnAppThatMay() throws IOException {
        JsonNode other = stage.post("apps", """
                {"name": "Helper", "scopes": ["reactions:write", "team:read", "users:read", "chat:write"]}""").json();
        String ts = stage.calls("chat.postMessage", Map.of("channel", "C0GENERAL", "text", "Nice"))
                .path("ts")
                .asString();
        try (Client helper = stage.as(other.path("bot_token").asString())) {
            var reaction = Map.of("channel", "C0GENERAL", "timestamp", ts, "name", "tada");
            as("reactions.add", helper.postForm("api/reactions.add", reaction).json());
            called("conversations.history", Map.of("channel", "C0GENERAL"));
            as(
                    "reactions.add",
                    helper.postForm("api/reactions.remove", reaction).json());
            as("team.info", helper.postForm("api/team.info", Map.of()).json());
        }
    }

    @Test
    void interactionsWithAMessage() throws IOException {
        String direct = stage.direct(MARA);
        String ts = stage.calls("chat.postMessage", Map.of("channel", direct, "text", "Ready?", "blocks", BLOCKS))
                .path("ts")
                .asString();

        stage.does(MARA, "actions", Map.of("channel", direct, "ts", ts, "action_id", "open"));
        stage.does(MARA, "actions", Map.of("channel", direct, "ts", ts, "action_id", "mood", "value", "good"));
        stage.does(MARA, "commands", Map.of("command", "/standup", "text", "help", "channel", direct));

        heard("payload.BlockActionPayload", "block_actions", 2);
        heard("payload.SlashCommandPayload", "command", 1);
    }

    @Test
    void viewsAndTheirInteractions() throws IOException {
        stage.does(MARA, "commands", Map.of("command", "/standup", "text", "", "channel", "C0GENERAL"));
        called("views.open", Map.of("trigger_id", lastTrigger(), "view", MODAL));
        String root = response.at("/view/id").asString();
        stage.does(MARA, "actions", Map.of("view_id", root, "action_id", "more"));
        called("views.push", Map.of("trigger_id", lastTrigger(), "view", MODAL));
        String top = response.at("/view/id").asString();
        called("views.update", Map.of("view_id", top, "view", MODAL));
        stage.does(MARA, "submissions", Map.of("view_id", top, "values", Map.of("today", Map.of("text", "Tests"))));
        stage.does(MARA, "closings", Map.of("view_id", root));
        called("views.publish", Map.of("user_id", MARA, "view", HOME));
        stage.does(MARA, "home", Map.of());

        heard("payload.BlockActionPayload", "block_actions", 1);
        heard("payload.ViewSubmissionPayload", "view_submission", 1);
        heard("payload.ViewClosedPayload", "view_closed", 1);
        heard("event.AppHomeOpenedPayload", "app_home_opened", 1);
    }

    @Test
    void eventsOfTheWorkspace() throws IOException {
        stage.sets("members", """
                {"members": [{"id": "U0NEW", "name": "noor"}, {"id": "U0ADMIN", "display_name": "M"}]}""");
        stage.sets("members", "{\"members\": [{\"id\": \"U0NEW\", \"channels\": []}]}");
        stage.sets("channels", """
                {"channels": [{"id": "C0TEAM", "name": "team", "members": ["U0MUSTER"]},
                              {"id": "C0SECRET", "name": "secret", "members": ["U0MUSTER"], "is_private": true}]}""");
        stage.sets("channels", """
                {"channels": [{"id": "C0TEAM", "members": []}, {"id": "C0SECRET", "members": []}]}""");

        heard("event.TeamJoinPayload", "team_join", 1);
        heard("event.MemberJoinedChannelPayload", "member_joined_channel", 3);
        heard("event.UserChangePayload", "user_change", 2);
        heard("event.MemberLeftChannelPayload", "member_left_channel", 1);
        heard("event.ChannelLeftPayload", "channel_left", 1);
        heard("event.ChannelLeftPayload", "group_left", 1);
    }

    @Test
    void eventsOfDirectMessagesForAnAppThatHearsThem() throws IOException {
        JsonNode installed = stage.installsCurious();
        try (Client curious = stage.as(installed.path("bot_token").asString());
                var listening = new RawApp(stage, installed.path("app_token").asString(), _ -> null)) {
            stage.does(
                    MARA, "messages", Map.of("channel", installed.path("user").asString(), "text", "Hello"));
            curious.postForm("api/chat.postMessage", Map.of("channel", MARA, "text", "Hello", "blocks", BLOCKS));

            heard(listening, "event.MessagePayload", "message", 2);
        }
    }

    private void called(String method, Map<String, String> arguments) throws IOException {
        response = stage.calls(method, arguments);
        as(method, response);
    }

    private static void as(String sample, JsonNode answer) {
        assertThat(answer.path("ok").asBoolean()).as(answer.toString()).isTrue();
        assertThat(Samples.strangers("api." + sample, answer)).as(sample).isEmpty();
    }

    private static JsonNode listed(JsonNode list) {
        assertThat(list.path("channels")).isNotEmpty();
        var one = Json.MAPPER.createObjectNode().put("ok", true);
        one.set("channel", list.at("/channels/0"));
        return one;
    }

    private static JsonNode inAList(JsonNode info) {
        var list = Json.MAPPER.createObjectNode().put("ok", true);
        list.putArray("channels").add(info.path("channel"));
        return list;
    }

    private String lastTrigger() {
        return List.of("command", "block_actions").stream()
                .flatMap(type -> payloads(type).stream())
                .map(payload -> payload.path("trigger_id").asString())
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private List<JsonNode> payloads(String type) {
        return app == null ? List.of() : app.heard(type);
    }

    private void heard(String sample, String type, int times) {
        heard(requireNonNull(app), sample, type, times);
    }

    private static void heard(RawApp listening, String sample, String type, int times) {
        await().untilAsserted(() -> assertThat(listening.heard(type)).hasSize(times));
        for (JsonNode payload : listening.heard(type)) {
            assertThat(Samples.strangers(sample, payload))
                    .as(payload.toString())
                    .isEmpty();
        }
    }
}
