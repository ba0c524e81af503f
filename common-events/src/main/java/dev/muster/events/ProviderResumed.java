package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A provider that could not be called has answered.
 *
 * @param provider which one
 * @param since when it could not be called first
 */
public record ProviderResumed(OutsideSystem provider, Instant since) implements ProviderEvent {

    public ProviderResumed {
        requireNonNull(provider, "provider");
        requireNonNull(since, "since");
    }
}
