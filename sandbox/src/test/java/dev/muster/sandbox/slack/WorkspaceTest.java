package dev.muster.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.emulator.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The workspace as its control side sets it up and shows it. */
class WorkspaceTest {

    private final Path directory;
    private Stage stage;

    WorkspaceTest(@TempDir Path directory) {
        this.directory = directory;
        stage = new Stage(directory);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void freshOneHasOneChannelThreePeopleAndTheBot() throws IOException {
        JsonNode workspace = stage.workspace();

        assertThat(strings(workspace.path("members"), "id"))
                .containsExactly("U0ADMIN", "U0TOMAS", "U0YUKI", "U0MUSTER");
        assertThat(workspace.path("members").valueStream().filter(member -> member.path("is_bot")
                        .asBoolean()))
                .singleElement()
                .satisfies(bot -> assertThat(bot.path("id").asString()).isEqualTo("U0MUSTER"));
        assertThat(workspace.path("channels")).singleElement().satisfies(channel -> {
            assertThat(channel.path("id").asString()).isEqualTo("C0GENERAL");
            assertThat(channel.path("name").asString()).isEqualTo("general");
            assertThat(channel.path("members")).hasSize(4);
            assertThat(channel.path("messages")).isEmpty();
        });
        assertThat(workspace.path("views")).isEmpty();
        assertThat(workspace.path("invitations")).isEmpty();
    }

    @Test
    void everythingOutlivesTheProcessAndATornLine() throws IOException {
        stage.sets("members", "{\"members\": [{\"id\": \"U0NOOR\", \"name\": \"noor\"}]}");
        stage.sets("channels", """
                {"channels": [{"id": "C0TEAM", "name": "team", "members": ["U0NOOR", "U0MUSTER"]}]}""");
        String direct = stage.direct("U0NOOR");
        String root = stage.calls(
                        "chat.postMessage",
                        Map.of(
                                "channel",
                                "C0TEAM",
                                "text",
                                "One",
                                "blocks",
                                """
                [{"type": "divider"}]""",
                                "metadata",
                                """
                {"event_type": "effect", "event_payload": {"id": "e1"}}""",
                                "username",
                                "Noor",
                                "icon_emoji",
                                ":wave:"))
                .path("ts")
                .asString();
        stage.calls("chat.postMessage", Map.of("channel", "C0TEAM", "text", "Two", "thread_ts", root));
        String gone = stage.calls("chat.postMessage", Map.of("channel", direct, "text", "Three"))
                .path("ts")
                .asString();
        stage.calls("chat.delete", Map.of("channel", direct, "ts", gone));
        stage.calls("chat.update", Map.of("channel", "C0TEAM", "ts", root, "text", "One, changed"));
        JsonNode app = stage.post("apps", "{\"name\": \"Lunch\", \"commands\": [\"/lunch\"]}")
                .json();
        JsonNode before = stage.workspace();
        stage.close();
        Files.writeString(directory.resolve("workspace.jsonl"), "{\"message\":{\"cha", StandardOpenOption.APPEND);

        stage = new Stage(directory);

        for (String part : List.of("members", "channels", "invitations")) {
            assertThat(withoutPort(stage.workspace().path(part))).isEqualTo(withoutPort(before.path(part)));
        }
        assertThat(stage.direct("U0NOOR")).isEqualTo(direct);
        try (Client lunch = stage.as(app.path("bot_token").asString())) {
            assertThat(lunch.postForm("api/auth.test", Map.of())
                            .json()
                            .path("user_id")
                            .asString())
                    .isEqualTo(app.path("user").asString());
        }
    }

    @Test
    void timestampsGrowAndAreNeverTheSame() throws Exception {
        stage.sets("limits", """
                {"operation": "chat.postMessage", "requests": 100000, "seconds": 1}""");

        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> posted = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(
                            () -> stage.calls("chat.postMessage", Map.of("channel", "C0GENERAL", "text", "m" + i))
                                    .path("ts")
                                    .asString()))
                    .toList();
            var distinct = new HashSet<String>();
            for (Future<String> one : posted) {
                distinct.add(one.get());
            }
            assertThat(distinct).hasSize(200);
        }

