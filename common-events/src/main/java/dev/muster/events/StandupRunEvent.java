package dev.muster.events;

/** The events of {@code muster.standup-runs}: the whole history of a run, in order. */
public sealed interface StandupRunEvent extends MusterEvent
        permits RunOpened,
                RunReminded,
                AnswersRecorded,
                MemberSkipped,
                InteractionPassedOver,
                TickPassedOver,
                RunClosed {}
