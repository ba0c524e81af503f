package dev.muster.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.emulator.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What people do, and what they then see. */
class PeopleTest {

    private static final String MARA = "U0ADMIN";
    private static final String TOMAS = "U0TOMAS";

    private static final String ASKED = """
            [{"type": "actions", "elements": [{"type": "button", "action_id": "open", "value": "run-1",
              "text": {"type": "plain_text", "text": "Open"}}]}]""";

    private static final String FORM = """
            {"type": "modal", "callback_id": "report", "private_metadata": "run-1", "notify_on_close": true,
             "title": {"type": "plain_text", "text": "%s"}, "submit": {"type": "plain_text", "text": "Send"},
             "blocks": [
               {"type": "input", "block_id": "today", "label": {"type": "plain_text", "text": "Today?"},
                "element": {"type": "plain_text_input", "action_id": "text", "min_length": 2, "max_length": 10}},
               {"type": "input", "block_id": "mood", "label": {"type": "plain_text", "text": "Mood?"}, "optional": true,
                "element": {"type": "static_select", "action_id": "choice", "options": [
                  {"text": {"type": "plain_text", "text": "Good"}, "value": "good"},
                  {"text": {"type": "plain_text", "text": "Bad"}, "value": "bad"}]}}]}""";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T09:00:00Z"));
    private final Stage stage;
    private final Deque<RawApp> apps = new ArrayDeque<>();

    PeopleTest(@TempDir Path directory) {
        InstantSource clock = now::get;
        stage = new Stage(directory, clock);
    }

    @AfterEach
    void stop() {
        apps.forEach(RawApp::close);
        stage.close();
    }

    @Test
    void withoutAConnectionThePersonIsToldAtOnce() throws IOException {
        String ts = ask("C0GENERAL");

        JsonNode commanded = command();
        JsonNode pressed = stage.does(MARA, "actions", Map.of("channel", "C0GENERAL", "ts", ts, "action_id", "open"));

        assertThat(commanded.path("acknowledged").asBoolean()).isFalse();
        assertThat(commanded.path("message").asString())
                .isEqualTo("/standup failed with the error \"dispatch_failed\"");
        assertThat(pressed.path("acknowledged").asBoolean()).isFalse();
        assertThat(pressed.path("message").asString()).isNotBlank();
    }

    @Test
    void modalStaysOpenWithWhatWasTypedWhenNobodyTakesIt() throws IOException {
        String view = openForm();
        apps.forEach(RawApp::close);
        await().until(() ->
                stage.get("sandbox/socket").json().at("/apps/0/connections").asInt() == 0);

        JsonNode answer = submit(MARA, view, Map.of("today", Map.of("text", "Tests")));

        assertThat(answer.path("acknowledged").asBoolean()).isFalse();
        assertThat(answer.path("message").asString()).contains("Try again");
        assertThat(answer.at("/view/id").asString()).isEqualTo(view);
        assertThat(answer.at("/view/state/values/today/text/value").asString()).isEqualTo("Tests");
    }

    @Test
    void triggerOpensOneModalWithinThreeSeconds() throws IOException {
        RawApp app = connect(_ -> null);
        JsonNode other = stage.post("apps", "{\"name\": \"Other\"}").json();
        String first = trigger(app);
        String late = trigger(app);
        try (Client stranger = stage.as(other.path("bot_token").asString())) {
            assertThat(stranger.postForm("api/views.open", Map.of("trigger_id", first, "view", FORM.formatted("A")))
                            .json()
                            .path("error")
                            .asString())
                    .isEqualTo("invalid_trigger_id");
        }

        stage.calls("views.open", Map.of("trigger_id", first, "view", FORM.formatted("A")));

        assertThat(stage.error("views.open", Map.of("trigger_id", first, "view", FORM.formatted("A"))))
                .isEqualTo("exchanged_trigger_id");
        later(Duration.ofSeconds(3));
        assertThat(stage.error("views.open", Map.of("trigger_id", late, "view", FORM.formatted("A"))))
                .isEqualTo("expired_trigger_id");
        later(Duration.ofMinutes(5));
        trigger(app);
        assertThat(stage.error("views.open", Map.of("trigger_id", late, "view", FORM.formatted("A"))))
                .isEqualTo("expired_trigger_id");
    }

    @ParameterizedTest
    @CsvSource({
        "'',            Please complete this required field.",
        "'x',           Must be at least 2 characters.",
        "'12345678901', Must be less than 11 characters.",
    })
    void inputIsCheckedBeforeTheAppIsBothered(String typed, String error) throws IOException {
        String view = openForm();
        RawApp app = apps.element();

        JsonNode answer = submit(MARA, view, Map.of("today", Map.of("text", typed)));

        assertThat(answer.at("/errors/today").asString()).isEqualTo(error);
        assertThat(answer.at("/view/id").asString()).isEqualTo(view);
        assertThat(app.heard("view_submission")).isEmpty();
    }

