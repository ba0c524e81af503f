package dev.muster.sandbox.slack.workspace;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** One line of the workspace's journal: what it is about, as it stands from then on; all but one are null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Entry(
        @Nullable App app,
        @Nullable Member member,
        @Nullable Channel channel,
        @Nullable Message message,
        @Nullable Removal removal) {

    /** A message that was deleted. */
    record Removal(String channel, Ts ts) {}

    static Entry of(App app) {
        return new Entry(app, null, null, null, null);
    }

    static Entry of(Member member) {
        return new Entry(null, member, null, null, null);
    }

    static Entry of(Channel channel) {
        return new Entry(null, null, channel, null, null);
    }

    static Entry of(Message message) {
        return new Entry(null, null, null, message, null);
    }

    static Entry removed(String channel, Ts ts) {
        return new Entry(null, null, null, null, new Removal(channel, ts));
    }
}
