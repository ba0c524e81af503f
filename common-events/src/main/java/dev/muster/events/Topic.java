package dev.muster.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as it is created: the one place that says how many partitions it has and how long its records stay.
 *
 * @param name the topic's name
 * @param partitions how many partitions it has
 * @param config its settings, by Kafka's own names
 */
public record Topic(String name, int partitions, Map<String, String> config) {

    public static final String SIGNUPS = "muster.signups";
    public static final String SLACK_INVITES = "muster.slack-invites";
    public static final String CRM_CONTACTS = "muster.crm-contacts";

    private static final int PARTITIONS = 6;
    private static final String FOR_EVER = "-1";

    /** Twice what a topic takes, so that any record of it fits with the headers that a dead letter has besides. */
    private static final int LARGEST_DEAD_LETTER = 2 * 1024 * 1024;

    /** Every topic that events are published to. */
    public static List<Topic> all() {
        return List.of(
                new Topic(
                        SIGNUPS,
                        PARTITIONS,
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                                TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(Duration.ofDays(30)),
                                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofDays(7)))),
                new Topic(SLACK_INVITES, PARTITIONS, Map.of(TopicConfig.RETENTION_MS_CONFIG, FOR_EVER)),
                new Topic(CRM_CONTACTS, PARTITIONS, Map.of(TopicConfig.RETENTION_MS_CONFIG, FOR_EVER)));
    }

    /** The topic that takes what a consumer group cannot read, with as many partitions as its sources have. */
    public static Topic deadLettersOf(String group) {
        return new Topic(
                group + ".dlt",
                PARTITIONS,
                Map.of(
                        TopicConfig.RETENTION_MS_CONFIG, millis(Duration.ofDays(14)),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_DEAD_LETTER)));
    }

    /** The topic that an event belongs to. */
    public static String of(MusterEvent event) {
        return switch (event) {
            case UserSignedUp _ -> SIGNUPS;
            case InviteOutcome _ -> SLACK_INVITES;
            case ContactOutcome _ -> CRM_CONTACTS;
        };
    }

    /**
     * This topic as Kafka's admin client creates it.
     *
     * @param replicas on how many brokers each record is kept
     * @param minInSync how many of them must have a record before it counts as written
     */
    public NewTopic toNewTopic(short replicas, int minInSync) {
        var configs = new HashMap<>(config);
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInSync));
        return new NewTopic(name, partitions, replicas).configs(configs);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