    @Test
    void submissionTellsTheAppEverything() throws IOException {
        String view = openForm();

        submit(MARA, view, Map.of("today", Map.of("text", "Tests"), "mood", Map.of("choice", "bad")));

        JsonNode told = apps.element().heard("view_submission").getFirst();
        assertThat(told.at("/view/state/values/today/text/value").asString()).isEqualTo("Tests");
        assertThat(told.at("/view/state/values/mood/choice/selected_option/text/text")
                        .asString())
                .isEqualTo("Bad");
        assertThat(told.at("/view/private_metadata").asString()).isEqualTo("run-1");
        assertThat(told.at("/view/hash").asString()).isNotBlank();
        assertThat(told.at("/user/id").asString()).isEqualTo(MARA);
        assertThat(told.path("response_urls").isArray()).isTrue();
    }

    @Test
    void answerToASubmissionChangesTheModal() throws IOException {
        var answers = new ArrayDeque<Object>(List.of(
                Map.of("response_action", "update", "view", view("Updated")),
                Map.of("response_action", "push", "view", view("Pushed")),
                Map.of(),
                Map.of("response_action", "errors", "errors", Map.of("today", "No")),
                Map.of("response_action", "clear")));
        String root = openForm(
                payload -> payload.path("type").asString("").equals("view_submission") ? answers.removeFirst() : null);

        JsonNode updated = submit(MARA, root, today("one"));
        JsonNode pushed = submit(MARA, root, today("two"));
        String top = pushed.at("/view/id").asString();
        JsonNode closed = submit(MARA, top, today("three"));
        JsonNode refused = submit(MARA, root, today("four"));
        JsonNode cleared = submit(MARA, root, today("five"));

        assertThat(title(updated)).isEqualTo("Updated");
        assertThat(title(pushed)).isEqualTo("Pushed");
        assertThat(pushed.at("/view/previous_view_id").asString()).isEqualTo(root);
        assertThat(pushed.at("/view/root_view_id").asString()).isEqualTo(root);
        assertThat(closed.at("/view/id").asString()).isEqualTo(root);
        assertThat(refused.at("/errors/today").asString()).isEqualTo("No");
        assertThat(refused.path("acknowledged").asBoolean()).isTrue();
        assertThat(cleared.path("view").isNull()).isTrue();
    }

    @Test
    void threeModalsStandOnEachOther() throws IOException {
        RawApp app = connect(_ -> null);
        stage.calls("views.open", Map.of("trigger_id", trigger(app), "view", FORM.formatted("1")));
        stage.calls("views.push", Map.of("trigger_id", trigger(app), "view", FORM.formatted("2")));
        stage.calls("views.push", Map.of("trigger_id", trigger(app), "view", FORM.formatted("3")));

        assertThat(stage.error("views.push", Map.of("trigger_id", trigger(app), "view", FORM.formatted("4"))))
                .isEqualTo("push_limit_reached");
        assertThat(stage.workspace().path("views")).hasSize(3);
    }

    @Test
    void viewIsChangedUnlessItChangedMeanwhile() throws IOException {
        String view = openForm();
        String seen = stage.calls("views.update", Map.of("view_id", view, "view", FORM.formatted("B")))
                .at("/view/hash")
                .asString();
        stage.calls("views.update", Map.of("view_id", view, "view", FORM.formatted("C"), "hash", seen));

        assertThat(stage.error("views.update", Map.of("view_id", view, "view", FORM.formatted("D"), "hash", seen)))
                .isEqualTo("hash_conflict");
    }

    @Test
    void closingIsToldToAnAppThatWantsToKnow() throws IOException {
        String view = openForm();

        JsonNode answer = stage.does(MARA, "closings", Map.of("view_id", view));

        assertThat(answer.path("acknowledged").asBoolean()).isTrue();
        assertThat(answer.path("view").isNull()).isTrue();
        assertThat(apps.element().heard("view_closed")).hasSize(1);
    }