        assertThat(strings(channel("C0GENERAL").path("messages"), "ts"))
                .hasSize(200)
                .isSorted();
    }

    @Test
    void membersAreAddedAndChangedManyAtATime() throws IOException {
        stage.sets(
                "channels", "{\"channels\": [{\"id\": \"C0TEAM\", \"name\": \"team\", \"members\": [\"U0TOMAS\"]}]}");

        stage.sets("members", """
                {"members": [
                  {"id": "U0NOOR", "name": "noor", "real_name": "Noor Haddad", "display_name": "", "tz": "Asia/Beirut",
                   "email": "noor@crew.example.org", "channels": ["C0TEAM"]},
                  {"name": "robot", "is_bot": true},
                  {"id": "U0TOMAS", "display_name": "T", "channels": ["C0GENERAL"]},
                  {"id": "U0YUKI", "deleted": true}]}""");

        JsonNode noor = member("U0NOOR");
        assertThat(noor.path("real_name").asString()).isEqualTo("Noor Haddad");
        assertThat(noor.at("/profile/display_name").asString()).isEmpty();
        assertThat(noor.path("tz").asString()).isEqualTo("Asia/Beirut");
        assertThat(member("U0TOMAS").at("/profile/display_name").asString()).isEqualTo("T");
        assertThat(member("U0TOMAS").path("real_name").asString()).isEqualTo("Tomás Okonkwo");
        assertThat(member("U0YUKI").path("deleted").asBoolean()).isTrue();
        assertThat(items(channel("C0TEAM").path("members"))).containsExactly("U0NOOR");
        assertThat(items(channel("C0GENERAL").path("members")))
                .doesNotContain("U0NOOR")
                .contains("U0TOMAS");
        assertThat(stage.workspace().path("members").valueStream().filter(member -> member.path("name")
                        .asString()
                        .equals("robot")))
                .singleElement()
                .satisfies(robot -> assertThat(robot.path("is_bot").asBoolean()).isTrue());
    }

    @Test
    void appHearsOfEverybodyWhoComesAndGoes() throws IOException {
        try (var app = new RawApp(stage, SlackEmulator.APP_TOKEN, _ -> null)) {
            stage.sets("channels", """
                    {"channels": [{"id": "C0TEAM", "name": "team", "members": ["U0MUSTER", "U0TOMAS", "U0YUKI"]}]}""");
            stage.sets("channels", """
                    {"channels": [{"id": "C0TEAM", "members": ["U0MUSTER", "U0ADMIN", "U0YUKI"]},
                                  {"id": "C0ELSEWHERE", "name": "elsewhere", "members": ["U0ADMIN"]}]}""");
            stage.sets("members", "{\"members\": [{\"id\": \"U0YUKI\", \"channels\": []}]}");

            await().untilAsserted(() -> assertThat(app.heard("member_joined_channel"))
                    .extracting(payload -> payload.at("/event/user").asString() + " "
                            + payload.at("/event/channel").asString())
                    .containsExactlyInAnyOrder("U0MUSTER C0TEAM", "U0TOMAS C0TEAM", "U0YUKI C0TEAM", "U0ADMIN C0TEAM"));
            await().untilAsserted(() -> assertThat(app.heard("member_left_channel"))
                    .extracting(payload -> payload.at("/event/user").asString() + " "
                            + payload.at("/event/channel").asString())
                    .containsExactlyInAnyOrder("U0TOMAS C0TEAM", "U0YUKI C0TEAM", "U0YUKI C0GENERAL"));
        }
    }

    @ParameterizedTest
    @CsvSource({"false, channel_left", "true, group_left"})
    void appHearsThatItsBotIsOutOfAChannel(boolean hidden, String event) throws IOException {
        JsonNode other = stage.post("apps", "{\"name\": \"Other\"}").json();
        String stays = other.path("user").asString();
        try (var muster = new RawApp(stage, SlackEmulator.APP_TOKEN, _ -> null);
                var staying = new RawApp(stage, other.path("app_token").asString(), _ -> null)) {
            String channel = """
                    {"channels": [{"id": "%s", "name": "%1$s", "is_private": %s, "members": [%s]}]}""";
            stage.sets("channels", channel.formatted("C0TEAM", hidden, "\"U0MUSTER\", \"" + stays + "\""));
            stage.sets("channels", channel.formatted("C0CREW", hidden, "\"U0MUSTER\""));

            stage.sets("channels", channel.formatted("C0TEAM", hidden, "\"" + stays + "\""));
            stage.sets("members", "{\"members\": [{\"id\": \"U0MUSTER\", \"channels\": [\"C0GENERAL\"]}]}");

            await().untilAsserted(() -> assertThat(muster.heard(event))
                    .extracting(payload -> payload.at("/event/channel").asString() + " "
                            + payload.at("/event/actor_id").asString())
                    .containsExactly("C0TEAM U0ADMIN", "C0CREW U0ADMIN"));
            assertThat(muster.heard(event).getFirst().path("event").propertyNames())
                    .containsExactlyInAnyOrder("type", "channel", "actor_id", "event_ts");
            assertThat(muster.heard("member_left_channel")).isEmpty();
            await().untilAsserted(() -> assertThat(staying.heard("member_left_channel"))
                    .extracting(payload -> payload.at("/event/user").asString())
                    .containsExactly("U0MUSTER"));
            assertThat(staying.heard(event)).isEmpty();
        }
    }

    @Test
    void appWithoutSidesIsNeitherWrittenToNorShown() throws IOException {
        JsonNode app = stage.post("apps", """
                {"name": "Silent", "home_tab_enabled": false, "messages_tab_enabled": false}""").json();
        JsonNode teller = stage.post("apps", """
                {"name": "Teller", "messages_tab_read_only_enabled": true}""").json();

        try (Client silent = stage.as(app.path("bot_token").asString());
                Client telling = stage.as(teller.path("bot_token").asString())) {
            assertThat(Stage.documented(
                                    "chat.postMessage",
                                    silent.postForm("api/chat.postMessage", Map.of("channel", "U0ADMIN", "text", "Hi"))
                                            .json())
                            .path("error")
                            .asString())
                    .isEqualTo("messages_tab_disabled");
            assertThat(Stage.documented(
                                    "views.publish",
                                    silent.postForm("api/views.publish", Map.of("user_id", "U0ADMIN", "view", """
                                            {"type": "home", "blocks": []}"""))
                                            .json())
                            .path("error")
                            .asString())
                    .isEqualTo("not_enabled");
            assertThat(telling.postForm("api/chat.postMessage", Map.of("channel", "U0ADMIN", "text", "Hi"))
                            .json()
                            .path("ok")
                            .asBoolean())
                    .isTrue();
        }
        for (JsonNode closed : List.of(app, teller)) {
            assertThat(stage.tries(
                                    "U0ADMIN",
                                    "messages",
                                    Map.of("channel", closed.path("user").asString(), "text", "Hi"))
                            .status())
                    .isEqualTo(404);
        }
        assertThat(stage.tries("U0ADMIN", "home", Map.of("app", app.path("id").asString()))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void acceptedInvitationMakesAMember() throws IOException {
        try (Client admin = stage.as(SlackEmulator.INVITE_TOKEN);
                var app = new RawApp(stage, SlackEmulator.APP_TOKEN, _ -> null)) {
            Map<String, String> invitation =
                    Map.of("email", "ada@example.org", "first_name", "Ada", "last_name", "Byron");
            admin.postForm("api/users.admin.invite", invitation);

            JsonNode ada =
                    stage.post("invitations/ada@example.org/acceptance", "").json();

            assertThat(ada.path("real_name").asString()).isEqualTo("Ada Byron");
            assertThat(admin.postForm("api/users.admin.invite", invitation)
                            .json()
                            .path("error")
                            .asString())
                    .isEqualTo("already_in_team");
            assertThat(admin.postForm("api/users.lookupByEmail", Map.of("email", "ada@example.org"))
                            .json()
                            .at("/user/id")
                            .asString())
                    .isEqualTo(ada.path("id").asString());
            assertThat(items(channel("C0GENERAL").path("members")))
                    .contains(ada.path("id").asString());
            await().untilAsserted(() -> {
                assertThat(app.heard("team_join")).hasSize(1);
                assertThat(app.heard("member_joined_channel")).hasSize(1);
            });
            assertThat(stage.post("invitations/ada@example.org/acceptance", "").status())
                    .isEqualTo(404);
            assertThat(stage.post("invitations/nobody@example.org/acceptance", "")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void oneSeesOnesOwnConversations() throws IOException {
        stage.calls("chat.postMessage", Map.of("channel", "U0ADMIN", "text", "For Mara"));

        JsonNode tomas = stage.get("sandbox/workspace?user=U0TOMAS").json();
        JsonNode mara = stage.get("sandbox/workspace?user=U0ADMIN").json();

        assertThat(strings(tomas.path("channels"), "name")).containsExactly("general");
        assertThat(strings(mara.path("channels"), "name")).containsExactly("general", "");
        assertThat(mara.at("/channels/1/user").asString()).isEqualTo("U0MUSTER");
        assertThat(stage.workspace().at("/channels/1/user").asString()).isEqualTo("U0ADMIN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            members  | {}
            members  | {"members": [{}]}
            members  | {"members": [{"name": "x", "colour": "red"}]}
            members  | {"members": [{"id": "nonsense", "name": "x"}]}
            members  | {"members": [{"name": "x", "tz": "Mars/Olympus"}]}
            members  | {"members": [{"name": "x", "channels": ["C0NOWHERE"]}]}
            members  | {"members": [{"name": "x", "email": "mara@crew.example.org"}]}
            members  | {"members": ["x"]}
            channels | {"channels": [{"id": "C0NEW"}]}
            channels | {"channels": [{"id": "D0NEW", "name": "x"}]}
            channels | {"channels": [{"name": "x", "members": ["U0NOBODY"]}]}
            socket   | {"action": "explode"}
            socket   | {"action": "disconnect", "reason": "boredom"}
            clock    | {"rate": 0}
            clock    | {"rate": 1001}
            clock    | {}
            """)
    void whatCannotBeSetUpIsToldInASentenceAndNothingIsChanged(String what, String body) throws IOException {
        JsonNode before = stage.workspace();

        var reply = stage.put(what, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().path("detail").asString()).isNotBlank();
        assertThat(stage.workspace()).isEqualTo(before);
    }

    @Test
    void commandBelongsToOneApp() throws IOException {
        assertThat(stage.post("apps", "{\"name\": \"Copycat\", \"commands\": [\"/standup\"]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void hundredsOfMembersAndThousandsOfMessagesStayFast() throws IOException {
        stage.sets("limits", """
                {"operation": "chat.postMessage", "requests": 100000, "seconds": 1}""");
        stage.sets(
                "members",
                Json.MAPPER.writeValueAsString(Map.of(
                        "members",
                        IntStream.range(0, 500)
                                .mapToObj(i -> Map.of("id", "U0P" + i, "name", "person" + i))
                                .toList())));
        String root = "";
        for (int i = 0; i < 3000; i++) {
            var message = new HashMap<>(Map.of("channel", "C0GENERAL", "text", "m" + i));
            if (i % 2 == 1) {
                message.put("thread_ts", root);
            }
            String ts = stage.calls("chat.postMessage", message).path("ts").asString();
            root = i == 0 ? ts : root;
        }

        assertThat(stage.calls("conversations.members", Map.of("channel", "C0GENERAL", "limit", "1000"))
                        .path("members"))
                .hasSize(504);
        assertThat(stage.messages("C0GENERAL")).hasSize(3000);
    }

    @Test
    void limitsHoldForEachChannelAndRunAsFastAsTheClock() throws IOException {
        for (int i = 0; i < 5; i++) {
            post("C0GENERAL", 200);
        }
        Client.Reply refused = post("C0GENERAL", 429);
        post("U0ADMIN", 200);

        assertThat(refused.header("Retry-After")).hasValueSatisfying(seconds -> assertThat(Integer.parseInt(seconds))
                .isBetween(1, 5));
        stage.sets("limits", "{\"operation\": \"chat.postMessage\", \"requests\": 1, \"seconds\": 600}");
        post("C0GENERAL", 200);
        post("C0GENERAL", 429);
        stage.sets("clock", "{\"rate\": 1000}");
        await().untilAsserted(() -> post("C0GENERAL", 200));
    }

    @Test
    void waitIsToldInTheCallersOwnSeconds() throws IOException {
        stage.sets("clock", "{\"rate\": 20}");
        stage.sets("limits", "{\"operation\": \"users.list\", \"requests\": 1, \"seconds\": 1200}");
        stage.calls("users.list", Map.of());

        Client.Reply refused = stage.reply("users.list", Map.of());

        assertThat(refused.header("Retry-After")).hasValueSatisfying(seconds -> assertThat(Integer.parseInt(seconds))
                .isBetween(50, 60));
        assertThat(stage.get("sandbox/clock").json().path("rate").asInt()).isEqualTo(20);
    }

    @Test
    void tiersAreInForceForEachAppByItself() throws IOException {
        JsonNode other = stage.post("apps", "{\"name\": \"Other\"}").json();
        for (int i = 0; i < 20; i++) {
            stage.calls("users.list", Map.of());
        }

        assertThat(stage.reply("users.list", Map.of()).status()).isEqualTo(429);
        try (Client second = stage.as(other.path("bot_token").asString())) {
            assertThat(second.postForm("api/users.list", Map.of()).status()).isEqualTo(200);
        }
    }

    @Test
    void connectionsAreShownAndCut() throws IOException {
        try (var app = new RawApp(stage, SlackEmulator.APP_TOKEN, _ -> null)) {
            assertThat(connections()).isEqualTo(1);

            stage.sets("socket", "{\"action\": \"cut\"}");

            await().untilAsserted(() -> assertThat(connections()).isZero());
            assertThat(app.heard("message")).isEmpty();
        }
    }

    private int connections() throws IOException {
        return stage.get("sandbox/socket").json().at("/apps/0/connections").asInt();
    }

    private Client.Reply post(String channel, int status) throws IOException {
        Client.Reply reply = stage.reply("chat.postMessage", Map.of("channel", channel, "text", "x"));
        assertThat(reply.status()).isEqualTo(status);
        return reply;
    }

    private JsonNode member(String id) throws IOException {
        return find("members", id);
    }

    private JsonNode channel(String id) throws IOException {
        return find("channels", id);
    }

    private JsonNode find(String what, String id) throws IOException {
        return stage.workspace()
                .path(what)
                .valueStream()
                .filter(found -> found.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Pictures are drawn at the emulator's own address, which is another after each start. */
    private static String withoutPort(JsonNode shown) {
        return shown.toString().replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1");
    }

    private static List<String> strings(JsonNode list, String field) {
        return list.valueStream().map(item -> item.path(field).asString()).toList();
    }

    private static List<String> items(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
