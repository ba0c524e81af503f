package dev.muster.events.fault;

/** Why an outside call did not bring about what was asked. It has one of three names, and each says what happens next. */
public abstract sealed class Fault extends RuntimeException permits Passing, Rejected {

    private static final int LONGEST_CODE = 64;

    private final String code;

    Fault(String code, String detail) {
        super(detail);
        this.code = code.substring(0, Math.min(code.length(), LONGEST_CODE));
    }

    /** The provider's own code where it has one, else {@code timeout} or {@code unreachable}. */
    public final String code() {
        return code;
    }

    /** What happened, for operators; names no person. */
    public final String detail() {
        return String.valueOf(getMessage());
    }
}
