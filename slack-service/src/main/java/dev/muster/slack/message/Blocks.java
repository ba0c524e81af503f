package dev.muster.slack.message;

import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.muster.events.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The blocks that messages are made of; text that comes in is mrkdwn, escaped already. */
final class Blocks {

    /** What one section takes. */
    static final int LONGEST_SECTION = 3000;

    private static final int LONGEST_QUESTION = 600;
    private static final String UNANSWERED = "–";

    private Blocks() {}

    static LayoutBlock section(String mrkdwn) {
        return SectionBlock.builder().text(mrkdwn(mrkdwn)).build();
    }

    static LayoutBlock context(String mrkdwn) {
        return ContextBlock.builder().elements(List.of(mrkdwn(mrkdwn))).build();
    }

    static LayoutBlock actions(ButtonElement... buttons) {
        return ActionsBlock.builder().elements(List.<BlockElement>of(buttons)).build();
    }

    /** A button that says for which run it is pressed. */
    static ButtonElement button(String actionId, String label, String runId, @Nullable String style) {
        return ButtonElement.builder()
                .actionId(actionId)
                .text(plain(label))
                .value(runId)
                .style(style)
                .build();
    }

    /** A question and what was answered, in as many sections as it takes. */
    static List<LayoutBlock> answer(Answer answer) {
        var question = Mrkdwn.bold(answer.question(), LONGEST_QUESTION);
        if (answer.text().isBlank()) {
            return List.of(section(question + "\n" + UNANSWERED));
        }
        var sections = new ArrayList<LayoutBlock>();
        for (var piece : Mrkdwn.pieces(answer.text().strip(), LONGEST_SECTION - question.length() - 1)) {
            if (!piece.isBlank()) {
                sections.add(section(sections.isEmpty() ? question + "\n" + piece : piece));
            }
        }
        return sections;
    }

    /** A question and what was answered, in one section of so many characters. */
    static LayoutBlock answerCut(Answer answer, int longest) {
        var question = Mrkdwn.bold(answer.question(), LONGEST_QUESTION);
        var text = answer.text().isBlank() ? UNANSWERED : answer.text().strip();
        var room = Math.min(longest, LONGEST_SECTION) - question.length() - 1;
        return section(question + "\n" + Mrkdwn.cut(text, room));
    }

    static PlainTextObject plain(String text) {
        return PlainTextObject.builder().text(text).emoji(true).build();
    }

    private static MarkdownTextObject mrkdwn(String text) {
        return MarkdownTextObject.builder().text(text).verbatim(true).build();
    }
}
