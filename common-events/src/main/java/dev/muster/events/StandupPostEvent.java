package dev.muster.events;

/** The events of {@code muster.standup-posts}. */
public sealed interface StandupPostEvent extends MusterEvent permits PostRequested {}
