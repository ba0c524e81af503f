package dev.muster.events.effect;

import org.jspecify.annotations.Nullable;

/**
 * A call that brought the effect about, or found it there.
 *
 * @param code the provider's word for it
 * @param externalId the provider's id of what came about, where it tells one
 */
public record Done(String code, @Nullable String externalId) {}
