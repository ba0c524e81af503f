package dev.muster.report;

import dev.muster.events.Envelope;
import dev.muster.events.Topic;
import dev.muster.events.trace.Spans;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * How runs become reports: two processors, the second behind a topic of Kafka Streams' own, since the runs of one standup lie in
 * several partitions. Nothing here looks at a clock.
 */
final class ReportTopology {

    private static final Map<String, String> CHANGELOG = Map.of(
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topic.LARGEST_REPORT),
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                    Long.toString(Duration.ofDays(7).toMillis()));

    private ReportTopology() {}

    /** The topology, from {@code muster.standup-runs} to the topics of reports, posts and participation. */
    static Topology of(ReportSettings settings, Spans spans) {
        var codec = new StreamCodec();
        var streams = new StreamsBuilder();
        streams.addStateStore(store(ReportWriter.RUNS, RunState.class));
        streams.addStateStore(store(ParticipationCounter.PARTICIPATION, Participation.class));

        var revisions = streams.stream(Topic.STANDUP_RUNS, runs())
                .process(
                        () -> new ReportWriter(codec, settings.answersRetention(), spans),
                        Named.as("report-writer"),
                        ReportWriter.RUNS);
        publish(revisions.flatMapValues(Revision::events), codec);

        var counted = revisions
                .flatMap((_, revision) -> revision.attendances().stream()
                        .map(attendance -> KeyValue.pair(attendance.key(), attendance))
                        .toList())
                .repartition(Repartitioned.with(Serdes.String(), new JsonSerde<>(Attendance.class))
                        .withName("participation"))
                .process(
                        ParticipationCounter::new,
                        Named.as("participation-counter"),
                        ParticipationCounter.PARTICIPATION);
        publish(counted, codec);
        return streams.build();
    }

    /** Streams stops at a record without a time, which some clients can publish. */
    private static Consumed<String, byte[]> runs() {
        return Consumed.with(Serdes.String(), Serdes.ByteArray())
                .withTimestampExtractor((record, _) -> Math.max(0, record.timestamp()));
    }

    private static void publish(KStream<String, Envelope<?>> events, StreamCodec codec) {
        events.to((_, envelope, _) -> Topic.of(envelope.event()), Produced.with(Serdes.String(), codec));
    }

    private static <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Class<T> type) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), new JsonSerde<>(type))
                .withLoggingEnabled(CHANGELOG);
    }
}
