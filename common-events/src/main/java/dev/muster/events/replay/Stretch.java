package dev.muster.events.replay;

import dev.muster.events.ReplayProgressed;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Pause;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far this process has come in a partition of a replay. One thread moves it, others look. */
final class Stretch {

    private static final long NONE = -1;

    private ReplayProgressed reached;
    private ReplayProgressed published;

    /** The record that failed last, until it is known what became of it. */
    private long failed = NONE;

    /** What became of a record. */
    enum Fate {
        /** It was none of those that the replay is about. */
        PASSED,
        /** It was handed over. */
        HANDLED,
        /** It was handed over, and somebody outside was called. */
        CALLED,
        /** It was handed over, and rejected. */
        REJECTED,
        /** It was handed over, and is a dead letter now. */
        DEAD_LETTER
    }

    /** Goes on where others have come, as the log tells it. */
    Stretch(ReplayProgressed known) {
        this.reached = known;
        this.published = known;
    }

    synchronized long position() {
        return reached.position();
    }

    synchronized boolean isFinished() {
        return Replay.isFinished(reached);
    }

    /** Whether a record comes after the end; then the end is reached. */
    synchronized boolean isPast(long offset) {
        if (offset < reached.end()) {
            return false;
        }
        moveTo(offset);
        return true;
    }

    /** A record is done with. */
    synchronized void take(long offset, Fate fate) {
        moveTo(offset);
        failed = NONE;
        move(offset + 1, fate, null);
    }

    /** A record failed; it comes again, or has been taken to the dead letters when the next comes. */
    synchronized void fail(long offset, Throwable thrown) {
        moveTo(offset);
        failed = offset;
        move(offset, Fate.PASSED, reasonOf(thrown));
    }

    /** The next record will be at that offset or later, and there is none in hand. */
    synchronized void moveTo(long position) {
        if (failed != NONE && position > failed) {
            move(failed + 1, Fate.DEAD_LETTER, null);
            failed = NONE;
        }
        if (position > reached.position()) {
            move(position, Fate.PASSED, reached.waiting());
        }
    }

    /** What is to be published, if anything. */
    synchronized Optional<ReplayProgressed> unpublished() {
        return reached.equals(published) ? Optional.empty() : Optional.of(reached);
    }

    synchronized void published(ReplayProgressed progress) {
        published = progress;
    }

    private void move(long position, Fate fate, @Nullable String waiting) {
        reached = new ReplayProgressed(
                reached.replayId(),
                reached.partition(),
                Math.min(position, reached.end()),
                reached.end(),
                reached.records() + (fate == Fate.PASSED ? 0 : 1),
                reached.called() + (fate == Fate.CALLED ? 1 : 0),
                reached.rejected() + (fate == Fate.REJECTED ? 1 : 0),
                reached.deadLetters() + (fate == Fate.DEAD_LETTER ? 1 : 0),
                waiting);
    }

    private static String reasonOf(Throwable thrown) {
        var reason = thrown.getClass().getSimpleName();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Fault fault) {
                return fault.code();
            }
            if (cause instanceof Pause pause) {
                reason = String.valueOf(pause.getMessage());
            }
        }
        return reason;
    }
}
