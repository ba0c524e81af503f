package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * A message is in Slack as it was asked for.
 *
 * @param effect the attempt that succeeded
 * @param channel the Slack id of the channel or direct message
 * @param ts the message's timestamp, which is its id in the channel
 */
public record MessageDelivered(EffectOutcome effect, String channel, String ts) implements SlackDeliveryEvent {

    public MessageDelivered {
        requireNonNull(effect, "effect");
        requireNonNull(channel, "channel");
        requireNonNull(ts, "ts");
    }

    @Override
    public String key() {
        return effect.effectId();
    }
}
