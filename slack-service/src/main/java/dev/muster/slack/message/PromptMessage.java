package dev.muster.slack.message;

import static dev.muster.slack.message.Blocks.actions;
import static dev.muster.slack.message.Blocks.button;
import static dev.muster.slack.message.Blocks.context;
import static dev.muster.slack.message.Blocks.section;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.ButtonElement;
import dev.muster.events.Answer;
import dev.muster.events.PromptRequested;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a member's direct message of a run says, from the question to the end. */
public final class PromptMessage {

    private static final int LONGEST_NAME = 200;

    /** Slack refuses more than about 13,000 characters in the blocks of a message, depending on what they are. */
    private static final int LONGEST_ANSWERS = 9000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private PromptMessage() {}

    /** The question. */
    public static Message ask(PromptRequested prompt) {
        var blocks = new ArrayList<LayoutBlock>();
        var text =
                switch (prompt.kind()) {
                    case ASK -> "Hello, it is time to report on " + name(prompt.name()) + ".";
                    case REMIND -> "A reminder: your report on " + name(prompt.name()) + " is still missing.";
                };
        blocks.add(section(text));
        if (prompt.validUntil() != null) {
            blocks.add(context(closing(prompt.validUntil(), prompt.zone())));
        }
        blocks.add(actions(openReport(prompt.runId()), button(Actions.SKIP_TODAY, "Skip today", prompt.runId(), null)));
        return new Message(text, blocks);
    }

    /** Thanks for answers while they can be changed. */
    public static Message thanks(String runId, List<Answer> answers) {
        return thanks("Thank you for your submission.", answers, button(Actions.EDIT, "Edit", runId, null));
    }

    /** Thanks when the run is closed. */
    public static Message thanksClosed(List<Answer> answers, boolean late) {
        return thanks(
                late
                        ? "Thank you for your submission. It came after the closing and is in the report, marked as late."
                        : "Thank you for your submission. The report is posted.",
                answers,
                null);
    }

    /** The member is left out of an open run. */
    public static Message skipped(String runId, String name) {
        var text = "Skipped " + name(name) + " for today, you will not be counted as missing.";
        return new Message(
                text, List.of(section(text), actions(button(Actions.OPEN_REPORT, "Open Report", runId, null))));
    }

    /** The member was left out of a run that is closed. */
    public static Message skippedClosed(String name) {
        var text = "Skipped " + name(name) + " for today, you are not counted as missing. The report is posted.";
        return new Message(text, List.of(section(text)));
    }

    /** The run is closed, and the member has said nothing. */
    public static Message missed(String runId, String name) {
        var text =
                "The report on " + name(name) + " is posted. You can still answer: it is added to the report as late.";
        return new Message(text, List.of(section(text), actions(openReport(runId))));
    }

    /** What the member did counts for nothing. */
    public static Message passedOver() {
        var text = "This standup is not there any more, so what you sent does not count. You need not do anything.";
        return new Message(text, List.of(section(text)));
    }

    private static Message thanks(String text, List<Answer> answers, @Nullable ButtonElement edit) {
        var blocks = new ArrayList<LayoutBlock>();
        blocks.add(section(text));
        blocks.addAll(shortened(answers));
        if (edit != null) {
            blocks.add(actions(edit));
        }
        return new Message(text, blocks);
    }

    /** All questions in one message; where the answers are too long for that, each is cut to its share. */
    private static List<LayoutBlock> shortened(List<Answer> answers) {
        var whole = answers.stream()
                .mapToInt(answer ->
                        Mrkdwn.escape(answer.question() + answer.text()).length())
                .sum();
        var share = whole > LONGEST_ANSWERS ? LONGEST_ANSWERS / answers.size() : Blocks.LONGEST_SECTION;
        return answers.stream().map(answer -> Blocks.answerCut(answer, share)).toList();
    }

    private static String closing(Instant closesAt, ZoneId zone) {
        return "The report is posted at *" + TIME.format(closesAt.atZone(zone)) + "* (" + Mrkdwn.escape(zone.getId())
                + "). You can change your answers until then.";
    }

    private static ButtonElement openReport(String runId) {
        return button(Actions.OPEN_REPORT, "Open Report", runId, "primary");
    }

    private static String name(String name) {
        return Mrkdwn.cut(name, LONGEST_NAME);
    }
}
