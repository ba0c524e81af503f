package dev.muster.events;

/** The events of {@code muster.slack-invites}. */
public sealed interface SlackInviteEvent extends MusterEvent permits InviteOutcome, ProviderEvent {}
