package dev.muster.gateway.clock;

import dev.muster.events.EventCodec;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.StandupEvent;
import dev.muster.events.Topic;
import dev.muster.events.kafka.TopicTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** The tables that every gateway keeps in memory: the standups, and who is in Slack. */
@Configuration(proxyBeanMethods = false)
class StandupTables {

    @Bean
    TopicTable<StandupEvent> standupTable(ConsumerFactory<String, byte[]> consumers, EventCodec codec) {
        return new TopicTable<>(consumers, codec, Topic.STANDUPS, StandupEvent.class);
    }

    @Bean
    TopicTable<SlackDirectoryEvent> directoryTable(ConsumerFactory<String, byte[]> consumers, EventCodec codec) {
        return new TopicTable<>(consumers, codec, Topic.SLACK_DIRECTORY, SlackDirectoryEvent.class);
    }
}
