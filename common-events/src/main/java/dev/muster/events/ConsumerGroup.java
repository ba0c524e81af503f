package dev.muster.events;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/** The consumer groups, one for each line of work, so that one line's pause never holds another. */
public final class ConsumerGroup {

    public static final String SLACK_INVITES = "slack-service.invites";
    public static final String CRM_CONTACTS = "crm-service.contacts";
    public static final String GATEWAY_RECORDS = "signup-gateway.records";
    public static final String SLACK_PROMPTS = "slack-service.prompts";
    public static final String SLACK_POSTS = "slack-service.posts";
    public static final String SLACK_RUNS = "slack-service.runs";
    public static final String STANDUP_TICKS = "standup-service.ticks";
    public static final String STANDUP_INTERACTIONS = "standup-service.interactions";
    public static final String STANDUP_RUNS = "standup-service.runs";

    /** Kafka Streams names its group for its application. */
    public static final String REPORTS = "report-service";

    /** The topics that each group reads. */
    private static final Map<String, List<String>> SOURCES = Map.ofEntries(
            entry(SLACK_INVITES, List.of(Topic.SIGNUPS)),
            entry(CRM_CONTACTS, List.of(Topic.SIGNUPS)),
            entry(GATEWAY_RECORDS, List.of(Topic.SIGNUPS, Topic.SLACK_INVITES, Topic.CRM_CONTACTS)),
            entry(SLACK_PROMPTS, List.of(Topic.STANDUP_PROMPTS)),
            entry(SLACK_POSTS, List.of(Topic.STANDUP_POSTS)),
            entry(SLACK_RUNS, List.of(Topic.STANDUP_RUNS)),
            entry(STANDUP_TICKS, List.of(Topic.STANDUP_TICKS)),
            entry(STANDUP_INTERACTIONS, List.of(Topic.SLACK_INTERACTIONS)),
            entry(STANDUP_RUNS, List.of(Topic.STANDUP_RUNS)),
            entry(REPORTS, List.of(Topic.STANDUP_RUNS)));

    private static final String REPLAY = ".replay.";

    private ConsumerGroup() {}

    /** The name of the group in which a replay of a group reads. */
    public static String ofReplay(String group, String replayId) {
        return group + REPLAY + replayId;
    }

    /** The group that is meant where a listener reads in this one: in its own, or in that of a replay of it. */
    public static String behind(String group) {
        var replay = group.indexOf(REPLAY);
        return replay < 0 ? group : group.substring(0, replay);
    }

    /** The group whose dead letters a topic holds. */
    public static String ofDeadLetters(String topic) {
        var ending = Topic.deadLettersOf("").name();
        return topic.endsWith(ending) ? topic.substring(0, topic.length() - ending.length()) : topic;
    }

    /** All of them, in alphabetical order. */
    public static List<String> all() {
        return SOURCES.keySet().stream().sorted().toList();
    }

    /**
     * The topics that a group reads.
     *
     * @throws IllegalArgumentException if there is no such group
     */
    public static List<String> sourcesOf(String group) {
        var sources = SOURCES.get(group);
        if (sources == null) {
            throw new IllegalArgumentException("no consumer group " + group);
        }
        return sources;
    }
}
