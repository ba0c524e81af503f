package dev.muster.events;

/** The events of {@code muster.crm-contacts}. */
public sealed interface CrmContactEvent extends MusterEvent permits ContactOutcome, ProviderEvent {}
