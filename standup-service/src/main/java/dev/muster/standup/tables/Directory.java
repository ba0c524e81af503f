package dev.muster.standup.tables;

import dev.muster.events.ChannelRoster;
import dev.muster.events.MemberProfile;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.kafka.TopicTable;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who the members are, and which channels they are in. */
@Component
public final class Directory {

    private final TopicTable<SlackDirectoryEvent> table;

    Directory(TopicTable<SlackDirectoryEvent> directory) {
        this.table = directory;
    }

    /**
     * Who is asked in a channel, as the topic knows it by now.
     *
     * @throws Unavailable if the channel's roster, or the profile of one of its members, is not known yet
     */
    public List<String> membersOf(String channel) throws InterruptedException {
        Tables.catchUp(table);
        return find(channel, ChannelRoster.class)
                .flatMap(roster -> Members.of(roster, this::known))
                .orElseThrow(() -> Unavailable.withoutEffect(
                        "unknown_roster", "the members of " + channel + " are not all known yet"));
    }

    /** Who a member is, where that is known. */
    public Optional<MemberProfile> profileOf(String userId) throws InterruptedException {
        if (!table.isWhole() || known(userId).isEmpty()) {
            Tables.catchUp(table);
        }
        return known(userId);
    }

    private Optional<MemberProfile> known(String userId) {
        return find(userId, MemberProfile.class);
    }

    private <E extends SlackDirectoryEvent> Optional<E> find(String id, Class<E> type) {
        return table.get(id)
                .map(envelope -> envelope.event())
                .filter(type::isInstance)
                .map(type::cast);
    }
}
