package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Who is in a channel that the bot is in.
 *
 * @param channelId the Slack id
 * @param name without the hash sign
 * @param members the Slack ids of all of them, bots and closed accounts included
 */
public record ChannelRoster(String channelId, String name, List<String> members) implements SlackDirectoryEvent {

    public ChannelRoster {
        requireNonNull(channelId, "channelId");
        requireNonNull(name, "name");
        members = List.copyOf(members);
    }

    @Override
    public String key() {
        return channelId;
    }
}
