package dev.muster.events;

/** The events of {@code muster.slack-interactions}: what members did in Slack. */
public sealed interface SlackInteractionEvent extends MusterEvent permits AnswersSubmitted, DaySkipped {}
