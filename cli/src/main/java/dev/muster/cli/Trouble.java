package dev.muster.cli;

/** What stops a command, in words for the person who gave it: what happened, and what to do next. */
final class Trouble extends RuntimeException {

    private final boolean mayPass;

    private Trouble(String words, boolean mayPass) {
        super(words, null, false, false);
        this.mayPass = mayPass;
    }

    /** Something that will not change by itself. */
    static Trouble of(String words) {
        return new Trouble(words, false);
    }

    /** Something that may be over when the same is asked a little later. */
    static Trouble forNow(String words) {
        return new Trouble(words, true);
    }

    boolean mayPass() {
        return mayPass;
    }
}
