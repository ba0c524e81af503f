package dev.muster.events;

/** The events of {@code muster.standup-prompts}: what a member is to see in their direct messages. */
public sealed interface StandupPromptEvent extends MusterEvent permits PromptRequested, PromptClosed {}
