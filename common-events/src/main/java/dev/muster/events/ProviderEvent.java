package dev.muster.events;

/** Whether a provider can be called: of the topic that its outcomes are in. */
public sealed interface ProviderEvent extends SlackInviteEvent, CrmContactEvent
        permits ProviderPaused, ProviderResumed {

    /** Which provider. */
    OutsideSystem provider();

    @Override
    default String key() {
        return provider().key();
    }
}