    @Test
    void responseUrlServesFiveTimesWithinHalfAnHour() throws IOException {
        RawApp app = connect(_ -> null);
        String ts = ask("C0GENERAL");
        stage.does(MARA, "actions", Map.of("channel", "C0GENERAL", "ts", ts, "action_id", "open"));
        String url = app.heard("block_actions").getFirst().path("response_url").asString();

        assertThat(respond(url, "{\"replace_original\": true, \"text\": \"Replaced\"}")
                        .status())
                .isEqualTo(200);
        assertThat(stage.messages("C0GENERAL").getFirst().path("text").asString())
                .isEqualTo("Replaced");
        assertThat(respond(url, "{\"text\": \"For Mara\"}").status()).isEqualTo(200);
        assertThat(respond(url, "{\"text\": \"For all\", \"response_type\": \"in_channel\"}")
                        .status())
                .isEqualTo(200);
        assertThat(respond(url, "{\"delete_original\": true}").status()).isEqualTo(200);
        assertThat(respond(url, "{\"text\": \"Fifth\"}").status()).isEqualTo(200);
        var sixth = respond(url, "{\"text\": \"Sixth\"}");

        assertThat(sixth.status()).isEqualTo(404);
        assertThat(sixth.json().path("error").asString()).isEqualTo("used_url");
        assertThat(stage.messages("C0GENERAL"))
                .extracting(message -> message.path("text").asString())
                .containsExactly("For all");
        assertThat(stage.workspace().path("ephemerals").valueStream().map(message -> message.path("text")
                        .asString()))
                .containsExactly("For Mara", "Fifth");
        stage.does(TOMAS, "commands", Map.of("command", "/standup", "channel", "C0GENERAL"));
        String old = app.heard("command").getFirst().path("response_url").asString();
        later(Duration.ofMinutes(30));
        assertThat(respond(old, "{\"text\": \"Late\"}").json().path("error").asString())
                .isEqualTo("expired_url");
    }

    @Test
    void ephemeralMessageHasButtonsForItsPersonAlone() throws IOException {
        RawApp app = connect(_ -> null);
        String ts = stage.calls(
                        "chat.postEphemeral",
                        Map.of("channel", "C0GENERAL", "user", MARA, "text", "Psst", "blocks", ASKED))
                .path("message_ts")
                .asString();
        var press = Map.of("channel", "C0GENERAL", "ts", ts, "action_id", "open");

        assertThat(stage.tries(TOMAS, "actions", press).status()).isEqualTo(404);
        stage.does(MARA, "actions", press);

        JsonNode told = app.heard("block_actions").getFirst();
        assertThat(told.at("/container/is_ephemeral").asBoolean()).isTrue();
        assertThat(told.has("message")).isFalse();
        respond(told.path("response_url").asString(), "{\"delete_original\": true}");
        assertThat(stage.workspace().path("ephemerals")).isEmpty();
        assertThat(stage.messages("C0GENERAL")).isEmpty();
    }

