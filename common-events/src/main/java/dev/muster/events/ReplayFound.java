package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a replay found out about single records: what it would do, where it is a dry run, or what became of a dead letter.
 *
 * @param replayId names the replay
 * @param findings in the order of the records
 */
public record ReplayFound(String replayId, List<Finding> findings) implements ReplayEvent {

    /**
     * What was found out about a record.
     *
     * @param record where it stands, such as {@code muster.signups-3@42}
     * @param key its key, empty where it has none
     * @param says what would be done, or what became of it, in plain words; names no person
     */
    public record Finding(String record, String key, String says) {

        public Finding {
            requireNonNull(record, "record");
            requireNonNull(key, "key");
            requireNonNull(says, "says");
        }
    }

    public ReplayFound {
        requireNonNull(replayId, "replayId");
        findings = List.copyOf(findings);
    }
}
