package dev.muster.events;

/** The consumer groups, one for each line of work, so that one line's pause never holds another. */
public final class ConsumerGroup {

    public static final String SLACK_INVITES = "slack-service.invites";
    public static final String CRM_CONTACTS = "crm-service.contacts";
    public static final String GATEWAY_RECORDS = "signup-gateway.records";

    private ConsumerGroup() {}
}
