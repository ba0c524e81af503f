package dev.muster.slack.directory;

import dev.muster.events.EventCodec;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.Topic;
import dev.muster.events.kafka.TopicTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** The topic of the member directory, as a table. */
@Configuration(proxyBeanMethods = false)
class DirectoryTable {

    @Bean
    TopicTable<SlackDirectoryEvent> slackDirectory(ConsumerFactory<String, byte[]> consumers, EventCodec codec) {
        return new TopicTable<>(consumers, codec, Topic.SLACK_DIRECTORY, SlackDirectoryEvent.class);
    }
}
