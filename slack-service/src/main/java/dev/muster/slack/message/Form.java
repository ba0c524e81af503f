package dev.muster.slack.message;

import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewState;
import com.slack.api.model.view.ViewSubmit;
import com.slack.api.model.view.ViewTitle;
import dev.muster.events.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The modal with a run's questions, and what comes back of it. */
public final class Form {

    /** What an event takes of one answer. */
    public static final int LONGEST_ANSWER = 3000;

    private static final int LONGEST_TITLE = 24;

    private Form() {}

    /**
     * The modal.
     *
     * @param before what the member has answered before, to be edited
     * @param note what they should know first
     */
    public static View of(
            String runId, String name, List<String> questions, List<Answer> before, @Nullable String note) {
        var blocks = new ArrayList<LayoutBlock>();
        if (note != null) {
            blocks.add(Blocks.section(note));
        }
        for (var i = 0; i < questions.size(); i++) {
            var text = i < before.size() ? before.get(i).text() : "";
            blocks.add(InputBlock.builder()
                    .blockId(blockOf(i))
                    .optional(true)
                    .label(label(questions.get(i)))
                    .element(PlainTextInputElement.builder()
                            .actionId(Actions.ANSWER)
                            .multiline(true)
                            .maxLength(LONGEST_ANSWER)
                            .initialValue(text.isEmpty() ? null : text)
                            .build())
                    .build());
        }
        return View.builder()
                .type("modal")
                .callbackId(Actions.FORM)
                .privateMetadata(runId)
                .title(title(name))
                .submit(ViewSubmit.builder()
                        .type("plain_text")
                        .text(before.isEmpty() ? "Submit" : "Update")
                        .build())
                .close(ViewClose.builder().type("plain_text").text("Cancel").build())
                .blocks(blocks)
                .build();
    }

    /** A modal that only says something. */
    public static View notice(String title, String text) {
        return View.builder()
                .type("modal")
                .title(title(title))
                .close(ViewClose.builder().type("plain_text").text("Close").build())
                .blocks(List.of(Blocks.section(text)))
                .build();
    }

    /** The block of a question, by its place from 0. */
    public static String blockOf(int question) {
        return "q" + question;
    }

    /** What a member has written into the form, with the questions as they saw them. */
    public static List<Answer> answersIn(View sent) {
        return sent.getBlocks().stream()
                .filter(InputBlock.class::isInstance)
                .map(InputBlock.class::cast)
                .map(input -> new Answer(questionIn(input), textOf(input.getBlockId(), sent.getState())))
                .toList();
    }

    /** With {@code emoji} Slack would give back names such as {@code :wave:} in place of what the question has. */
    private static PlainTextObject label(String question) {
        return PlainTextObject.builder().text(question).emoji(false).build();
    }

    /**
     * Slack gives plain text back with entities in it.
     *
     * @see <a href="https://github.com/slackapi/bolt-python/issues/513">bolt-python 513</a>
     */
    private static String questionIn(InputBlock input) {
        return input.getLabel()
                .getText()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static String textOf(String blockId, ViewState state) {
        return Optional.ofNullable(state.getValues().get(blockId))
                .map(values -> values.get(Actions.ANSWER))
                .map(value -> Objects.requireNonNullElse(value.getValue(), ""))
                .orElse("");
    }

    private static ViewTitle title(String text) {
        return ViewTitle.builder()
                .type("plain_text")
                .text(Mrkdwn.cutPlain(text, LONGEST_TITLE))
                .build();
    }
}
