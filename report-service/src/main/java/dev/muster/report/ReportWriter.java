package dev.muster.report;

import dev.muster.events.Envelope;
import dev.muster.events.RunId;
import dev.muster.events.RunOpened;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.Topic;
import dev.muster.events.trace.Spans;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
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
    private final Spans spans;

    ReportWriter(StreamCodec codec, Duration retention, Spans spans) {
        this.codec = codec;
        this.retention = retention;
        this.spans = spans;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        codec.read(record, context().recordMetadata().orElseThrow()).ifPresent(event -> on(event, record));
    }

    private void on(Envelope<StandupRunEvent> envelope, Record<String, byte[]> record) {
        if (envelope.event() instanceof RunOpened) {
            forgetBefore(Instant.ofEpochMilli(record.timestamp()).minus(retention));
        }
        var key = keyOf(RunId.of(record.key()));
        var before = Objects.requireNonNullElse(runs().get(key), RunState.UNKNOWN);
        var after = before.plus(envelope.event());
        if (!after.equals(before)) {
            runs().put(
                            key,
                            Spans.traceparentOf(record.headers())
                                    .map(span -> after.tracedTo(envelope.event(), span))
                                    .orElse(after));
        }
        tell(envelope, record, before, after);
    }

    /** A report is made in the trace of what closed its run, or came later, and has links to those of the answers before. */
    private void tell(
            Envelope<StandupRunEvent> envelope, Record<String, byte[]> record, RunState before, RunState after) {
        var isNews = after.revision() > before.revision();
        var links = isNews ? after.traces().values() : List.<String>of();
        spans.follow(record.key(), record.headers(), Topic.STANDUP_RUNS + " process", links)
                .within(span -> {
                    if (isNews) {
                        var revision = new Revision(
                                before.report().orElse(null), after.report().orElseThrow(), envelope.time());
                        context().forward(new Record<>(record.key(), revision, record.timestamp(), span.headers()));
                    }
                    log.info("{} of {}: revision {}", envelope.id(), record.key(), after.revision());
                    return isNews;
                });
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
