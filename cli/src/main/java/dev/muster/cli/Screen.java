package dev.muster.cli;

import java.io.PrintWriter;

/**
 * Where a command speaks. What comes from elsewhere is shown without control characters, which could move the cursor or worse.
 *
 * @param out for what was asked for
 * @param err for what went wrong
 * @param isTerminal whether a person sees it as it comes, so that a line can be drawn over
 */
record Screen(PrintWriter out, PrintWriter err, boolean isTerminal) {

    private static final String BACK_AND_CLEAR = "\r\u001b[K";

    /** Says a line. */
    void say(String line) {
        out.println(printable(line));
        out.flush();
    }

    /** Says of a listing that there is more than it shows, where there is. */
    void sayIfCut(int shown, long total) {
        if (total > shown) {
            say("These are the newest " + shown + " of " + total + ".");
        }
    }

    /** Draws over the line that was drawn last. */
    void draw(String line) {
        out.print(BACK_AND_CLEAR + printable(line));
        out.flush();
    }

    /** Makes place for the next line where one was drawn. */
    void clear() {
        if (isTerminal) {
            out.print(BACK_AND_CLEAR);
            out.flush();
        }
    }

    /** Says what went wrong. */
    void complain(String line) {
        err.println(printable(line));
        err.flush();
    }

    private static String printable(String line) {
        return line.codePoints()
                .map(each -> Character.isISOControl(each) && each != '\t' ? '\uFFFD' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
