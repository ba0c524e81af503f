package dev.muster.sandbox.slack.workspace;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A conversation: a channel, or the direct messages of two.
 *
 * @param name empty for direct messages
 * @param created seconds since 1970
 * @param members in the order in which they joined
 */
public record Channel(
        String id,
        String name,
        Kind kind,
        boolean archived,
        long created,
        String creator,
        @JsonDeserialize(as = LinkedHashSet.class) Set<String> members) {

    /** What kind of conversation it is. */
    public enum Kind {
        PUBLIC,
        PRIVATE,
        DIRECT;

        /** The part of a scope's name that stands for it, such as {@code channels} in {@code channels:read}. */
        public String scope() {
            return switch (this) {
                case PUBLIC -> "channels";
                case PRIVATE -> "groups";
                case DIRECT -> "im";
            };
        }
    }

    public Channel {
        members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
    }

    public boolean direct() {
        return kind == Kind.DIRECT;
    }

    /** The letter for it in events: C, G or D. */
    public String letter() {
        return switch (kind) {
            case PUBLIC -> "C";
            case PRIVATE -> "G";
            case DIRECT -> "D";
        };
    }

    /** Whom somebody talks to in direct messages: the other one, or oneself. */
    public String other(String user) {
        return members.stream()
                .filter(member -> !member.equals(user))
                .findFirst()
                .orElse(user);
    }

    Channel with(Collection<String> everybody) {
        return new Channel(id, name, kind, archived, created, creator, new LinkedHashSet<>(everybody));
    }
}
