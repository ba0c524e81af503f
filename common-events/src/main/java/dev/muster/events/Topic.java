package dev.muster.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    public static final String STANDUPS = "muster.standups";
    public static final String STANDUP_TICKS = "muster.standup-ticks";
    public static final String SLACK_DIRECTORY = "muster.slack-directory";
    public static final String SLACK_INTERACTIONS = "muster.slack-interactions";
    public static final String STANDUP_RUNS = "muster.standup-runs";
    public static final String STANDUP_PROMPTS = "muster.standup-prompts";
    public static final String STANDUP_REPORTS = "muster.standup-reports";
    public static final String STANDUP_POSTS = "muster.standup-posts";
    public static final String SLACK_DELIVERIES = "muster.slack-deliveries";
    public static final String STANDUP_PARTICIPATION = "muster.standup-participation";
    public static final String REPLAYS = "muster.replays";

    /** How large a report may be, in bytes: that of a hundred members who all write as much as they may. */
    public static final int LARGEST_REPORT = 16 * 1024 * 1024;

    /** How long a dead letter is kept. */
    public static final Duration DEAD_LETTERS_STAY = Duration.ofDays(14);

    private static final int PARTITIONS = 6;
    private static final String FOR_EVER = "-1";

    /** Twice what a topic takes, so that any record of it fits with the headers that a dead letter has besides. */
    private static final int LARGEST_DEAD_LETTER = 2 * 1024 * 1024;

    /**
     * Every topic that events are published to.
     *
     * @param answers how long what members answered is kept, and all that was made of it
     */
    public static List<Topic> all(Duration answers) {
        return List.of(
                compacted(SIGNUPS),
                kept(SLACK_INVITES, FOR_EVER),
                kept(CRM_CONTACTS, FOR_EVER),
                compacted(STANDUPS),
                kept(STANDUP_TICKS, millis(answers)),
                compacted(SLACK_DIRECTORY),
                kept(SLACK_INTERACTIONS, millis(answers)),
                kept(STANDUP_RUNS, millis(answers)),
                kept(STANDUP_PROMPTS, millis(answers)),
                new Topic(
                        STANDUP_REPORTS,
                        PARTITIONS,
                        Map.of(
                                TopicConfig.RETENTION_MS_CONFIG, millis(answers),
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_REPORT))),
                kept(STANDUP_POSTS, millis(answers)),
                kept(SLACK_DELIVERIES, millis(answers)),
                compacted(STANDUP_PARTICIPATION),
                kept(REPLAYS, millis(Duration.ofDays(90))));
    }

    /** The same, and the dead-letter topic of each consumer group. */
    public static List<Topic> withDeadLetters(Duration answers) {
        return Stream.concat(all(answers).stream(), ConsumerGroup.all().stream().map(Topic::deadLettersOf))
                .toList();
    }

    /** Of each key the latest record stays; what is taken out is gone within a week, and the tombstone a month later. */
    private static Topic compacted(String name) {
        return new Topic(
                name,
                PARTITIONS,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(Duration.ofDays(30)),
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofDays(7))));
    }

    private static Topic kept(String name, String millis) {
        return new Topic(name, PARTITIONS, Map.of(TopicConfig.RETENTION_MS_CONFIG, millis));
    }

    /** The topic that takes what a consumer group cannot read, with as many partitions as its sources have. */
    public static Topic deadLettersOf(String group) {
        return new Topic(
                group + ".dlt",
                PARTITIONS,
                Map.of(
                        TopicConfig.RETENTION_MS_CONFIG, millis(DEAD_LETTERS_STAY),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_DEAD_LETTER)));
    }

    /** The topic that an event belongs to. */
    public static String of(MusterEvent event) {
        return switch (event) {
            case ProviderEvent of -> of.provider().outcomes();
            case SignupEvent _ -> SIGNUPS;
            case SlackInviteEvent _ -> SLACK_INVITES;
            case CrmContactEvent _ -> CRM_CONTACTS;
            case StandupEvent _ -> STANDUPS;
            case StandupTickEvent _ -> STANDUP_TICKS;
            case SlackDirectoryEvent _ -> SLACK_DIRECTORY;
            case SlackInteractionEvent _ -> SLACK_INTERACTIONS;
            case StandupRunEvent _ -> STANDUP_RUNS;
            case StandupPromptEvent _ -> STANDUP_PROMPTS;
            case StandupReportEvent _ -> STANDUP_REPORTS;
            case StandupPostEvent _ -> STANDUP_POSTS;
            case SlackDeliveryEvent _ -> SLACK_DELIVERIES;
            case StandupParticipationEvent _ -> STANDUP_PARTICIPATION;
            case ReplayEvent _ -> REPLAYS;
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
