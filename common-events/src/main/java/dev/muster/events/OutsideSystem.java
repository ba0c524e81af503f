package dev.muster.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A provider that sign-ups are carried to. */
public enum OutsideSystem {
    /** Where people are invited to. */
    @JsonProperty("slack")
    SLACK(Topic.SLACK_INVITES),
    /** Where their contacts are kept. */
    @JsonProperty("crm")
    CRM(Topic.CRM_CONTACTS);

    private final String outcomes;

    OutsideSystem(String outcomes) {
        this.outcomes = outcomes;
    }

    /** The topic of what comes about there. */
    public String outcomes() {
        return outcomes;
    }

    /** The key of what is said of the provider itself. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The provider that a record's key is of, if it is of one. */
    public static Optional<OutsideSystem> ofKey(String key) {
        return Stream.of(values()).filter(system -> system.key().equals(key)).findFirst();
    }
}
