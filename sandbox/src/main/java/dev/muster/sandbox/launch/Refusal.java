package dev.muster.sandbox.launch;

/** Why the sandbox does not start, in words for the person who started it. */
public final class Refusal extends RuntimeException {

    private final boolean misuse;

    private Refusal(String message, boolean misuse) {
        super(message);
        this.misuse = misuse;
    }

    /** The command was given in a way that has no meaning. */
    static Refusal misuse(String message) {
        return new Refusal(message, true);
    }

    /** The command is right, but something stands in its way. */
    static Refusal because(String message) {
        return new Refusal(message, false);
    }

    /** The exit code that says so: 2 for a wrong command line, 1 for anything else. */
    public int exitCode() {
        return misuse ? 2 : 1;
    }

    /** What is in the way, and what to do about it. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
