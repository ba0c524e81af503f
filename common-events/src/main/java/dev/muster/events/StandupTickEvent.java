package dev.muster.events;

/** The events of {@code muster.standup-ticks}. */
public sealed interface StandupTickEvent extends MusterEvent permits StandupTick {}
