package dev.muster.gateway.broker;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Topic;
import dev.muster.events.kafka.Range;
import dev.muster.events.metrics.PolledGauges;
import dev.muster.gateway.broker.BrokerView.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongBiFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * Has the brokers say how far behind each consumer group is, how many dead letters stand, and how the topics are: a service that
 * is gone cannot say so itself.
 */
@Component
final class BrokerGauges implements SmartLifecycle {

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** How long answers are kept makes no difference to the names of topics. */
    private static final List<String> TOPICS =
            Topic.withDeadLetters(Duration.ZERO).stream().map(Topic::name).toList();

    private final Supplier<BrokerView> opening;
    private final StandingLetters standing;
    private final MultiGauge lag;
    private final MultiGauge letters;
    private final MultiGauge missing;
    private final MultiGauge underReplicated;
    private final PolledGauges gauges;
    private @Nullable BrokerView brokers;

    @Autowired
    BrokerGauges(KafkaAdmin admin, StandingLetters standing, MeterRegistry registry) {
        this(() -> new BrokerView(Admin.create(admin.getConfigurationProperties())), standing, registry);
    }

    /**
     * The same, by another way to the brokers.
     *
     * @param opening opens it when it is needed
     */
    BrokerGauges(Supplier<BrokerView> opening, StandingLetters standing, MeterRegistry registry) {
        this.opening = opening;
        this.standing = standing;
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
        this.gauges = new PolledGauges(
                "brokers", EVERY, List.of(lag, letters, missing, underReplicated), this::ask, registry);
    }

    /** What is had first needs least of the brokers: a topic is seen to be missing whatever else they do not answer. */
    private synchronized void ask(BiConsumer<MultiGauge, List<Row<?>>> had) throws Exception {
        if (brokers == null) {
            brokers = opening.get();
        }
        var topics = brokers.topics(TOPICS);
        had.accept(missing, rowsOf(topics, (_, state) -> state.isMissing() ? 1 : 0));
        had.accept(underReplicated, rowsOf(topics, (_, state) -> state.underReplicated()));
        var ranges = brokers.ranges(topics.values().stream()
                .flatMap(state -> state.partitions().stream())
                .toList());
        had.accept(lag, lags(topics, ranges, brokers.committed(ConsumerGroup.all())));
        had.accept(letters, lettersIn(topics, ranges));
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
        committed.forEach((group, offsets) -> {
            // Who has never run may never be meant to: without a CRM nobody falls behind in calling it.
            if (!offsets.isEmpty()) {
                ConsumerGroup.sourcesOf(group).forEach(topic -> rangesOf(topics.get(topic), ranges)
                        .ifPresent(its ->
                                rows.add(Row.of(Tags.of("group", group, "topic", topic), behind(its, offsets)))));
            }
        });
        return rows;
    }

    private static long behind(Map<TopicPartition, Range> ranges, Map<TopicPartition, OffsetAndMetadata> committed) {
        return ranges.entrySet().stream()
                .mapToLong(range -> behind(range.getValue(), committed.get(range.getKey())))
                .sum();
    }

    /** Where a group has committed nothing it begins at the beginning. */
    private static long behind(Range range, @Nullable OffsetAndMetadata committed) {
        var next = committed == null ? range.begin() : Math.max(range.begin(), committed.offset());
        return Math.max(0, range.end() - next);
    }

    private List<Row<?>> lettersIn(Map<String, State> topics, Map<TopicPartition, Range> ranges) {
        var rows = new ArrayList<Row<?>>();
        ConsumerGroup.all()
                .forEach(group -> rangesOf(topics.get(Topic.deadLettersOf(group).name()), ranges)
                        .ifPresent(its -> rows.add(Row.of(Tags.of("group", group), standing.in(its)))));
        return rows;
    }

    /** Those of a topic's partitions; nothing where one of them is not to be seen. */
    private static Optional<Map<TopicPartition, Range>> rangesOf(
            @Nullable State topic, Map<TopicPartition, Range> ranges) {
        if (topic == null || topic.isMissing() || !ranges.keySet().containsAll(topic.partitions())) {
            return Optional.empty();
        }
        var its = new HashMap<>(ranges);
        its.keySet().retainAll(topic.partitions());
        return Optional.of(its);
    }

    /** Polls once. */
    void poll() {
        gauges.poll();
    }

    @Override
    public void start() {
        gauges.start();
    }

    @Override
    public void stop() {
        gauges.stop();
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
        return gauges.isRunning();
    }
}
