package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * How one attempt to bring a person's CRM contact up to date ended.
 *
 * @param signupId whose contact it is
 * @param effect the attempt
 */
public record ContactOutcome(String signupId, EffectOutcome effect) implements CrmContactEvent {

    public ContactOutcome {
        requireNonNull(signupId, "signupId");
        requireNonNull(effect, "effect");
    }

    @Override
    public String key() {
        return signupId;
    }
}
