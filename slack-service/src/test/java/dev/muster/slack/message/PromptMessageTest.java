package dev.muster.slack.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.element.ButtonElement;
import dev.muster.events.Answer;
import dev.muster.events.PromptRequested;
import dev.muster.events.PromptRequested.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PromptMessageTest {

    private static final String RUN = "daily|2026-11-20";
    private static final List<Answer> ANSWERS = List.of(new Answer("Done?", "All <of> it"), new Answer("Plan?", ""));

    @Test
    void questionSaysUntilWhenAndHasTwoButtons() {
        var message = PromptMessage.ask(prompt(Kind.ASK, Instant.parse("2026-11-20T09:00:00Z")));

        assertThat(message.text()).isEqualTo("Hello, it is time to report on Daily &amp; Co.");
        assertThat(ReportMessageTest.textOf(message)).contains("posted at *10:00* (Europe/Prague)");
        assertThat(buttons(message))
                .extracting(button -> button.getText().getText(), ButtonElement::getActionId, ButtonElement::getStyle)
                .containsExactly(
                        tuple("Open Report", "open_report", "primary"), tuple("Skip today", "skip_today", null));
        assertThat(buttons(message)).extracting(ButtonElement::getValue).containsOnly(RUN);
    }

    @Test
    void questionWithoutAKnownEndNamesNone() {
        assertThat(ReportMessageTest.textOf(PromptMessage.ask(prompt(Kind.ASK, null))))
                .doesNotContain("posted at");
    }

    @Test
    void reminderIsShorterAndHasTheSameButtons() {
        var message = PromptMessage.ask(prompt(Kind.REMIND, null));

        assertThat(message.text()).startsWith("A reminder");
        assertThat(actions(message)).containsExactly("open_report", "skip_today");
    }

    @Test
    void thanksShowTheAnswersAndCanBeEditedWhileTheRunIsOpen() {
        var open = PromptMessage.thanks(RUN, ANSWERS);

        assertThat(ReportMessageTest.textOf(open))
                .startsWith("Thank you for your submission.\n*Done?*\nAll &lt;of&gt; it\n*Plan?*\n–");
        assertThat(actions(open)).containsExactly("edit");
        assertThat(actions(PromptMessage.thanksClosed(ANSWERS, false))).isEmpty();
        assertThat(PromptMessage.thanksClosed(ANSWERS, true).text()).contains("late");
    }

    @Test
    void thanksForAnswersOfAnyLengthFitIntoOneMessage() {
        var long10 = IntStream.range(0, 10)
                .mapToObj(i -> new Answer("&".repeat(300), "&😀".repeat(1000)))
                .toList();

        var message = PromptMessage.thanks(RUN, long10);

        assertThat(ReportMessageTest.textOf(message)).hasSizeLessThan(11_000).hasSizeGreaterThan(5000);
        assertThat(message.blocks()).hasSizeLessThanOrEqualTo(50);
    }

    @Test
    void aLongAnswerAmongShortOnesIsNotCut() {
        var answers = IntStream.range(0, 5)
                .mapToObj(i -> new Answer("Q" + i, i == 2 ? "x".repeat(2900) : "short"))
                .toList();

        assertThat(ReportMessageTest.textOf(PromptMessage.thanks(RUN, answers))).contains("x".repeat(2900));
    }

    @Test
    void skippedCanAnswerAfterAllAndClosedTellsTheSilentThatTheyStillCan() {
        assertThat(actions(PromptMessage.skipped(RUN, "Daily"))).containsExactly("open_report");
        assertThat(actions(PromptMessage.skippedClosed("Daily"))).isEmpty();
        assertThat(actions(PromptMessage.missed(RUN, "Daily"))).containsExactly("open_report");
    }

    private static PromptRequested prompt(Kind kind, @Nullable Instant validUntil) {
        return new PromptRequested(
                RUN, "U1", kind, "Daily & Co", "C1", List.of("Done?"), ZoneId.of("Europe/Prague"), validUntil);
    }

    private static List<String> actions(Message message) {
        return buttons(message).stream().map(ButtonElement::getActionId).toList();
    }

    private static List<ButtonElement> buttons(Message message) {
        return message.blocks().stream()
                .flatMap(block ->
                        block instanceof ActionsBlock actions ? actions.getElements().stream() : Stream.empty())
                .map(ButtonElement.class::cast)
                .toList();
    }
}