    @Test
    void appsAreAskedAboutTheirOwnThingsAlone() throws IOException {
        JsonNode other = stage.post("apps", """
                {"name": "Lunch", "commands": ["/lunch"], "events": ["message.im", "team_join"]}""").json();
        JsonNode third = stage.installsCurious();
        RawApp muster = connect(_ -> null);
        var curious = new RawApp(stage, third.path("app_token").asString(), _ -> null);
        apps.addLast(curious);
        var lunch = new RawApp(stage, other.path("app_token").asString(), _ -> Map.of("text", "Soup"));
        apps.addLast(lunch);

        JsonNode answer = stage.does(MARA, "commands", Map.of("command", "/lunch", "channel", "C0GENERAL"));
        stage.does(MARA, "messages", Map.of("channel", "U0MUSTER", "text", "For Muster"));
        stage.does(MARA, "messages", Map.of("channel", third.path("user").asString(), "text", "For Curious"));
        stage.does(MARA, "messages", Map.of("channel", other.path("user").asString(), "text", "For Lunch"));

        assertThat(answer.path("ephemeral").asString()).isEqualTo("Soup");
        assertThat(muster.heard("command")).isEmpty();
        await().untilAsserted(() -> {
            assertThat(texts(curious)).containsExactly("For Curious");
            assertThat(texts(lunch)).containsExactly("For Lunch");
        });
        assertThat(texts(muster)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            U0NOBODY | commands    | {"command": "/standup", "channel": "C0GENERAL"}                      | 404
            U0MUSTER | commands    | {"command": "/standup", "channel": "C0GENERAL"}                      | 404
            U0ADMIN  | commands    | {"command": "/unheard", "channel": "C0GENERAL"}                      | 404
            U0ADMIN  | commands    | {"command": "/standup", "channel": "C0NOWHERE"}                      | 404
            U0ADMIN  | commands    | {"channel": "C0GENERAL"}                                             | 400
            U0ADMIN  | commands    | {"command": "/standup", "colour": "red"}                             | 400
            U0ADMIN  | actions     | {"channel": "C0GENERAL", "ts": "1.000001", "action_id": "open"}      | 404
            U0ADMIN  | actions     | {"channel": "C0GENERAL", "ts": "nonsense", "action_id": "open"}      | 404
            U0ADMIN  | actions     | {"view_id": "V0", "action_id": "open"}                               | 404
            U0ADMIN  | actions     | {"channel": "C0GENERAL", "action_id": "open"}                        | 400
            U0ADMIN  | submissions | {"view_id": "V0", "values": {}}                                      | 404
            U0ADMIN  | submissions | {"values": {}}                                                       | 400
            U0ADMIN  | closings    | {"view_id": "V0"}                                                    | 404
            U0ADMIN  | messages    | {"channel": "C0NOWHERE", "text": "x"}                                | 404
            U0ADMIN  | messages    | {"channel": "C0GENERAL"}                                             | 400
            U0ADMIN  | home        | {"app": "A0NOBODY"}                                                  | 404
            U0ADMIN  | home        | nonsense                                                             | 400
            """)
    void whatCannotBeDoneIsToldInASentence(String user, String what, String body, int status) throws IOException {
        var reply = stage.post("members/" + user + "/" + what, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(reply.json().path("detail").asString()).isNotBlank();
    }

    @Test
    void inputThatIsNotThereIsRefused() throws IOException {
        String view = openForm();

        assertThat(stage.tries(
                                MARA,
                                "submissions",
                                Map.of("view_id", view, "values", Map.of("tomorrow", Map.of("text", "x"))))
                        .status())
                .isEqualTo(400);
        assertThat(stage.tries(TOMAS, "submissions", Map.of("view_id", view, "values", Map.of()))
                        .status())
                .isEqualTo(404);
        assertThat(stage.tries(
                                MARA,
                                "submissions",
                                Map.of("view_id", view, "values", Map.of("mood", Map.of("choice", "meh"))))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void modalThatOpensAfterTheAcknowledgementIsSeenToo() throws IOException {
        RawApp app = connect(_ -> null);

        // On a busy machine it may open too late for who waits for it.
        await().untilAsserted(() -> {
            int before = app.heard("command").size();
            var seen = new FutureTask<>(this::command);
            Thread.ofVirtual().start(seen);
            await().until(() -> app.heard("command").size() > before);
            JsonNode opened =
                    stage.calls("views.open", Map.of("trigger_id", lastTrigger(app), "view", FORM.formatted("Report")));

            assertThat(seen.get().path("acknowledged").asBoolean()).isTrue();
            assertThat(seen.get().at("/view/id")).isEqualTo(opened.at("/view/id"));
        });
    }

    private RawApp connect(Function<JsonNode, @Nullable Object> answer) throws IOException {
        var app = new RawApp(stage, SlackEmulator.APP_TOKEN, answer);
        apps.add(app);
        return app;
    }

    private String trigger(RawApp app) throws IOException {
        command();
        return lastTrigger(app);
    }

    private JsonNode command() throws IOException {
        return stage.does(MARA, "commands", Map.of("command", "/standup", "channel", "C0GENERAL"));
    }

    private static String lastTrigger(RawApp app) {
        return app.heard("command").getLast().path("trigger_id").asString();
    }

    private String openForm() throws IOException {
        return openForm(_ -> null);
    }

    private String openForm(Function<JsonNode, @Nullable Object> answer) throws IOException {
        RawApp app = connect(answer);
        return stage.calls("views.open", Map.of("trigger_id", trigger(app), "view", FORM.formatted("Report")))
                .at("/view/id")
                .asString();
    }

    private String ask(String channel) throws IOException {
        return stage.calls("chat.postMessage", Map.of("channel", channel, "text", "Ready?", "blocks", ASKED))
                .path("ts")
                .asString();
    }

    private JsonNode submit(String user, String view, Map<String, ?> values) throws IOException {
        return stage.does(user, "submissions", Map.of("view_id", view, "values", values));
    }

    private Client.Reply respond(String url, String body) throws IOException {
        try (Client anonymous = new Client(stage.slack.address(), Map.of())) {
            return anonymous.postJson(URI.create(url).getPath().substring(1), body);
        }
    }

    private void later(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    private static Map<String, ?> today(String typed) {
        return Map.of("today", Map.of("text", typed));
    }

    private static Object view(String title) {
        return Objects.requireNonNull(Json.MAPPER.readValue(FORM.formatted(title), Object.class));
    }

    private static String title(JsonNode answer) {
        return answer.at("/view/title/text").asString();
    }

    private static List<String> texts(RawApp app) {
        return app.heard("message").stream()
                .map(payload -> payload.at("/event/text").asString())
                .toList();
    }
}
