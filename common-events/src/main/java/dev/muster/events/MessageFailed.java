package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * A message is not in Slack as it was asked for: not yet, or not at all.
 *
 * @param effect the attempt that failed
 */
public record MessageFailed(EffectOutcome effect) implements SlackDeliveryEvent {

    public MessageFailed {
        requireNonNull(effect, "effect");
    }

    @Override
    public String key() {
        return effect.effectId();
    }
}
