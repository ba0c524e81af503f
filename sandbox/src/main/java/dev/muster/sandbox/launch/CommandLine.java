package dev.muster.sandbox.launch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The options of a command, one after the other: {@code --name value} or {@code --name=value}. */
public final class CommandLine {

    private final Deque<String> rest;
    private String option = "";

    /** What follows the command. */
    public CommandLine(List<String> arguments) {
        this.rest = new ArrayDeque<>(arguments);
    }

    /** Whether there is another option; then it is the one that is spoken of from now on. */
    public boolean next() {
        if (rest.isEmpty()) {
            return false;
        }
        option = rest.removeFirst();
        int equals = option.indexOf('=');
        if (option.startsWith("--") && equals > 0) {
            rest.addFirst(option.substring(equals + 1));
            option = option.substring(0, equals);
        }
        return true;
    }

    /** The option as it is called. */
    public String option() {
        return option;
    }

    /**
     * The option's value.
     *
     * @throws Refusal when there is none
     */
    public String value() {
        if (rest.isEmpty() || rest.getFirst().isEmpty()) {
            throw Refusal.misuse(option + " needs a value.");
        }
        return rest.removeFirst();
    }

    /**
     * The option's value, where it has to be a whole number within bounds.
     *
     * @throws Refusal when it is none
     */
    public long number(long least, long most) {
        String value = value();
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // is refused likewise
        }
        throw wrong(
                value,
                least > Integer.MIN_VALUE && most < Integer.MAX_VALUE ? "from " + least + " to " + most : "a number");
    }

    /** The refusal of an option that is not known, naming those that are. */
    public Refusal unknown(String others) {
        return Refusal.misuse("\"" + option + "\" is not an option here; there are " + others + ".");
    }

    /** The refusal of a value, naming what it may be. */
    public Refusal wrong(String value, String what) {
        return Refusal.misuse(option + " is " + what + ", not \"" + value + "\".");
    }
}
