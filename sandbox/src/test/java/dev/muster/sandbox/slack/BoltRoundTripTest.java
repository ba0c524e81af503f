package dev.muster.sandbox.slack;

import static com.slack.api.model.block.Blocks.actions;
import static com.slack.api.model.block.Blocks.asBlocks;
import static com.slack.api.model.block.Blocks.input;
import static com.slack.api.model.block.Blocks.section;
import static com.slack.api.model.block.composition.BlockCompositions.markdownText;
import static com.slack.api.model.block.composition.BlockCompositions.plainText;
import static com.slack.api.model.block.element.BlockElements.asElements;
import static com.slack.api.model.block.element.BlockElements.button;
import static com.slack.api.model.block.element.BlockElements.plainTextInput;
import static com.slack.api.model.view.Views.view;
import static com.slack.api.model.view.Views.viewClose;
import static com.slack.api.model.view.Views.viewSubmit;
import static com.slack.api.model.view.Views.viewTitle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.slack.api.model.event.AppHomeOpenedEvent;
import com.slack.api.model.event.ChannelLeftEvent;
import com.slack.api.model.event.GroupLeftEvent;
import com.slack.api.model.event.MemberJoinedChannelEvent;
import com.slack.api.model.event.MessageEvent;
import com.slack.api.model.event.TeamJoinEvent;
import com.slack.api.model.event.UserChangeEvent;
import com.slack.api.model.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A Bolt app and a person, through everything that lies between a command and a changed message. */
class BoltRoundTripTest {

    private static final String MARA = "U0ADMIN";

    private final Stage stage;
    private final Bot bot;

    BoltRoundTripTest(@TempDir Path directory) {
        stage = Stage.inNoHurry(directory);
        bot = new Bot(stage.slack.address());
    }

    @AfterEach
    void stop() throws Exception {
        bot.stop();
        stage.close();
    }

    @Test
    void commandOpensAModalWhoseSubmissionIsRefusedOnceAndThenTaken() throws Exception {
        bot.app().command("/standup", (request, context) -> {
            var opened = context.client()
                    .viewsOpen(open ->
                            open.triggerId(request.getPayload().getTriggerId()).view(form()));
            assertThat(opened.getError()).isNull();
            return context.ack();
        });
        bot.app().viewSubmission("report", (request, context) -> {
            var typed = request.getPayload().getView().getState().getValues();
            boolean nothing = typed.values().stream()
                    .flatMap(block -> block.values().stream())
                    .anyMatch(value -> value.getValue().equals("nothing"));
            return nothing ? context.ackWithErrors(Map.of("today", "Say more")) : context.ack();
        });
        bot.start();

        JsonNode opened =
                stage.does(MARA, "commands", Map.of("command", "/standup", "text", "", "channel", "C0GENERAL"));
        String view = opened.at("/view/id").asString();
        JsonNode refused = submit(view, "nothing");
        JsonNode tooLong = submit(view, "x".repeat(101));
        JsonNode taken = submit(view, "the emulator");

        assertThat(opened.path("acknowledged").asBoolean()).isTrue();
        assertThat(opened.at("/view/private_metadata").asString()).isEqualTo("run-1");
        assertThat(refused.path("acknowledged").asBoolean()).isTrue();
        assertThat(refused.at("/errors/today").asString()).isEqualTo("Say more");
        assertThat(refused.at("/view/id").asString()).isEqualTo(view);
        assertThat(tooLong.path("acknowledged").asBoolean()).isFalse();
        assertThat(tooLong.at("/errors/today").asString()).isEqualTo("Must be less than 101 characters.");
        assertThat(taken.path("acknowledged").asBoolean()).isTrue();
        assertThat(taken.path("view").isNull()).isTrue();
        assertThat(taken.path("errors").isNull()).isTrue();
        assertThat(stage.workspace().path("views")).isEmpty();
    }

