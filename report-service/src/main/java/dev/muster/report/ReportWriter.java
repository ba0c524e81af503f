package dev.muster.report;

import dev.muster.events.Envelope;
import dev.muster.events.RunId;
import dev.muster.events.RunOpened;
import dev.muster.events.StandupRunEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the histories of runs, and passes on each {@link Revision} that comes of it. What a run's members answered is forgotten
 * when another run opens after the retention, by the log's own time.
 */
final class ReportWriter extends ContextualProcessor<String, byte[], String, Revision> {

    /** The store of runs, by day and then standup, so that the oldest come first. */
    static final String RUNS = "runs";

    private static final Logger log = LoggerFactory.getLogger(ReportWriter.class);

    private final StreamCodec codec;
    private final Duration retention;

    ReportWriter(StreamCodec codec, Duration retention) {
        this.codec = codec;
        this.retention = retention;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        codec.read(record, context().recordMetadata().orElseThrow())
                .ifPresent(event -> on(event, record.key(), record.timestamp()));
    }

    private void on(Envelope<StandupRunEvent> envelope, String runId, long timestamp) {
        if (envelope.event() instanceof RunOpened) {
            forgetBefore(Instant.ofEpochMilli(timestamp).minus(retention));
        }
        var key = keyOf(RunId.of(runId));
        var before = Objects.requireNonNullElse(runs().get(key), RunState.UNKNOWN);
        var after = before.plus(envelope.event());
        if (!after.equals(before)) {
            runs().put(key, after);
        }
        if (after.revision() > before.revision()) {
            var revision =
                    new Revision(before.report().orElse(null), after.report().orElseThrow(), envelope.time());
            context().forward(new Record<>(runId, revision, timestamp));
        }
        log.info("{} of {}: revision {}", envelope.id(), runId, after.revision());
    }

    private void forgetBefore(Instant time) {
        var day = time.atZone(ZoneOffset.UTC).toLocalDate().toString();
        try (var old = runs().range(null, day)) {
            old.forEachRemaining(run -> runs().delete(run.key));
        }
    }

    private KeyValueStore<String, RunState> runs() {
        return context().getStateStore(RUNS);
    }

    private static String keyOf(RunId run) {
        return run.date() + "|" + run.standupId();
    }
}
