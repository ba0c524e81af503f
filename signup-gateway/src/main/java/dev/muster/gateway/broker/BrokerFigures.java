package dev.muster.gateway.broker;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Topic;
import dev.muster.events.kafka.Range;
import dev.muster.events.metrics.Figures;
import dev.muster.gateway.broker.BrokerView.State;
import dev.muster.gateway.replay.ReplayLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongBiFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * Has the brokers say how far behind each consumer group is, how many dead letters stand, and how the topics are: a service that
 * is gone cannot say so itself.
 */
@Component
final class BrokerFigures implements SmartLifecycle {

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** How long answers are kept makes no difference to the names of topics. */
    private static final List<String> TOPICS =
            Topic.withDeadLetters(Duration.ZERO).stream().map(Topic::name).toList();

    private final Map<String, Object> settings;
    private final ReplayLog replays;
    private final MultiGauge lag;
    private final MultiGauge letters;
    private final MultiGauge missing;
    private final MultiGauge underReplicated;
    private final Figures figures;
    private @Nullable BrokerView brokers;

    BrokerFigures(KafkaAdmin admin, ReplayLog replays, MeterRegistry registry) {
        this.settings = admin.getConfigurationProperties();
        this.replays = replays;
        this.lag = MultiGauge.builder("muster.consumer.lag")
                .description("Records of a topic that a group has not done yet")
                .baseUnit("records")
                .register(registry);
        this.letters = MultiGauge.builder("muster.dead.letters.standing")
                .description("Dead letters that are there and were not redriven")
                .register(registry);
        this.missing = MultiGauge.builder("muster.topic.missing")
                .description("1 for a topic that is not there, 0 for one that is")
                .register(registry);
        this.underReplicated = MultiGauge.builder("muster.topic.under.replicated")
                .description("Partitions of a topic of which a replica is not in sync")
                .baseUnit("partitions")
                .register(registry);
        this.figures =
                new Figures("brokers", EVERY, List.of(lag, letters, missing, underReplicated), this::ask, registry);
    }

    private synchronized Map<MultiGauge, List<Row<?>>> ask() throws Exception {
        if (brokers == null) {
            brokers = new BrokerView(settings);
        }
        var topics = brokers.topics(TOPICS);
        var ranges = brokers.ranges(topics.values().stream()
                .flatMap(state -> state.partitions().stream())
                .toList());
        var committed = brokers.committed(ConsumerGroup.all());
        return Map.of(
                missing, rowsOf(topics, (_, state) -> state.isMissing() ? 1 : 0),
                underReplicated, rowsOf(topics, (_, state) -> state.underReplicated()),
                lag, lags(topics, ranges, committed),
                letters, standing(topics, ranges));
    }

    private static List<Row<?>> rowsOf(Map<String, State> topics, ToLongBiFunction<String, State> figure) {
        var rows = new ArrayList<Row<?>>();
        topics.forEach((topic, state) -> rows.add(Row.of(Tags.of("topic", topic), figure.applyAsLong(topic, state))));
        return rows;
    }

    private static List<Row<?>> lags(
            Map<String, State> topics,
            Map<TopicPartition, Range> ranges,
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed) {
        var rows = new ArrayList<Row<?>>();
        committed.forEach((group, offsets) -> ConsumerGroup.sourcesOf(group).forEach(topic -> sum(
                        topics.get(topic), ranges, (partition, range) -> behind(range, offsets.get(partition)))
                .ifPresent(lag -> rows.add(Row.of(Tags.of("group", group, "topic", topic), lag)))));
        return rows;
    }

    /** A group that has committed nothing begins at the beginning. */
    private static long behind(Range range, @Nullable OffsetAndMetadata committed) {
        var next = committed == null ? range.begin() : Math.max(range.begin(), committed.offset());
        return Math.max(0, range.end() - next);
    }

    private List<Row<?>> standing(Map<String, State> topics, Map<TopicPartition, Range> ranges) {
        var rows = new ArrayList<Row<?>>();
        ConsumerGroup.all().forEach(group -> sum(
                        topics.get(Topic.deadLettersOf(group).name()),
                        ranges,
                        (partition, range) -> range.end() - range.begin() - replays.redrivenIn(partition, range))
                .ifPresent(letters -> rows.add(Row.of(Tags.of("group", group), letters))));
        return rows;
    }

    /** The sum over a topic's partitions; nothing where one of them is not to be seen. */
    private static OptionalLong sum(
            @Nullable State topic, Map<TopicPartition, Range> ranges, ToLongBiFunction<TopicPartition, Range> figure) {
        if (topic == null || topic.isMissing()) {
            return OptionalLong.empty();
        }
        var sum = 0L;
        for (var partition : topic.partitions()) {
            var range = ranges.get(partition);
            if (range == null) {
                return OptionalLong.empty();
            }
            sum += figure.applyAsLong(partition, range);
        }
        return OptionalLong.of(sum);
    }

    @Override
    public void start() {
        figures.start();
    }

    @Override
    public void stop() {
        figures.stop();
        close();
    }

    private synchronized void close() {
        if (brokers != null) {
            brokers.close();
            brokers = null;
        }
    }

    @Override
    public boolean isRunning() {
        return figures.isRunning();
    }
}
