package dev.muster.events;

/** The events of {@code muster.replays}: what of the log is gone over again, and how far that is. */
public sealed interface ReplayEvent extends MusterEvent
        permits ReplayRequested, ReplayCancelled, ReplayProgressed, ReplayFound, ReplayEnded {

    /** The replay that it is about. */
    String replayId();

    @Override
    default String key() {
        return replayId();
    }
}
