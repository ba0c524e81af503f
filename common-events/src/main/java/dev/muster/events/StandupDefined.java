package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * A standup was defined, or defined anew.
 *
 * @param standup as it is from now on
 */
public record StandupDefined(Standup standup) implements StandupEvent {

    public StandupDefined {
        requireNonNull(standup, "standup");
    }

    @Override
    public String key() {
        return standup.id();
    }
}
