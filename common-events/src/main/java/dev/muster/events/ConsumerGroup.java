package dev.muster.events;

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

    private ConsumerGroup() {}
}
