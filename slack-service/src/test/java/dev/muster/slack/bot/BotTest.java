package dev.muster.slack.bot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.bolt.App;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.builtin.ViewSubmissionRequest;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.socket_mode.request.SocketModeRequestParser;
import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.AnswersSubmitted;
import dev.muster.events.DaySkipped;
import dev.muster.events.EventCodec;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.slack.SlackServiceTest;
import dev.muster.slack.run.Runs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What members do in Slack, as Socket Mode tells it. */
class BotTest extends SlackServiceTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> QUESTIONS = List.of("Done?", "Plan?");

    private final String standup = "daily-" + UUID.randomUUID().toString().substring(0, 8);
    private final String runId = standup + "|2026-11-20";
    private final String user = slackId("U");
    private final String channel = "D" + user;
    private final String trigger = UUID.randomUUID().toString();

    @Autowired
    App app;

    @Autowired
    Runs runs;

    @Autowired
    Interactions interactions;

    @BeforeEach
    void aRunIsOpenAndTheBotIsNotCold() {
        // While a person waits there is no time for what is done once only.
        var somebody = slackId("U");
        soon(_ -> interactions.publish("other" + runId, new DaySkipped("other|2026-11-20", somebody, Instant.now())));
        soon(_ -> {
            home(somebody);
            assertThat(SLACK.calls("views.publish", somebody)).isNotEmpty();
        });
        publisher.publish(envelope(
                "opened" + runId,
                new RunOpened(runId, "Daily", "C1", QUESTIONS, List.of(user), ZoneId.of("UTC"), Instant.now(), null)));
        soon(_ -> assertThat(runs.find(runId)).isPresent());
    }

    @Test
    void aClickOpensTheFormOfItsRun() throws Exception {
        assertThat(click("open_report", runId).getStatusCode()).isEqualTo(200);

        var view = theView();
        assertThat(view.path("callback_id").asString()).isEqualTo("standup_form");
        assertThat(view.path("private_metadata").asString()).isEqualTo(runId);
        assertThat(view.path("blocks").findValuesAsString("block_id")).containsExactly("q0", "q1");
        assertThat(view.path("blocks").get(0).path("element").path("max_length").asInt())
                .isEqualTo(3000);
    }

    @Test
    void editOpensTheFormWithWhatWasAnswered() throws Exception {
        answered("Before");

        click("edit", runId);

        assertThat(theView()
                        .path("blocks")
                        .get(0)
                        .path("element")
                        .path("initial_value")
                        .asString())
                .isEqualTo("Before");
    }

    @Test
    void aClickOnAnOutdatedMessageExplainsItself() throws Exception {
        answered("All");
        closed();

        click("edit", runId);
        click("open_report", "gone|2020-01-01");
        click("skip_today", runId);

        var views = SLACK.views(trigger);
        assertThat(views).hasSize(3).allMatch(view -> view.path("submit").isMissingNode());
        assertThat(views.get(0).toString()).contains("cannot be changed any more");
        assertThat(views.get(1).toString()).contains("not known any more");
        assertThat(views.get(2).toString()).contains("nothing to skip");
        assertThat(skips()).isEmpty();
    }

    @Test
    void theFormOfAClosedRunSaysThatTheAnswerIsLate() throws Exception {
        closed();

        click("open_report", runId);

        assertThat(theView().toString()).contains("as late", "q1");
    }

    @Test
    void aTriggerThatIsTooOldIsExplainedToThePersonAlone() throws Exception {
        SLACK.answer("views.open", "", "{\"ok\":false,\"error\":\"expired_trigger_id\"}");

        assertThat(click("open_report", runId).getStatusCode()).isEqualTo(200);

        assertThat(SLACK.calls("chat.postEphemeral", channel)).singleElement().satisfies(whisper -> assertThat(
                        whisper.arguments().get("text"))
                .contains("click again"));
    }

    @Test
    void aSubmissionIsAcknowledgedWhenTheLogHasItAndTheSameAgainIsTheSameEvent() throws Exception {
        var first = body(submit("V1", "All <done>", ""));
        submit("V1", "All <done>", "");
        submit("V1", "Other", "");

        assertThat(first.path("response_action").asString()).isEqualTo("clear");
        soon(_ -> assertThat(submissions()).hasSize(3));
        assertThat(submissions().getFirst().answers())
                .containsExactly(new Answer("Done?", "All <done>"), new Answer("Plan?", ""));
        var ids = log.ids.stream()
                .filter(id -> id.startsWith("answers:V1" + user))
                .toList();
        assertThat(ids).hasSize(3);
        assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
    }

    @Test
    void whileTheLogIsAwayTheFormStaysOpenAndSaysSo() throws Exception {
        var meters = new SimpleMeterRegistry();
        var interactions = new Interactions(
                brokersThatAreAway(), new EventCodec(), InstantSource.system(), ObservationRegistry.NOOP, meters);
        var request = (ViewSubmissionRequest) submission("V1", "All", "");

        var answer = body(new Submissions(interactions, InstantSource.system()).on(request, request.getContext()));

        assertThat(answer.path("response_action").asString()).isEqualTo("errors");
        assertThat(answer.path("errors").path("q0").asString()).contains("Your text is still here");
        assertThat(meters.get("muster.standup.answers")
                        .tags("kind", "answers", "outcome", "refused")
                        .counter()
                        .count())
                .isEqualTo(1);
        interactions.destroy();
    }

    @Test
    void anAnswerThatIsTooLongIsToldSo() throws Exception {
        var answer = body(submit("V1", "Short", "x".repeat(3001)));

        assertThat(answer.path("response_action").asString()).isEqualTo("errors");
        assertThat(answer.path("errors").has("q1")).isTrue();
        assertThat(submissions()).isEmpty();
    }

    @Test
    void skippingIsPublishedAndNotConfirmedByItself() throws Exception {
        assertThat(click("skip_today", runId).getStatusCode()).isEqualTo(200);

        soon(_ -> assertThat(skips()).hasSize(1));
        assertThat(SLACK.views(trigger)).isEmpty();
    }

    @Test
    void whoHasAnsweredHasNothingToSkip() throws Exception {
        answered("All");

        click("skip_today", runId);

        assertThat(theView().toString()).contains("nothing to skip");
        assertThat(skips()).isEmpty();
    }

    @Test
    void theCommandOpensTheFormSkipsAndHelps() throws Exception {
        assertThat(command("").getBody()).isNullOrEmpty();
        assertThat(theView().path("private_metadata").asString()).isEqualTo(runId);

        assertThat(command("skip").getBody()).contains("not be counted as missing");
        soon(_ -> assertThat(skips()).hasSize(1));
        assertThat(command("what").getBody()).contains("/standup skip");
        closed();
        assertThat(command(" ").getBody()).contains("No standup asks");
    }

    @Test
    void appHomeShowsTheDaysRuns() throws Exception {
        home(user);

        var home = SLACK.calls("views.publish", user).getLast().view().toString();
        assertThat(home).contains("Daily", "still to come", "open_report", "skip_today", runId);
    }

    private void answered(String text) {
        publisher.publish(envelope(
                "answered" + runId,
                new AnswersRecorded(runId, user, List.of(new Answer("Done?", text)), 1, Instant.now())));
        soon(_ -> assertThat(runs.participation(runId, user).answers()).isNotNull());
    }

    private void closed() {
        publisher.publish(envelope("closed" + runId, new RunClosed(runId, Instant.now())));
        soon(_ -> assertThat(runs.find(runId).orElseThrow().isClosed()).isTrue());
    }

    private Response click(String action, String value) throws Exception {
        return run("interactive", """
                {"type":"block_actions","user":{"id":"%s","username":"u","name":"u","team_id":"T1"},"api_app_id":"A1",
                 "token":"","container":{"type":"message","message_ts":"1.2","channel_id":"%s","is_ephemeral":false},
                 "trigger_id":"%s","team":{"id":"T1","domain":"d"},"channel":{"id":"%s","name":"directmessage"},
                 "message":{"type":"message","ts":"1.2","text":"t"},"response_url":"http://localhost/",
                 "actions":[{"action_id":"%s","block_id":"b","type":"button","value":"%s","action_ts":"1700000000.1"}]}""".formatted(user, channel, trigger, channel, action, value));
    }

    private static ProducerFactory<String, byte[]> brokersThatAreAway() {
        return new DefaultKafkaProducerFactory<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private Response submit(String view, String first, String second) throws Exception {
        return app.run(submission(view, first, second));
    }

    private Request<?> submission(String view, String first, String second) {
        return request("interactive", """
                {"type":"view_submission","team":{"id":"T1","domain":"d"},"user":{"id":"%s","name":"u"},
                 "api_app_id":"A1","token":"","trigger_id":"1.2.3","response_urls":[],
                 "view":{"id":"%s","type":"modal","callback_id":"standup_form","private_metadata":"%s","hash":"1.2",
                  "blocks":[{"type":"input","block_id":"q0","label":{"type":"plain_text","text":"Done?"},
                             "element":{"type":"plain_text_input","action_id":"answer"}},
                            {"type":"input","block_id":"q1","label":{"type":"plain_text","text":"Plan?"},
                             "element":{"type":"plain_text_input","action_id":"answer"}}],
                  "state":{"values":{"q0":{"answer":{"type":"plain_text_input","value":%s}},
                                     "q1":{"answer":{"type":"plain_text_input","value":%s}}}}}}""".formatted(
                        user,
                        view + user,
                        runId,
                        JSON.writeValueAsString(first),
                        second.isEmpty() ? "null" : JSON.writeValueAsString(second)));
    }

    private Response command(String text) throws Exception {
        return run("slash_commands", """
                {"token":"","team_id":"T1","team_domain":"d","channel_id":"C1","channel_name":"c","user_id":"%s",
                 "user_name":"u","command":"/standup","text":"%s","api_app_id":"A1",
                 "response_url":"http://localhost/","trigger_id":"%s"}""".formatted(user, text, trigger));
    }

    private void home(String user) throws Exception {
        run("events_api", """
                {"token":"","team_id":"T1","api_app_id":"A1","type":"event_callback","event_id":"Ev1","event_time":1,
                 "event":{"type":"app_home_opened","user":"%s","channel":"%s","tab":"home","event_ts":"1.2"}}""".formatted(user, channel));
    }

    private Response run(String type, String payload) throws Exception {
        return app.run(request(type, payload));
    }

    private Request<?> request(String type, String payload) {
        var envelope = "{\"envelope_id\":\"e\",\"type\":\"%s\",\"accepts_response_payload\":true,\"payload\":%s}"
                .formatted(type, payload.replace("\n", ""));
        return requireNonNull(new SocketModeRequestParser(app.config()).parse(envelope))
                .getBoltRequest();
    }

    private JsonNode theView() {
        assertThat(SLACK.views(trigger)).hasSize(1);
        return SLACK.views(trigger).getFirst();
    }

    private static JsonNode body(Response response) {
        return JSON.readTree(response.getBody());
    }

    private List<AnswersSubmitted> submissions() {
        return log.all(AnswersSubmitted.class).stream()
                .filter(submitted -> submitted.runId().equals(runId))
                .toList();
    }

    private List<DaySkipped> skips() {
        return log.all(DaySkipped.class).stream()
                .filter(skipped -> skipped.runId().equals(runId))
                .toList();
    }
}
