package dev.muster.slack.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MrkdwnTest {

    private static final String FAMILY = "👨‍👩‍👧‍👦";

    @Test
    void mentionsAndLinksAreTextOnly() {
        assertThat(Mrkdwn.escape("<!channel> <@U1> <http://evil|click> a && b"))
                .isEqualTo("&lt;!channel&gt; &lt;@U1&gt; &lt;http://evil|click&gt; a &amp;&amp; b");
    }

    @ParameterizedTest
    @CsvSource({
        "*bold*, *\u200Abold*",
        "_italic_, _\u200Aitalic_",
        "~struck~, ~\u200Astruck~",
        "(*bold*), (*\u200Abold*)",
        "snake_case_name, snake_case_name",
        "2 * 3 * 4, 2 * 3 * 4",
        "`code`, \u02CBcode\u02CB",
    })
    void whatWouldBeginMarkupIsKeptFromIt(String text, String escaped) {
        assertThat(Mrkdwn.escape(text)).isEqualTo(escaped);
    }

    @Test
    void noLineIsAQuotation() {
        assertThat(Mrkdwn.escape("> one\n > two\n1 > 0")).isEqualTo("\u200B&gt; one\n \u200B&gt; two\n1 &gt; 0");
    }

    @Test
    void boldIsOneLineWithoutStarsOfItsOwn() {
        assertThat(Mrkdwn.bold(" a *b*\n c ", 100)).isEqualTo("*a ∗b∗ c*");
        assertThat(Mrkdwn.bold("x".repeat(50), 20)).hasSize(20).endsWith("…*");
    }

    @Test
    void nothingIsCutWithinAnEntityOrAnEmoji() {
        assertThat(Mrkdwn.cut("a".repeat(8) + "&b", 10)).isEqualTo("a".repeat(8) + "…");
        assertThat(Mrkdwn.cut("ab" + "😀".repeat(9), 10)).isEqualTo("ab😀😀😀…");
        assertThat(Mrkdwn.cutPlain("Stand up 😀😀😀", 12)).isEqualTo("Stand up 😀…");
        assertThat(Mrkdwn.cut("x" + FAMILY + FAMILY, 15)).isEqualTo("x" + FAMILY + "…");
    }

    @Test
    void piecesHoldTheWholeText() {
        var text = ("word & more\n" + FAMILY + " ").repeat(300);

        var pieces = Mrkdwn.pieces(text, 1000);

        assertThat(pieces).hasSizeGreaterThan(5).allSatisfy(piece -> assertThat(piece)
                .hasSizeLessThanOrEqualTo(1000));
        assertThat(String.join("", pieces)).isEqualTo(Mrkdwn.escape(text));
        assertThat(pieces.getFirst()).matches("(?s).*\\s");
    }

    @Test
    void aCharacterOfManyCodePointsIsCutWhereItMust() {
        var zalgo = "a" + "\u0301".repeat(5000);

        assertThat(Mrkdwn.pieces(zalgo, 1000)).hasSize(6);
        assertThat(String.join("", Mrkdwn.pieces("😀".repeat(30), 9))).isEqualTo("😀".repeat(30));
    }
}
