package dev.muster.slack.message;

import static dev.muster.slack.message.Blocks.context;
import static dev.muster.slack.message.Blocks.section;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import dev.muster.events.ReportEntry;
import dev.muster.events.ReportSummary;
import dev.muster.slack.message.Message.Author;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The messages of a report. */
public final class ReportMessage {

    private static final int MOST_BLOCKS = 50;

    /** Slack refuses more than about 13,000 characters in the blocks of a message, depending on what they are. */
    private static final int LONGEST = 11000;

    private static final int LONGEST_NAME = 200;

    /** What Slack takes as the name over a message. */
    private static final int LONGEST_AUTHOR = 80;

    private ReportMessage() {}

    /**
     * What a report begins with.
     *
     * @param nameOf the name that a member is known by; nobody is mentioned, so nobody is notified
     */
    public static Message summary(LocalDate date, String standup, ReportSummary summary, UnaryOperator<String> nameOf) {
        var text = "Here are the standup results from *" + date + "*.";
        var blocks = new ArrayList<LayoutBlock>();
        blocks.add(section(text));
        blocks.add(context(Mrkdwn.cut(standup, LONGEST_NAME) + ": " + summary.answered() + " answered, "
                + summary.skipped().size() + " skipped, " + summary.missing().size() + " missing"));
        if (!summary.missing().isEmpty()) {
            blocks.add(section(people("*Missing:* ", summary.missing(), nameOf)));
        }
        if (!summary.skipped().isEmpty()) {
            blocks.add(section(people("*Skipped:* ", summary.skipped(), nameOf)));
        }
        return new Message(text, blocks);
    }

    /** One member's part, under their name and picture, in as many messages as it takes. */
    public static List<Message> entry(ReportEntry entry, Author author) {
        var text = Mrkdwn.bold(author.name(), LONGEST_NAME) + " posted an update for stand up meeting."
                + (entry.late() ? " _(late)_" : "");
        var blocks = new ArrayList<LayoutBlock>();
        blocks.add(section(text));
        entry.answers().forEach(answer -> blocks.addAll(Blocks.answer(answer)));
        var shown = new Author(Mrkdwn.cutPlain(author.name(), LONGEST_AUTHOR), author.iconUrl());
        return split(blocks).stream()
                .map(part -> new Message(text, part, shown))
                .toList();
    }

    /** What is left of a message that a shorter revision does not need. */
    public static Message withdrawn() {
        var text = "_(shortened)_";
        return new Message(text, List.of(context(text)));
    }

    private static List<List<LayoutBlock>> split(List<LayoutBlock> blocks) {
        var parts = new ArrayList<List<LayoutBlock>>();
        var length = 0;
        for (var block : blocks) {
            var its = lengthOf(block);
            if (parts.isEmpty() || length + its > LONGEST || parts.getLast().size() == MOST_BLOCKS) {
                parts.add(new ArrayList<>());
                length = 0;
            }
            parts.getLast().add(block);
            length += its;
        }
        return parts;
    }

    private static int lengthOf(LayoutBlock block) {
        return block instanceof SectionBlock section
                ? section.getText().getText().length()
                : 0;
    }

    private static String people(String label, List<String> userIds, UnaryOperator<String> nameOf) {
        var text = new StringBuilder(label);
        for (var i = 0; i < userIds.size(); i++) {
            var next = (i == 0 ? "" : ", ") + Mrkdwn.cut(nameOf.apply(userIds.get(i)), LONGEST_NAME);
            var others = " and " + (userIds.size() - i) + " others";
            if (text.length() + next.length() + others.length() > Blocks.LONGEST_SECTION) {
                return text + others;
            }
            text.append(next);
        }
        return text.toString();
    }
}
