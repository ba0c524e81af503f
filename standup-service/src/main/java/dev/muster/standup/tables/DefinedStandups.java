package dev.muster.standup.tables;

import dev.muster.events.StandupEvent;
import dev.muster.events.kafka.TopicTable;
import org.springframework.stereotype.Component;

/** The standups that are defined, and not retired. */
@Component
public final class DefinedStandups {

    private final TopicTable<StandupEvent> standups;

    DefinedStandups(TopicTable<StandupEvent> standups) {
        this.standups = standups;
    }

    /**
     * Whether a standup is defined. A no is certain: the topic is read to its end before. A yes may be a moment old.
     *
     * @throws RuntimeException if that cannot be done now
     */
    public boolean has(String standupId) throws InterruptedException {
        if (!standups.isWhole() || standups.get(standupId).isEmpty()) {
            Tables.catchUp(standups);
        }
        return standups.get(standupId).isPresent();
    }

    /**
     * Whether a standup is defined, as the topic has it by now.
     *
     * @throws RuntimeException if that cannot be found out now
     */
    public boolean hasNow(String standupId) throws InterruptedException {
        Tables.catchUp(standups);
        return standups.get(standupId).isPresent();
    }
}
