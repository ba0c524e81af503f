package dev.muster.events.replay;

import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import dev.muster.events.ReplayRequested.Mode;
import java.util.HashMap;
import java.util.Map;

/**
 * A replay that is not over, as the log tells it.
 *
 * @param request what is asked for
 * @param progress how far each partition is of which something is known, by its name
 */
record Replay(ReplayRequested request, Map<String, ReplayProgressed> progress) {

    Replay {
        progress = Map.copyOf(progress);
    }

    static Replay of(ReplayRequested request) {
        return new Replay(request, Map.of());
    }

    /**
     * The same with what was published since. A partition never falls back: who was taken for dead may say late where it stood.
     */
    Replay plus(ReplayProgressed published) {
        if (published.position() < at(published.partition()).position()) {
            return this;
        }
        var known = new HashMap<>(progress);
        known.put(published.partition(), published);
        return new Replay(request, known);
    }

    /** How far a partition is. */
    ReplayProgressed at(String partition) {
        var known = progress.get(partition);
        if (known != null) {
            return known;
        }
        var from = request.from().getOrDefault(partition, 0L);
        var to = request.to().getOrDefault(partition, 0L);
        return new ReplayProgressed(request.replayId(), partition, from, to, 0, 0, 0, 0, null);
    }

    /** Whether a partition is one that it is about. */
    boolean covers(String partition) {
        return request.to().containsKey(partition);
    }

    /** Whether every partition has come to its end. Of a view that is built anew only who builds it can say. */
    boolean isComplete() {
        return request.mode() != Mode.REBUILD
                && request.to().keySet().stream().map(this::at).allMatch(Replay::isFinished);
    }

    static boolean isFinished(ReplayProgressed partition) {
        return partition.position() >= partition.end();
    }
}
