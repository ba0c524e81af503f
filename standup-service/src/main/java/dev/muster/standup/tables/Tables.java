package dev.muster.standup.tables;

import dev.muster.events.EventCodec;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.StandupEvent;
import dev.muster.events.Topic;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.kafka.TopicTable;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** The compacted topics that every replica holds whole. */
@Configuration(proxyBeanMethods = false)
class Tables {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    @Bean
    TopicTable<StandupEvent> standupsTable(ConsumerFactory<String, byte[]> consumers, EventCodec codec) {
        return new TopicTable<>(consumers, codec, Topic.STANDUPS, StandupEvent.class);
    }

    @Bean
    TopicTable<SlackDirectoryEvent> directoryTable(ConsumerFactory<String, byte[]> consumers, EventCodec codec) {
        return new TopicTable<>(consumers, codec, Topic.SLACK_DIRECTORY, SlackDirectoryEvent.class);
    }

    /**
     * Waits until a table holds what its topic holds now, so that what it does not hold is not there.
     *
     * @throws Unavailable if that takes too long
     */
    static void catchUp(TopicTable<?> table) throws InterruptedException {
        if (!table.catchUp(LONGEST)) {
            throw Unavailable.withoutEffect("table_behind", "a table is not read to its end yet");
        }
    }
}
