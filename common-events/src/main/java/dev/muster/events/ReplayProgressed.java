package dev.muster.events;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How far a replay is in one partition. A later one replaces an earlier one, whoever published them: the counts are those of the
 * whole replay.
 *
 * @param replayId names the replay
 * @param partition the partition, such as {@code muster.signups-3}
 * @param position the offset of the next record there
 * @param end the offset before which the replay ends there
 * @param records how many records of it were handed over
 * @param called for how many of them somebody outside was called
 * @param rejected how many of them were rejected
 * @param deadLetters how many of them became dead letters
 * @param waiting why it waits, where it does
 */
public record ReplayProgressed(
        String replayId,
        String partition,
        long position,
        long end,
        long records,
        long called,
        long rejected,
        long deadLetters,
        @Nullable String waiting)
        implements ReplayEvent {

    public ReplayProgressed {
        requireNonNull(replayId, "replayId");
        requireNonNull(partition, "partition");
    }
}
