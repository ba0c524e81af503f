package dev.muster.gateway.replay;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.ReplayEvent;
import dev.muster.events.ReplayFound;
import dev.muster.events.ReplayFound.Finding;
import dev.muster.events.kafka.LogScan;
import dev.muster.events.kafka.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/** Reads from the log what a replay found out, piece by piece: it may be a line for each record of a topic. */
@Component
final class Findings {

    /** An event has as many findings as fit into a record, so that a few of them are enough to hold at a time. */
    private static final int EVENTS_AT_A_TIME = 20;

    private final LogScan log;
    private final EventCodec codec;

    Findings(LogScan log, EventCodec codec) {
        this.log = log;
        this.codec = codec;
    }

    /**
     * A piece of them.
     *
     * @param next the offset at which the next one begins
     * @param end the offset before which the last one ends
     */
    record Piece(List<Finding> findings, long next, long end) {

        boolean isLast() {
            return next >= end;
        }
    }

    /** The first piece of those that the log holds by now. Blocks. */
    Piece first(ReplayLog.Logged replay) {
        var range = log.all(List.of(replay.partition().topic())).get(replay.partition());
        return range == null ? new Piece(List.of(), 0, 0) : read(replay, range.from(replay.offset()));
    }

    /** The piece after another one. Blocks. */
    Piece next(ReplayLog.Logged replay, Piece before) {
        return read(replay, new Range(before.next(), before.end()));
    }

    private Piece read(ReplayLog.Logged replay, Range range) {
        var id = replay.replay().request().replayId();
        var found = new ArrayList<Finding>();
        var next = new long[] {range.end()};
        var events = new int[1];
        log.read(Map.of(replay.partition(), range), record -> {
            if (!id.equals(record.key())) {
                return true;
            }
            var findings = findingsOf(record);
            found.addAll(findings);
            events[0] += findings.isEmpty() ? 0 : 1;
            var goesOn = events[0] < EVENTS_AT_A_TIME;
            if (!goesOn) {
                next[0] = record.offset() + 1;
            }
            return goesOn;
        });
        return new Piece(List.copyOf(found), next[0], range.end());
    }

    private List<Finding> findingsOf(ConsumerRecord<String, byte[]> record) {
        return codec.read(record, ReplayEvent.class)
                .map(Envelope::event)
                .filter(ReplayFound.class::isInstance)
                .map(event -> ((ReplayFound) event).findings())
                .orElse(List.of());
    }
}
