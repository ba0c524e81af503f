package dev.muster.sandbox.slack;

import static java.util.Objects.requireNonNull;

import com.slack.api.bolt.context.builtin.ActionContext;
import com.slack.api.bolt.context.builtin.ViewSubmissionContext;
import com.slack.api.bolt.request.builtin.BlockActionRequest;
import com.slack.api.bolt.request.builtin.ViewSubmissionRequest;
import com.slack.api.bolt.response.Response;
import com.slack.api.methods.SlackApiException;
import com.slack.api.model.event.AppHomeOpenedEvent;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A small app to look at: it asks for a report in a modal, says thanks, answers a command and has a home. */
final class ReportBot implements AutoCloseable {

    private static final String PROMPT = """
            [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello, it is time report on daily standup."}},
             {"type": "actions", "elements": [
               {"type": "button", "action_id": "open", "style": "primary", "value": "r1", "text": {"type": "plain_text", "text": "Open Report"}},
               {"type": "button", "action_id": "lost", "value": "r1", "text": {"type": "plain_text", "text": "Skip today"}}]}]""";

    private final Bot bot;

    ReportBot(URI slack) throws Exception {
        this.bot = new Bot(slack);
        bot.app().command("/standup", (_, context) -> context.ack("Try `/standup skip`, or write to <@U0MUSTER>."));
        bot.app().blockAction("open", ReportBot::open);
        bot.app().blockAction("pause", (request, context) -> {
            String user = request.getPayload().getUser().getId();
            context.client().viewsPublish(home -> home.userId(user).viewAsString(home("Paused.")));
            return context.ack();
        });
        bot.app().viewSubmission("report", ReportBot::submitted);
        bot.app().event(AppHomeOpenedEvent.class, (event, context) -> {
            String user = event.getEvent().getUser();
            context.client().viewsPublish(home -> home.userId(user).viewAsString(home("Nothing is due.")));
            return context.ack();
        });
        bot.start();
    }

    /** Asks somebody for their report, and returns the direct messages' channel. */
    String ask(String user) throws IOException, SlackApiException {
        String channel = bot.methods()
                .conversationsOpen(open -> open.users(List.of(user)))
                .getChannel()
                .getId();
        bot.methods()
                .chatPostMessage(
                        post -> post.channel(channel).text("Time to report").blocksAsString(PROMPT));
        return channel;
    }

    private static Response open(BlockActionRequest request, ActionContext context)
            throws IOException, SlackApiException {
        var payload = request.getPayload();
        String from = payload.getChannel().getId() + " " + payload.getMessage().getTs();
        context.client()
                .viewsOpen(open -> open.triggerId(context.getTriggerId()).viewAsString(modal(from)));
        return context.ack();
    }

    private static Response submitted(ViewSubmissionRequest request, ViewSubmissionContext context)
            throws IOException, SlackApiException {
        var view = request.getPayload().getView();
        String today = requireNonNull(view.getState().getValues().get("today"))
                .values()
                .iterator()
                .next()
                .getValue();
        if (today.contains("nothing")) {
            return context.ackWithErrors(Map.of("today", "Say a little more."));
        }
        String channel = view.getPrivateMetadata().replaceAll(" .*", "");
        String ts = view.getPrivateMetadata().replaceAll(".* ", "");
        context.client()
                .chatUpdate(update ->
                        update.channel(channel).ts(ts).text("Thank you").blocksAsString(thanks(today)));
        return context.ack();
    }

    private static String modal(String from) {
        return """
            {"type": "modal", "callback_id": "report", "private_metadata": "%s", "title": {"type": "plain_text", "text": "Daily standup"},
             "submit": {"type": "plain_text", "text": "Submit"}, "close": {"type": "plain_text", "text": "Not now"},
             "blocks": [
               {"type": "context", "elements": [{"type": "mrkdwn", "text": "Friday, 20 November · due by *10:00* Europe/Prague"}]},
               {"type": "input", "block_id": "yesterday", "optional": true, "label": {"type": "plain_text", "text": "What did you work on yesterday?"},
                "element": {"type": "plain_text_input", "action_id": "text", "multiline": true}},
               {"type": "input", "block_id": "today", "label": {"type": "plain_text", "text": "What is your plan for today?"},
                "hint": {"type": "plain_text", "text": "A line or two is enough."},
                "element": {"type": "plain_text_input", "action_id": "text", "multiline": true, "max_length": 100}},
               {"type": "input", "block_id": "mood", "optional": true, "label": {"type": "plain_text", "text": "How are you?"},
                "element": {"type": "static_select", "action_id": "mood", "placeholder": {"type": "plain_text", "text": "Choose"},
                            "options": [{"text": {"type": "plain_text", "text": ":sunny: Well"}, "value": "well"},
                                        {"text": {"type": "plain_text", "text": ":coffee: Tired"}, "value": "tired"}]}},
               {"type": "input", "block_id": "help", "optional": true, "label": {"type": "plain_text", "text": "Impediments"},
                "element": {"type": "checkboxes", "action_id": "help",
                            "options": [{"text": {"type": "mrkdwn", "text": "I am *blocked*"}, "value": "blocked"}]}}]}""".formatted(from);
    }

    private static String thanks(String today) {
        return """
            [{"type": "section", "text": {"type": "mrkdwn", "text": "Thank you for your submission.\\n*Today:* %s"}},
             {"type": "actions", "elements": [
               {"type": "button", "action_id": "open", "value": "r1", "text": {"type": "plain_text", "text": "Edit"}}]}]""".formatted(today);
    }

    private static String home(String line) {
        return """
            {"type": "home", "blocks": [
              {"type": "header", "text": {"type": "plain_text", "text": "Your standups"}},
              {"type": "section", "text": {"type": "mrkdwn", "text": "*Daily standup* in <#C0GENERAL>\\nMon–Fri, asks 08:00, reports 10:00"},
               "accessory": {"type": "button", "action_id": "pause", "text": {"type": "plain_text", "text": "Pause"}}},
              {"type": "divider"},
              {"type": "context", "elements": [{"type": "mrkdwn", "text": "%s"}]}]}""".formatted(line);
    }

    @Override
    public void close() {
        try {
            bot.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