    @Test
    void commandThatNobodyTakesFailsBeforeTheirEyes(@TempDir Path another) throws Exception {
        try (var impatient = new Stage(another, InstantSource.system(), Optional.empty(), Duration.ofSeconds(1))) {
            var deaf = new Bot(impatient.slack.address()).start();

            JsonNode answered =
                    impatient.does(MARA, "commands", Map.of("command", "/standup", "text", "", "channel", "C0GENERAL"));

            assertThat(answered.path("acknowledged").asBoolean()).isFalse();
            assertThat(answered.path("message").asString())
                    .isEqualTo("/standup failed with the error \"operation_timeout\"");
            deaf.stop();
        }
    }

    @Test
    void buttonInADirectMessageChangesTheMessage() throws Exception {
        bot.app().blockAction("skip", (request, context) -> {
            var payload = request.getPayload();
            var updated = context.client()
                    .chatUpdate(update -> update.channel(payload.getChannel().getId())
                            .ts(payload.getMessage().getTs())
                            .text("Skipped by " + payload.getUser().getUsername() + " with "
                                    + payload.getActions().getFirst().getValue()));
            assertThat(updated.getError()).isNull();
            return context.ack();
        });
        bot.start();
        String direct = stage.direct(MARA);
        var posted = bot.methods().chatPostMessage(post -> post.channel(direct)
                .text("Ready?")
                .blocks(asBlocks(
                        section(section -> section.text(markdownText("Ready?"))),
                        actions(actions -> actions.elements(asElements(button(
                                skip -> skip.actionId("skip").value("run-1").text(plainText("Skip today")))))))));
        assertThat(posted.getError()).isNull();

        JsonNode pressed =
                stage.does(MARA, "actions", Map.of("channel", direct, "ts", posted.getTs(), "action_id", "skip"));

        assertThat(pressed.path("acknowledged").asBoolean()).isTrue();
        assertThat(stage.messages(direct)).singleElement().satisfies(message -> {
            assertThat(message.path("text").asString()).isEqualTo("Skipped by mara with run-1");
            assertThat(message.has("blocks")).isFalse();
            assertThat(message.at("/edited/user").asString()).isEqualTo("B0MUSTER");
        });
    }

    @Test
    void buttonInAMessageOpensAModalAndItsSubmissionAnswersThroughTheResponseUrl() throws Exception {
        bot.app().blockAction("open", (request, context) -> {
            context.respond(answer -> answer.replaceOriginal(true).text("Opened."));
            context.respond("Only you see this.");
            context.client()
                    .viewsOpen(open -> open.triggerId(context.getTriggerId()).view(form()));
            return context.ack();
        });
        bot.start();
        var posted = bot.methods().chatPostMessage(post -> post.channel("C0GENERAL")
                .blocks(asBlocks(actions(actions -> actions.elements(
                        asElements(button(open -> open.actionId("open").text(plainText("Open")))))))));

        JsonNode pressed =
                stage.does(MARA, "actions", Map.of("channel", "C0GENERAL", "ts", posted.getTs(), "action_id", "open"));

        assertThat(pressed.at("/view/callback_id").asString()).isEqualTo("report");
        assertThat(stage.messages("C0GENERAL"))
                .singleElement()
                .extracting(message -> message.path("text").asString())
                .isEqualTo("Opened.");
        assertThat(stage.workspace().at("/ephemerals/0/text").asString()).isEqualTo("Only you see this.");
        assertThat(stage.get("sandbox/workspace?user=U0TOMAS").json().path("ephemerals"))
                .isEmpty();
    }

    @Test
    void commandIsAnsweredForOnePersonAlone() throws Exception {
        bot.app()
                .command(
                        "/standup",
                        (request, context) ->
                                context.ack("Hello " + request.getPayload().getUserName()));
        bot.start();

        JsonNode answered =
                stage.does(MARA, "commands", Map.of("command", "/standup", "text", "help", "channel", "C0GENERAL"));

        assertThat(answered.path("ephemeral").asString()).isEqualTo("Hello mara");
        assertThat(answered.path("view").isNull()).isTrue();
        assertThat(stage.messages("C0GENERAL")).isEmpty();
    }

