package dev.muster.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The Web API as a bot calls it. */
class WebApiTest {

    private static final String MARA = "U0ADMIN";

    private final Stage stage;

    WebApiTest(@TempDir Path directory) {
        stage = new Stage(directory);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chat.postMessage       | channel=C0NOWHERE text=x                            | channel_not_found
            chat.postMessage       | channel=C0QUIET text=x                              | not_in_channel
            chat.postMessage       | channel=C0SECRET text=x                             | channel_not_found
            chat.postMessage       | channel=C0OLD text=x                                | is_archived
            chat.postMessage       | channel=U0FORMER text=x                             | channel_not_found
            chat.postMessage       | channel=C0GENERAL                                   | no_text
            chat.postMessage       | channel=C0GENERAL blocks={                          | invalid_blocks_format
            chat.postMessage       | channel=C0GENERAL text=x metadata={                 | invalid_metadata_format
            chat.postMessage       | channel=C0GENERAL text=x metadata={"event_type":"x"} | invalid_metadata_schema
            chat.postMessage       | channel=C0GENERAL text=x thread_ts=1.000001         | cannot_reply_to_message
            chat.update            | channel=C0GENERAL ts=1.000001 text=x                | message_not_found
            chat.update            | channel=U0ADMIN ts=1.000001 text=x                  | channel_not_found
            chat.delete            | channel=C0GENERAL ts=nonsense                       | message_not_found
            chat.postEphemeral     | channel=C0GENERAL user=U0FORMER text=x              | user_not_in_channel
            chat.getPermalink      | channel=C0GENERAL message_ts=1.000001               | message_not_found
            conversations.open     | users=U0NOBODY                                      | user_not_found
            conversations.open     | users=U0FORMER                                      | user_disabled
            conversations.open     |                                                     | users_list_not_supplied
            conversations.open     | users=U1,U2,U3,U4,U5,U6,U7,U8,U9                    | too_many_users
            conversations.open     | users=U0ADMIN,U0YUKI                                | missing_scope
            conversations.open     | channel=C0GENERAL                                   | method_not_supported_for_channel_type
            conversations.open     | users=U0YUKI prevent_creation=1                     | channel_not_found
            conversations.members  | channel=C0SECRET                                    | channel_not_found
            conversations.members  | channel=C0GENERAL cursor=nonsense                   | invalid_cursor
            conversations.members  | channel=C0GENERAL limit=-1                          | invalid_arguments
            conversations.info     | channel=C0NOWHERE                                   | channel_not_found
            conversations.history  | channel=C0QUIET                                     | not_in_channel
            conversations.history  | channel=C0GENERAL oldest=x                          | invalid_ts_oldest
            conversations.history  | channel=C0GENERAL latest=x                          | invalid_ts_latest
            conversations.replies  | channel=C0GENERAL ts=1.000001                       | thread_not_found
            conversations.list     | types=nonsense                                      | invalid_types
            conversations.list     | types=mpim                                          | missing_scope
            conversations.inviteShared | channel=C0GENERAL emails=a@example.org          | missing_scope
            users.info             | user=U0NOBODY                                       | user_not_found
            conversations.list     | types=im                                            | missing_scope
            users.lookupByEmail    | email=mara@crew.example.org                         | missing_scope
            users.admin.invite     | email=ada@example.org                               | not_allowed_token_type
            admin.users.invite     | email=ada@example.org                               | not_allowed_token_type
            apps.connections.open  |                                                     | not_allowed_token_type
            reactions.add          | channel=C0GENERAL timestamp=1.000001 name=tada      | missing_scope
            bots.info              | bot=B0NOBODY                                        | bot_not_found
            team.info              |                                                     | missing_scope
            views.open             | trigger_id=1.2.x                                    | invalid_arguments
            views.publish          | user_id=U0NOBODY view={"type":"home","blocks":[]}   | invalid_arguments
            views.update           | view_id=V0 view={"type":"modal"}                    | not_found
            users.invent           |                                                     | unknown_method
            """)
    void callIsRefusedWithADocumentedCode(String method, String arguments, String code) throws IOException {
        strangePlaces();

        assertThat(stage.error(method, fields(arguments))).isEqualTo(code);
    }

    @Test
    void errorsOfEveryMethodAreDocumented() throws IOException {
        String operations = stage.put("faults", "{\"operation\": \"?\", \"kind\": \"hang\"}")
                .json()
                .path("detail")
                .asString();

        assertThat(operations.substring(operations.indexOf("are ") + 4).split(", ", -1))
                .filteredOn(operation -> !operation.equals("response_url"))
                .containsExactlyInAnyOrderElementsOf(Samples.methods());
    }

    @Test
    void tokensOfEveryKindAreToldApart() throws IOException {
        try (Client nobody = stage.as("xoxb-nobody");
                Client app = stage.as(SlackEmulator.APP_TOKEN);
                Client admin = stage.as(SlackEmulator.INVITE_TOKEN);
                Client none = new Client(stage.slack.address(), Map.of())) {
            assertThat(error(none.postForm("api/auth.test", Map.of()))).isEqualTo("not_authed");
            assertThat(error(nobody.postForm("api/auth.test", Map.of()))).isEqualTo("invalid_auth");
            assertThat(error(app.postForm("api/auth.test", Map.of()))).isEmpty();
            assertThat(error(app.postForm("api/users.list", Map.of()))).isEqualTo("not_allowed_token_type");
            assertThat(error(admin.postForm("api/chat.postMessage", Map.of("channel", "C0GENERAL", "text", "x"))))
                    .isEqualTo("not_allowed_token_type");
            assertThat(error(admin.postForm("api/admin.users.invite", Map.of())))
                    .isEqualTo("feature_not_enabled");
        }
        stage.sets("members", "{\"members\": [{\"id\": \"U0MUSTER\", \"deleted\": true}]}");
        assertThat(stage.error("auth.test", Map.of())).isEqualTo("account_inactive");
    }

    @Test
    void missingScopeIsNamedBesideThoseThereAre() throws IOException {
        JsonNode other = stage.post("apps", "{\"name\": \"Small\", \"scopes\": [\"users:read\"]}")
                .json();

        try (Client small = stage.as(other.path("bot_token").asString())) {
            JsonNode refused = small.postForm("api/chat.postMessage", Map.of("channel", "C0GENERAL", "text", "x"))
                    .json();
            assertThat(refused.path("error").asString()).isEqualTo("missing_scope");
            assertThat(refused.path("needed").asString()).isEqualTo("chat:write");
            assertThat(refused.path("provided").asString()).isEqualTo("users:read");
            assertThat(small.postForm("api/users.info", Map.of("user", MARA))
                            .json()
                            .at("/user/profile")
                            .has("email"))
                    .isFalse();
        }
    }

    @Test
    void formAndJsonMeanTheSame() throws IOException {
        var block = Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", "*Hi*"));

        stage.calls("chat.postMessage", Map.of("channel", "C0GENERAL", "text", "Hi", "blocks", """
                [{"type": "section", "text": {"type": "mrkdwn", "text": "*Hi*"}}]"""));
        stage.replyToJson("chat.postMessage", Map.of("channel", "C0GENERAL", "text", "Hi", "blocks", List.of(block)));

        List<JsonNode> messages = stage.messages("C0GENERAL");
        assertThat(messages).hasSize(2);
        assertThat(messages).allSatisfy(message -> {
            assertThat(message.at("/blocks/0/text/text").asString()).isEqualTo("*Hi*");
            assertThat(message.at("/blocks/0/block_id").asString()).isNotBlank();
        });
    }

    @Test
    void messageIsCustomisedAsABotsMessage() throws IOException {
        JsonNode message = stage.calls(
                        "chat.postMessage",
                        Map.of(
                                "channel", "C0GENERAL",
                                "text", "Done",
                                "username", "Mara",
                                "icon_url", "http://127.0.0.1/mara.png"))
                .path("message");

        assertThat(message.path("subtype").asString()).isEqualTo("bot_message");
        assertThat(message.path("username").asString()).isEqualTo("Mara");
        assertThat(message.at("/icons/image_64").asString()).isEqualTo("http://127.0.0.1/mara.png");
        assertThat(message.path("bot_id").asString()).isEqualTo("B0MUSTER");
        assertThat(message.has("user")).isFalse();
    }

    @Test
    void memberStandsForTheDirectMessagesWithThem() throws IOException {
        String first = stage.calls("chat.postMessage", Map.of("channel", MARA, "text", "Hi"))
                .path("channel")
                .asString();

        assertThat(first).startsWith("D");
        assertThat(stage.direct(MARA)).isEqualTo(first);
        assertThat(stage.calls("conversations.open", Map.of("users", MARA))
                        .path("already_open")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void somebodyWhoIsGoneIsNotWrittenTo() throws IOException {
        String direct = stage.direct(MARA);
        stage.sets("members", "{\"members\": [{\"id\": \"U0ADMIN\", \"deleted\": true}]}");

        assertThat(stage.error("chat.postMessage", Map.of("channel", direct, "text", "Hi")))
                .isEqualTo("is_archived");
        assertThat(stage.error("conversations.open", Map.of("users", MARA))).isEqualTo("user_disabled");
    }

    @Test
    void longTextIsCutWhenPostedAndRefusedWhenChanged() throws IOException {
        JsonNode posted = stage.calls("chat.postMessage", Map.of("channel", "C0GENERAL", "text", "é".repeat(40_001)));

        assertThat(posted.at("/message/text").asString()).hasSize(40_000);
        assertThat(stage.error(
                        "chat.update",
                        Map.of("channel", "C0GENERAL", "ts", posted.path("ts").asString(), "text", "é".repeat(4_001))))
                .isEqualTo("msg_too_long");
    }

    @Test
    void changeKeepsMetadataUnlessToldOtherwise() throws IOException {
        String ts = stage.calls(
                        "chat.postMessage", Map.of("channel", "C0GENERAL", "text", "1", "metadata", metadata("e1")))
                .path("ts")
                .asString();

        stage.calls("chat.update", Map.of("channel", "C0GENERAL", "ts", ts, "text", "2"));
        assertThat(history(Map.of("include_all_metadata", "1"))
                        .at("/messages/0/metadata/event_payload/id")
                        .asString())
                .isEqualTo("e1");
        assertThat(history(Map.of()).at("/messages/0").has("metadata")).isFalse();
        stage.calls("chat.update", Map.of("channel", "C0GENERAL", "ts", ts, "text", "3", "metadata", "{}"));
        assertThat(history(Map.of("include_all_metadata", "true"))
                        .at("/messages/0")
                        .has("metadata"))
                .isFalse();
    }

    @Test
    void changeWithTextAloneRemovesBlocksAndWithNeitherIsRefused() throws IOException {
        String ts = stage.calls("chat.postMessage", Map.of("channel", "C0GENERAL", "text", "1", "blocks", """
                [{"type": "divider"}]"""))
                .path("ts")
                .asString();

        assertThat(stage.error("chat.update", Map.of("channel", "C0GENERAL", "ts", ts)))
                .isEqualTo("no_text");
        stage.calls("chat.update", Map.of("channel", "C0GENERAL", "ts", ts, "text", "2"));

        assertThat(stage.messages("C0GENERAL").getFirst().has("blocks")).isFalse();
    }

    @Test
    void othersMessagesAreNotOnesOwn() throws IOException {
        String ts = stage.does(MARA, "messages", Map.of("channel", "C0GENERAL", "text", "Mine"))
                .path("ts")
                .asString();

        assertThat(stage.error("chat.update", Map.of("channel", "C0GENERAL", "ts", ts, "text", "x")))
                .isEqualTo("cant_update_message");
        assertThat(stage.error("chat.delete", Map.of("channel", "C0GENERAL", "ts", ts)))
                .isEqualTo("cant_delete_message");
    }

    @Test
    void repliesStandInTheirThreadAndNotInTheHistory() throws IOException {
        String root = post(Map.of("text", "root"));
        String first = post(Map.of("text", "first", "thread_ts", root));
        post(Map.of("text", "second", "thread_ts", first));

        JsonNode history = history(Map.of());
        JsonNode thread = stage.calls("conversations.replies", Map.of("channel", "C0GENERAL", "ts", root));

        assertThat(texts(history)).containsExactly("root");
        assertThat(history.at("/messages/0/reply_count").asInt()).isEqualTo(2);
        assertThat(texts(thread)).containsExactly("root", "first", "second");
        assertThat(thread.at("/messages/2/thread_ts").asString()).isEqualTo(root);
        assertThat(stage.messages("C0GENERAL"))
                .extracting(message -> message.path("text").asString())
                .containsExactly("root", "first", "second");
    }

    @Test
    void historyIsBoundedByTimestamps() throws IOException {
        unlimited("chat.postMessage");
        var ts = new ArrayList<String>();
        for (int i = 1; i <= 5; i++) {
            ts.add(post(Map.of("text", Integer.toString(i))));
        }

        assertThat(texts(history(Map.of("oldest", ts.get(1), "latest", ts.get(3)))))
                .containsExactly("3");
        assertThat(texts(history(Map.of("oldest", ts.get(1), "latest", ts.get(3), "inclusive", "1"))))
                .containsExactly("4", "3", "2");
        assertThat(texts(history(Map.of("oldest", ts.get(4))))).isEmpty();
        assertThat(texts(history(Map.of()))).containsExactly("5", "4", "3", "2", "1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 10, 25, 100})
    void pagesOfEverySizeCoverAllOnce(int limit) throws IOException {
        for (String method : List.of(
                "chat.postMessage",
                "conversations.history",
                "conversations.replies",
                "conversations.members",
                "users.list",
                "conversations.list")) {
            unlimited(method);
        }
        var members = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            members.append(i == 0 ? "" : ",")
                    .append("{\"name\": \"person")
                    .append(i)
                    .append("\"}");
        }
        stage.sets("members", "{\"members\": [" + members + "]}");
        String root = post(Map.of("text", "root"));
        for (int i = 0; i < 24; i++) {
            post(Map.of("text", "reply" + i, "thread_ts", root));
            post(Map.of("text", "message" + i));
        }

        assertThat(all("conversations.history", Map.of("channel", "C0GENERAL"), "messages", limit))
                .hasSize(25)
                .doesNotHaveDuplicates();
        assertThat(all("conversations.replies", Map.of("channel", "C0GENERAL", "ts", root), "messages", limit))
                .hasSize(25)
                .doesNotHaveDuplicates();
        assertThat(all("conversations.members", Map.of("channel", "C0GENERAL"), "members", limit))
                .hasSize(34)
                .doesNotHaveDuplicates();
        assertThat(all("users.list", Map.of(), "members", limit)).hasSize(34).doesNotHaveDuplicates();
    }

    @Test
    void pageMayRunShortThoughMoreFollow() throws IOException {
        stage.sets("members", "{\"members\": [" + "{\"name\": \"p\"},".repeat(20) + "{\"name\": \"p\"}]}");

        JsonNode page = stage.calls("conversations.members", Map.of("channel", "C0GENERAL", "limit", "20"));

        assertThat(page.path("members")).hasSize(18);
        assertThat(page.at("/response_metadata/next_cursor").asString()).isNotEmpty();
    }

    @Test
    void timeZoneAndNamesAreToldAsTheyAre() throws IOException {
        stage.sets("members", """
                {"members": [{"id": "U0YUKI", "display_name": "", "image_48": "http://127.0.0.1/y.png"}]}""");

        JsonNode user = stage.calls("users.info", Map.of("user", "U0YUKI")).path("user");

        assertThat(user.path("tz").asString()).isEqualTo("Asia/Tokyo");
        assertThat(user.path("tz_offset").asInt()).isEqualTo(9 * 3600);
        assertThat(user.at("/profile/display_name").asString()).isEmpty();
        assertThat(user.at("/profile/real_name").asString()).isEqualTo("山本 ゆき");
        assertThat(user.at("/profile/image_48").asString()).isEqualTo("http://127.0.0.1/y.png");
    }

    @Test
    void pictureIsDrawnHereUnlessThereIsAnother() throws IOException {
        String picture = stage.calls("users.info", Map.of("user", MARA))
                .at("/user/profile/image_48")
                .asString();

        var drawn = stage.get(picture);

        assertThat(drawn.header("Content-Type")).contains("image/svg+xml");
        assertThat(drawn.text()).contains(">m<");
    }

    @Test
    void callsShowArgumentsAndNeverTokens() throws IOException {
        try (Client none = new Client(stage.slack.address(), Map.of())) {
            none.postForm(
                    "api/chat.postMessage",
                    Map.of("token", SlackEmulator.BOT_TOKEN, "channel", "C0GENERAL", "text", "Hi"));
        }

        String calls = stage.get("sandbox/calls?operation=chat.postMessage").text();
        assertThat(calls).contains("\"text\":\"Hi\"").doesNotContain("xoxb-");
        assertThat(stage.messages("C0GENERAL")).hasSize(1);
    }

    @Test
    void faultOfAnyMethodStrikesAndResetStillPosts() throws IOException {
        stage.sets("faults", """
                {"operation": "chat.postMessage", "kind": "error", "error": "fatal_error", "times": 1}""");
        assertThat(stage.error("chat.postMessage", Map.of("channel", "C0GENERAL", "text", "1")))
                .isEqualTo("fatal_error");
        stage.sets("faults", """
                {"operation": "chat.postMessage", "kind": "reset", "times": 1}""");
        try {
            stage.call("chat.postMessage", Map.of("channel", "C0GENERAL", "text", "2"));
        } catch (IOException _) {
            // Cut before the answer.
        }

        assertThat(stage.messages("C0GENERAL"))
                .extracting(message -> message.path("text").asString())
                .containsExactly("2");
    }

    private void strangePlaces() throws IOException {
        stage.sets("members", """
                {"members": [{"id": "U0FORMER", "name": "former", "email": "former@crew.example.org",
                              "deleted": true, "channels": []}]}""");
        stage.sets("channels", """
                {"channels": [{"id": "C0QUIET", "name": "quiet", "members": ["U0ADMIN"]},
                              {"id": "C0SECRET", "name": "secret", "members": ["U0ADMIN"], "is_private": true},
                              {"id": "C0OLD", "name": "old", "members": ["U0MUSTER"], "is_archived": true}]}""");
    }

    private static Map<String, String> fields(String arguments) {
        var fields = new HashMap<String, String>();
        if (arguments != null) {
            for (String argument : arguments.split(" ", -1)) {
                int equals = argument.indexOf('=');
                fields.put(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        return fields;
    }

    private void unlimited(String method) throws IOException {
        stage.sets("limits", "{\"operation\": \"" + method + "\", \"requests\": 100000, \"seconds\": 1}");
    }

    private String post(Map<String, String> arguments) throws IOException {
        var all = new HashMap<>(arguments);
        all.put("channel", "C0GENERAL");
        return stage.calls("chat.postMessage", all).path("ts").asString();
    }

    private JsonNode history(Map<String, String> arguments) throws IOException {
        var all = new HashMap<>(arguments);
        all.put("channel", "C0GENERAL");
        return stage.calls("conversations.history", all);
    }

    private List<String> all(String method, Map<String, String> arguments, String what, int limit) throws IOException {
        var found = new ArrayList<String>();
        var all = new HashMap<>(arguments);
        all.put("limit", Integer.toString(limit));
        do {
            JsonNode page = stage.calls(method, all);
            page.path(what).forEach(item -> found.add(item.toString()));
            all.put("cursor", page.at("/response_metadata/next_cursor").asString(""));
        } while (!all.getOrDefault("cursor", "").isEmpty());
        return found;
    }

    private static List<String> texts(JsonNode answer) {
        return answer.path("messages")
                .valueStream()
                .map(message -> message.path("text").asString())
                .toList();
    }

    private static String metadata(String id) {
        return "{\"event_type\": \"effect\", \"event_payload\": {\"id\": \"" + id + "\"}}";
    }

    private static String error(Client.Reply reply) {
        return reply.json().path("error").asString("");
    }
}
