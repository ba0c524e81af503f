package dev.muster.standup.runs;

import dev.muster.events.MusterEvent;
import dev.muster.events.RunId;
import dev.muster.events.RunOpened;
import dev.muster.events.StandupTick.Phase;
import dev.muster.events.UnreadableEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A run as its history tells it: the first opening counts, and of what follows it the first reminder, unless it comes after the
 * closing, and the first closing. Taking an event again changes nothing.
 *
 * @param opening the opening that counts
 * @param openedOffset where in the history it stands
 * @param reminded the reminder that counts, where there is one yet
 * @param closed the closing that counts, where there is one yet
 */
public record Run(
        RunOpened opening,
        long openedOffset,
        @Nullable Moment reminded,
        @Nullable Moment closed) {

    /**
     * When something happened, and where in the history it stands.
     *
     * @param at when
     * @param offset of its record
     */
    public record Moment(Instant at, long offset) {}

    /**
     * The run that an event with such a key is about.
     *
     * @throws UnreadableEvent if there is no such day
     */
    public static RunId idOf(MusterEvent event) {
        try {
            return RunId.of(event.key());
        } catch (IllegalArgumentException e) {
            throw new UnreadableEvent("about a run that cannot be", e);
        }
    }

    /** A run that has just been opened. */
    static Run of(RunOpened opening, long offset) {
        return new Run(opening, offset, null, null);
    }

    /** Whether a tick of that phase has had its effect. */
    public boolean hasSeen(Phase phase) {
        return switch (phase) {
            case ASK -> true;
            case REMIND -> reminded != null;
            case CLOSE -> closed != null;
        };
    }

    /** Whether it was open at that time, or is to this day. */
    public boolean wasOpenAt(Instant time) {
        return closed == null || !time.isAfter(closed.at());
    }

    Run opened(RunOpened event, long offset) {
        return offset < openedOffset ? new Run(event, offset, reminded, closed) : this;
    }

    Run reminded(Instant at, long offset) {
        return isOpenAt(offset)
                ? new Run(opening, openedOffset, first(reminded, new Moment(at, offset)), closed)
                : this;
    }

    Run closed(Instant at, long offset) {
        return isOpenedBefore(offset)
                ? new Run(opening, openedOffset, reminded, first(closed, new Moment(at, offset)))
                : this;
    }

    /** Whether the opening stands before that place in the history. */
    boolean isOpenedBefore(long offset) {
        return openedOffset < offset;
    }

    boolean isRemindedAt(long offset) {
        return reminded != null && reminded.offset() == offset;
    }

    boolean isClosedAt(long offset) {
        return closed != null && closed.offset() == offset;
    }

    /** Whether the closing stands before that place in the history. */
    boolean isClosedBefore(long offset) {
        return closed != null && closed.offset() < offset;
    }

    boolean hasMember(String userId) {
        return opening.members().contains(userId);
    }

    RunId id() {
        return idOf(opening);
    }

    /**
     * The first day that is kept when this run opens. A run fired for a day to come makes nothing older than it is, so the day on
     * which it opens counts where that is earlier.
     */
    LocalDate oldestKept(Duration retention) {
        var opens = opening.openedAt().atZone(opening.zone()).toLocalDate();
        var date = id().date();
        return (opens.isBefore(date) ? opens : date).minusDays(retention.toDays());
    }

    private boolean isOpenAt(long offset) {
        return isOpenedBefore(offset) && !isClosedBefore(offset);
    }

    private static Moment first(@Nullable Moment known, Moment other) {
        return known == null || other.offset() < known.offset() ? other : known;
    }
}
