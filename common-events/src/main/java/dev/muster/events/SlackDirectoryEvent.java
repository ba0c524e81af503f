package dev.muster.events;

/** The events of {@code muster.slack-directory}. A record without a value there takes the member or channel out of it. */
public sealed interface SlackDirectoryEvent extends MusterEvent permits MemberProfile, ChannelRoster {}
