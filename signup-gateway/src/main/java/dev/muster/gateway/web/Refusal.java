package dev.muster.gateway.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that is answered with a problem, and with the time after which to ask again where that helps. */
public final class Refusal extends RuntimeException {

    private final transient Problem problem;
    private final @Nullable Duration retryAfter;

    /** A request that is not done however often it is sent. */
    public Refusal(Problem problem) {
        this(problem, null, null);
    }

    /** A request that may be done later; the time is rounded down to seconds. */
    public Refusal(Problem problem, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(problem.detail(), cause, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /** The answer. */
    public Problem problem() {
        return problem;
    }

    /** When to ask again, where that helps. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
