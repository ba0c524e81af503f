package dev.muster.sandbox.emulator;

/**
 * How many requests are admitted within any window of so many seconds.
 *
 * @param operation the vendor's own name, or {@value #WHOLE_ACCOUNT} for all of them together
 */
public record Limit(String operation, int requests, int seconds) {

    /** Stands for every operation of the account together. */
    public static final String WHOLE_ACCOUNT = "*";

    private static final int LONGEST_WINDOW = 86_400;

    /** Reads and checks what a person or a test asked for. */
    static Limit from(ControlRequest request) {
        request.allowOnly("operation", "requests", "seconds");
        String operation = request.operationOr(WHOLE_ACCOUNT);
        Integer requests = request.number("requests", 1, Integer.MAX_VALUE);
        Integer seconds = request.number("seconds", 1, LONGEST_WINDOW);
        if (requests == null || seconds == null) {
            throw new ControlRequest.Refused("a limit needs both requests and seconds");
        }
        return new Limit(operation, requests, seconds);
    }
}
