package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * How one attempt to invite a person to Slack ended.
 *
 * @param signupId whose invitation it is
 * @param effect the attempt
 */
public record InviteOutcome(String signupId, EffectOutcome effect) implements SlackInviteEvent {

    public InviteOutcome {
        requireNonNull(signupId, "signupId");
        requireNonNull(effect, "effect");
    }

    @Override
    public String key() {
        return signupId;
    }
}
