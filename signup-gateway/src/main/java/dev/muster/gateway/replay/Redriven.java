package dev.muster.gateway.replay;

import dev.muster.events.ReplayFound;
import dev.muster.events.kafka.Range;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What became of dead letters that were redriven: of the latest ones, for old letters leave their topics anyway. */
public final class Redriven {

    private static final int MOST = 50_000;

    private final Map<String, Result> results = new LinkedHashMap<>();

    /**
     * What became of a letter.
     *
     * @param replayId the redrive
     * @param says in plain words
     */
    public record Result(String replayId, Instant at, String says) {}

    synchronized void take(ReplayFound found, Instant at) {
        for (var finding : found.findings()) {
            results.remove(finding.record());
            results.put(finding.record(), new Result(found.replayId(), at, finding.says()));
        }
        var oldest = results.keySet().iterator();
        for (var tooMany = results.size() - MOST; tooMany > 0; tooMany--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** How many letters of a partition are among them, of those in a range. */
    synchronized long count(TopicPartition partition, Range range) {
        var place = partition + "@";
        return results.keySet().stream()
                .filter(letter -> letter.startsWith(place))
                .mapToLong(letter -> Long.parseLong(letter, place.length(), letter.length(), 10))
                .filter(offset -> offset >= range.begin() && offset < range.end())
                .count();
    }

    synchronized Optional<Result> find(String letter) {
        return Optional.ofNullable(results.get(letter));
    }
}
