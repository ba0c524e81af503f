package dev.muster.events;

/** The events of {@code muster.standups}. A record without a value there retires the standup. */
public sealed interface StandupEvent extends MusterEvent permits StandupDefined {}
