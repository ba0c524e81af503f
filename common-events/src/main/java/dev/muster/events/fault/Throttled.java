package dev.muster.events.fault;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The provider wants fewer calls. Its whole line waits as long as the provider says. */
public final class Throttled extends Passing {

    private final @Nullable Duration retryAfter;

    /**
     * Says how long to wait.
     *
     * @param retryAfter what the provider said, or nothing where it did not say
     */
    public Throttled(String code, String detail, @Nullable Duration retryAfter) {
        super(code, detail);
        this.retryAfter = retryAfter;
    }

    /** How long the provider wants to be left alone, where it said. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
