package dev.muster.events;

/** The events of {@code muster.slack-deliveries}: what became of each message. */
public sealed interface SlackDeliveryEvent extends MusterEvent permits MessageDelivered, MessageFailed {}
