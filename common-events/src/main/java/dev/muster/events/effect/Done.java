package dev.muster.events.effect;

import org.jspecify.annotations.Nullable;

/**
 * A call that brought the effect about, or found it there.
 *
 * @param code the provider's word for it
 * @param externalId the provider's id of what came about, where it tells one
 */
public record Done(String code, @Nullable String externalId) {

    /** The code of what came about anew, where later versions come about by another operation. */
    public static final String SENT = "sent";

    /** The code of such a later version. */
    public static final String REVISED = "revised";

    /** The code of what was looked for and found: nothing was called, which says nothing of whether a call would succeed. */
    public static final String FOUND = "found";
}
