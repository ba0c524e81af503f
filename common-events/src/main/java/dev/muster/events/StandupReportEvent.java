package dev.muster.events;

/** The events of {@code muster.standup-reports}. */
public sealed interface StandupReportEvent extends MusterEvent permits StandupReport {}
