package dev.muster.events;

/** The events of {@code muster.standup-participation}. */
public sealed interface StandupParticipationEvent extends MusterEvent permits MemberParticipation {}
