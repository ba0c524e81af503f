package dev.muster.slack.message;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What people wrote, as text of Slack's mrkdwn that shows literally: {@code & < >} become entities, so that no mention, link or
 * command can be in it, and what would begin bold, italic, struck, code or a quotation is kept from it.
 * Lengths are those of the escaped text, in UTF-16, and nothing is ever cut within what people see as one character.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text#escaping">escaping text</a>
 */
final class Mrkdwn {

    private static final String ELLIPSIS = "…";

    /** The narrowest that is white space to every reader: what is followed by white space begins nothing. */
    private static final char HAIR_SPACE = '\u200A';

    /** Not seen by people, and yet the first of its line. */
    private static final char ZERO_WIDTH_SPACE = '\u200B';

    /** Looks like a backtick; between two of those even white space is code. */
    private static final String GRAVE_ACCENT = "\u02CB";

    private Mrkdwn() {}

    /** The text, whole. */
    static String escape(String text) {
        var escaped = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            escaped.append(escapedAt(text, i));
        }
        return escaped.toString();
    }

    /** The text in one line, in bold. */
    static String bold(String text, int longest) {
        var line = text.replace('*', '∗').replaceAll("\\s+", " ").strip();
        return line.isEmpty() ? "" : "*" + cut(line, longest - 2) + "*";
    }

    /** The text, no longer than so. */
    static String cut(String text, int longest) {
        var pieces = pieces(text, longest);
        return pieces.size() == 1
                ? pieces.getFirst()
                : pieces(text, longest - ELLIPSIS.length()).getFirst() + ELLIPSIS;
    }

    /** Plain text, unescaped, no longer than so. */
    static String cutPlain(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, boundaryBefore(text, longest - ELLIPSIS.length())) + ELLIPSIS;
    }

    /** The text in pieces that are no longer than so, the break after a line or a word where there is one in the last half. */
    static List<String> pieces(String text, int longest) {
        var pieces = new ArrayList<String>();
        for (var start = 0; start < text.length() || pieces.isEmpty(); ) {
            var end = endOfPiece(text, start, longest);
            pieces.add(escaped(text, start, end));
            start = end;
        }
        return pieces;
    }

    private static int endOfPiece(String text, int start, int longest) {
        var end = start;
        for (var length = 0; end < text.length(); end++) {
            length += escapedAt(text, end).length();
            if (length > longest) {
                break;
            }
        }
        if (end == text.length()) {
            return end;
        }
        var character = boundaryBefore(text, end);
        var whole = character > start ? character : codePointBefore(text, start, end);
        return wordBefore(text, start + (whole - start) / 2, whole);
    }

    private static int wordBefore(String text, int from, int end) {
        for (var space : List.of('\n', ' ')) {
            var at = text.lastIndexOf(space, end - 1);
            if (at >= from) {
                return at + 1;
            }
        }
        return end;
    }

    private static int boundaryBefore(String text, int end) {
        var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        return characters.isBoundary(end) ? end : characters.preceding(end);
    }

    private static int codePointBefore(String text, int start, int end) {
        var inAPair = end - 1 > start && Character.isHighSurrogate(text.charAt(end - 1));
        return inAPair ? end - 1 : end;
    }

    private static String escaped(String text, int start, int end) {
        var escaped = new StringBuilder(end - start);
        for (var i = start; i < end; i++) {
            escaped.append(escapedAt(text, i));
        }
        return escaped.toString();
    }

    private static String escapedAt(String text, int i) {
        var c = text.charAt(i);
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> beginsALine(text, i) ? ZERO_WIDTH_SPACE + "&gt;" : "&gt;";
            case '`' -> GRAVE_ACCENT;
            case '*', '_', '~' -> mayBegin(text, i) ? c + String.valueOf(HAIR_SPACE) : String.valueOf(c);
            default -> String.valueOf(c);
        };
    }

    /** Within a word, as in snake_case, none of them has a meaning. */
    private static boolean mayBegin(String text, int i) {
        return (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))
                && i + 1 < text.length()
                && !Character.isWhitespace(text.charAt(i + 1));
    }

    private static boolean beginsALine(String text, int i) {
        return text.lastIndexOf('\n', i) + 1 == i
                || text.substring(text.lastIndexOf('\n', i) + 1, i).isBlank();
    }
}
