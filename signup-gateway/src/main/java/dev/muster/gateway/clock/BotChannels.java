package dev.muster.gateway.clock;

import dev.muster.events.ChannelRoster;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.kafka.TopicTable;
import org.springframework.stereotype.Component;

/** The channels that the bot is in, as the slack-service tells them. */
@Component
final class BotChannels {

    private final TopicTable<SlackDirectoryEvent> directory;

    BotChannels(TopicTable<SlackDirectoryEvent> directory) {
        this.directory = directory;
    }

    /** Whether everything is known that was told before this process began. */
    boolean isWhole() {
        return directory.isWhole();
    }

    /** Whether the bot is known to be in a channel. */
    boolean contains(String channel) {
        return directory
                .get(channel)
                .filter(known -> known.event() instanceof ChannelRoster)
                .isPresent();
    }
}
