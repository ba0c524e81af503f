package dev.muster.events;

import static java.util.Collections.unmodifiableSortedMap;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An operator wants a consumer group's part of the log gone over again, beside what the group itself goes on to do.
 *
 * @param replayId names the replay
 * @param group whose handler is to do it
 * @param from the offset of each partition, such as {@code muster.signups-3}, at which it begins; empty for {@link
 *     Mode#REBUILD}, which always begins at the first
 * @param to the offset of each of these partitions before which it ends
 * @param only the keys of the records that it is about, or for {@link Mode#REDRIVE} the dead letters, such as {@code 3@42}; empty
 *     for all
 * @param mode what is done with a record
 */
public record ReplayRequested(
        String replayId, String group, Map<String, Long> from, Map<String, Long> to, List<String> only, Mode mode)
        implements ReplayEvent {

    /** What a replay does. */
    public enum Mode {
        /** Hands each record to the group's handler again: what is done stays done, what was rejected is tried again. */
        HEAL,
        /** Builds the group's view anew beside the live one, and puts it in its place. Nobody outside is called. */
        REBUILD,
        /** Says what healing would do, and does nothing. */
        DRY_RUN,
        /** Hands the records of the group's dead letters to its handler again. */
        REDRIVE
    }

    public ReplayRequested {
        requireNonNull(replayId, "replayId");
        requireNonNull(group, "group");
        requireNonNull(mode, "mode");
        from = unmodifiableSortedMap(new TreeMap<>(from));
        to = unmodifiableSortedMap(new TreeMap<>(to));
        only = List.copyOf(only);
    }
}
