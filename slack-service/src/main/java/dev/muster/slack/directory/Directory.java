package dev.muster.slack.directory;

import dev.muster.events.ChannelRoster;
import dev.muster.events.Envelope;
import dev.muster.events.MemberProfile;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.kafka.TopicTable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Who is in the workspace, as the log has it. */
@Component
public final class Directory {

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final TopicTable<SlackDirectoryEvent> table;

    Directory(TopicTable<SlackDirectoryEvent> table) {
        this.table = table;
    }

    /**
     * Who a member is, if that is known.
     *
     * @throws Unavailable while the directory is not read whole
     */
    public Optional<MemberProfile> profile(String userId) {
        if (!table.isWhole()) {
            throw Unavailable.refused("no_directory", "the member directory is not read yet");
        }
        return find(userId, MemberProfile.class);
    }

    /** What a member is called before others; where nobody knows, their Slack id. */
    public String nameOf(String userId) {
        return profile(userId).map(MemberProfile::shownName).orElse(userId);
    }

    /** Reads on until it holds what the log holds now; false if that takes too long. */
    boolean catchUp() throws InterruptedException {
        return table.catchUp(AT_MOST);
    }

    Optional<MemberProfile> knownProfile(String userId) {
        return find(userId, MemberProfile.class);
    }

    Optional<ChannelRoster> knownRoster(String channelId) {
        return find(channelId, ChannelRoster.class);
    }

    /** The channels that the bot was in when the log was last written. */
    Set<String> knownChannels() {
        return table.all().stream()
                .map(Envelope::event)
                .filter(ChannelRoster.class::isInstance)
                .map(SlackDirectoryEvent::key)
                .collect(Collectors.toSet());
    }

    private <E> Optional<E> find(String key, Class<E> type) {
        return table.get(key).map(Envelope::event).filter(type::isInstance).map(type::cast);
    }
}
