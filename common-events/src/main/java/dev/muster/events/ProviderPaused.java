package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider cannot be called, and whoever is queued waits. Said again while that lasts.
 *
 * @param provider which one
 * @param code the provider's own code where it has one, else {@code timeout} or {@code unreachable}
 * @param detail for operators; names no person
 * @param since when that began
 * @param nextAttemptAt when it is called again
 */
public record ProviderPaused(
        OutsideSystem provider, String code, @Nullable String detail, Instant since, Instant nextAttemptAt)
        implements ProviderEvent {

    public ProviderPaused {
        requireNonNull(provider, "provider");
        requireNonNull(code, "code");
        requireNonNull(since, "since");
        requireNonNull(nextAttemptAt, "nextAttemptAt");
    }
}