    @Test
    void appIsToldWhatHappensInTheWorkspace() throws Exception {
        JsonNode installed = stage.installsCurious();
        var curious = new Bot(
                stage.slack.address(),
                installed.path("bot_token").asString(),
                installed.path("app_token").asString());
        stage.sets("channels", """
                {"channels": [{"id": "C0TEAM", "name": "team", "members": ["%s"]}]}""".formatted(installed.path("user").asString()));
        var heard = new CopyOnWriteArrayList<String>();
        curious.app().event(MemberJoinedChannelEvent.class, (event, context) -> {
            heard.add("joined " + event.getEvent().getUser() + " "
                    + event.getEvent().getChannel());
            return context.ack();
        });
        curious.app().event(TeamJoinEvent.class, (event, context) -> {
            heard.add("new " + event.getEvent().getUser().getProfile().getEmail());
            return context.ack();
        });
        curious.app().event(UserChangeEvent.class, (event, context) -> {
            heard.add("changed " + event.getEvent().getUser().getProfile().getDisplayName());
            return context.ack();
        });
        curious.app().event(MessageEvent.class, (event, context) -> {
            heard.add("said " + event.getEvent().getText());
            return context.ack();
        });
        curious.app().event(AppHomeOpenedEvent.class, (event, context) -> {
            var published = context.client()
                    .viewsPublish(publish -> publish.userId(event.getEvent().getUser())
                            .view(view(home -> home.type("home")
                                    .blocks(asBlocks(section(section -> section.text(plainText("Welcome"))))))));
            assertThat(published.getError()).isNull();
            return context.ack();
        });
        curious.start();

        stage.sets("members", """
                {"members": [{"id": "U0NEW", "name": "noor", "email": "noor@crew.example.org", "channels": ["C0TEAM"]},
                             {"id": "U0ADMIN", "display_name": "M"}]}""");
        stage.does(MARA, "messages", Map.of("channel", installed.path("user").asString(), "text", "hi & bye"));

        await().untilAsserted(() -> assertThat(stage.does(
                                MARA, "home", Map.of("app", installed.path("id").asString()))
                        .at("/view/blocks/0/text/text")
                        .asString())
                .isEqualTo("Welcome"));
        await().untilAsserted(() -> assertThat(heard)
                .containsExactlyInAnyOrder(
                        "new noor@crew.example.org", "joined U0NEW C0TEAM", "changed M", "said hi &amp; bye"));
        curious.stop();
    }

    @Test
    void appIsToldThatItIsOutOfAChannel() throws Exception {
        var heard = new CopyOnWriteArrayList<String>();
        bot.app().event(MemberJoinedChannelEvent.class, (_, context) -> context.ack());
        bot.app().event(ChannelLeftEvent.class, (left, context) -> {
            heard.add(left.getEvent().getChannel() + " by " + left.getEvent().getActorId());
            return context.ack();
        });
        bot.app().event(GroupLeftEvent.class, (left, context) -> {
            heard.add(left.getEvent().getChannel() + " by " + left.getEvent().getActorId());
            return context.ack();
        });
        bot.start();
        stage.sets("channels", """
                {"channels": [{"id": "C0TEAM", "name": "team", "members": ["U0MUSTER"]},
                              {"id": "C0SECRET", "name": "secret", "members": ["U0MUSTER"], "is_private": true}]}""");

        stage.sets("channels", """
                {"channels": [{"id": "C0TEAM", "members": []}, {"id": "C0SECRET", "members": []}]}""");

        await().untilAsserted(
                        () -> assertThat(heard).containsExactlyInAnyOrder("C0TEAM by U0ADMIN", "C0SECRET by U0ADMIN"));
    }

    private JsonNode submit(String view, String today) throws IOException {
        return stage.does(
                MARA, "submissions", Map.of("view_id", view, "values", Map.of("today", Map.of("text", today))));
    }

    private static View form() {
        return view(modal -> modal.type("modal")
                .callbackId("report")
                .privateMetadata("run-1")
                .title(viewTitle(title -> title.type("plain_text").text("Report")))
                .submit(viewSubmit(submit -> submit.type("plain_text").text("Send")))
                .close(viewClose(close -> close.type("plain_text").text("Cancel")))
                .blocks(List.of(input(input -> input.blockId("today")
                        .label(plainText("Today?"))
                        .element(plainTextInput(
                                text -> text.actionId("text").multiline(true).maxLength(100)))))));
    }
}
