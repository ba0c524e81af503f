package dev.muster.slack.message;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import dev.muster.events.Answer;
import dev.muster.events.ReportEntry;
import dev.muster.events.ReportSummary;
import dev.muster.slack.message.Message.Author;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportMessageTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Author ZOE = new Author("Zoë <b>", "https://example.org/zoe.png");

    @Test
    void summaryCountsAndNamesPeopleWithoutNotifyingThem() {
        var summary = new ReportSummary(3, List.of("U1"), List.of("U2", "U3"));

        var message = ReportMessage.summary(DAY, "Daily", summary, user -> "<@" + user + ">");

        assertThat(message.text()).isEqualTo("Here are the standup results from *2026-11-20*.");
        assertThat(textOf(message)).isEqualTo("""
                        Here are the standup results from *2026-11-20*.
                        Daily: 3 answered, 1 skipped, 2 missing
                        *Missing:* &lt;@U2&gt;, &lt;@U3&gt;
                        *Skipped:* &lt;@U1&gt;""");
        assertThat(message.author()).isNull();
    }

    @Test
    void aLongListOfPeopleEndsWithHowManyOthers() {
        var silent = IntStream.range(0, 500).mapToObj(i -> "U" + i).toList();

        var message =
                ReportMessage.summary(DAY, "Daily", new ReportSummary(0, List.of(), silent), _ -> "Somebody & Co");

        var missing = ((SectionBlock) message.blocks().getLast()).getText().getText();
        assertThat(missing).hasSizeLessThanOrEqualTo(3000).matches("(?s).*Co and \\d+ others");
        var named = missing.split("&amp;", -1).length - 1;
        assertThat(missing).endsWith(" and " + (500 - named) + " others");
    }

    @Test
    void entryIsUnderTheMembersNameWithEachQuestionAndAnswer() {
        var entry =
                new ReportEntry("U1", List.of(new Answer("Done?", "<!channel> *all*"), new Answer("Plan?", " ")), true);

        var messages = ReportMessage.entry(entry, ZOE);

        assertThat(messages).hasSize(1);
        assertThat(messages.getFirst().author()).isEqualTo(ZOE);
        assertThat(textOf(messages.getFirst())).isEqualTo("""
                        *Zoë &lt;b&gt;* posted an update for stand up meeting. _(late)_
                        *Done?*
                        &lt;!channel&gt; *\u200Aall*
                        *Plan?*
                        –""");
    }

    @Test
    void aLongEntryIsSplitWithinTheLimitsOfBlockKitAndLosesNothing() {
        var answers = IntStream.range(0, 10)
                .mapToObj(i -> new Answer("Question " + i, ("&😀" + i).repeat(750)))
                .toList();

        var messages = ReportMessage.entry(new ReportEntry("U1", answers, false), ZOE);

        assertThat(messages).hasSizeGreaterThan(2).allSatisfy(message -> {
            assertThat(message.blocks()).hasSizeLessThanOrEqualTo(50);
            assertThat(message.blocks()).allSatisfy(block -> assertThat(textOf(block))
                    .hasSizeLessThanOrEqualTo(3000)
                    .isNotEmpty());
            assertThat(textOf(message)).hasSizeLessThan(13000);
        });
        var all = messages.stream().map(ReportMessageTest::textOf).collect(Collectors.joining());
        assertThat(all.codePoints().filter(c -> c == "😀".codePointAt(0)).count())
                .isEqualTo(7500);
    }

    @Test
    void longNamesFitOverAMessage() {
        var messages = ReportMessage.entry(
                new ReportEntry("U1", List.of(new Answer("Q", "A")), false), new Author("😀".repeat(90), ""));

        assertThat(requireNonNull(messages.getFirst().author()).name())
                .hasSizeLessThanOrEqualTo(80)
                .endsWith("😀…");
    }

    static String textOf(Message message) {
        return message.blocks().stream().map(ReportMessageTest::textOf).collect(Collectors.joining("\n"));
    }

    private static String textOf(LayoutBlock block) {
        return switch (block) {
            case SectionBlock section -> section.getText().getText();
            case ContextBlock context ->
                ((MarkdownTextObject) context.getElements().getFirst()).getText();
            default -> "";
        };
    }
}
