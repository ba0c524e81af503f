package dev.muster.events;

/**
 * Something that happened. Each direct subtype is the family of events of one topic, so that a listener's {@code switch}
 * over a family stops compiling when an event type is added to it.
 */
public sealed interface MusterEvent
        permits SignupEvent,
                SlackInviteEvent,
                CrmContactEvent,
                StandupEvent,
                StandupTickEvent,
                SlackDirectoryEvent,
                SlackInteractionEvent,
                StandupRunEvent,
                StandupPromptEvent,
                StandupReportEvent,
                StandupPostEvent,
                SlackDeliveryEvent,
                StandupParticipationEvent,
                ReplayEvent {

    /** The id of the entity whose events must stay in order; it is the key of the record and the subject of the envelope. */
    String key();
}
