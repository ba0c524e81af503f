package dev.muster.gateway.broker;

import dev.muster.events.kafka.Range;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What the brokers say of topics and groups, each answer within seconds. What they do not let us see is left out, and so is a
 * partition without a leader: of a group without leave to describe its topics they tell no offsets and no error.
 */
final class BrokerView implements AutoCloseable {

    private static final int TIMEOUT_MS = 5000;

    private final Admin admin;

    /** Asks by a client, which it closes in the end. */
    BrokerView(Admin admin) {
        this.admin = admin;
    }

    /**
     * How a topic is.
     *
     * @param partitions none where there is no such topic
     * @param underReplicated how many of them have a replica that is not in sync
     */
    record State(List<TopicPartition> partitions, long underReplicated) {

        static final State MISSING = new State(List.of(), 0);

        private static State of(TopicDescription topic) {
            return new State(
                    topic.partitions().stream()
                            .map(each -> new TopicPartition(topic.name(), each.partition()))
                            .toList(),
                    topic.partitions().stream()
                            .filter(each -> each.isr().size() < each.replicas().size())
                            .count());
        }

        boolean isMissing() {
            return partitions.isEmpty();
        }
    }

    /** How these topics are. */
    Map<String, State> topics(Collection<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        var described = admin.describeTopics(names, new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
                .topicNameValues();
        return visible(described, State::of, UnknownTopicOrPartitionException.class, State.MISSING);
    }

    /** From where to where these partitions reach, up to what is committed. */
    Map<TopicPartition, Range> ranges(Collection<TopicPartition> partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        var begins = offsets(partitions, OffsetSpec.earliest());
        var ends = offsets(partitions, OffsetSpec.latest());
        var ranges = new HashMap<TopicPartition, Range>();
        ends.forEach((partition, end) -> Optional.ofNullable(begins.get(partition))
                .ifPresent(begin -> ranges.put(partition, new Range(begin, end))));
        return ranges;
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException, TimeoutException {
        var specs = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> specs.put(partition, which));
        var listed =
                admin.listOffsets(specs, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(TIMEOUT_MS));
        var offsets = new HashMap<TopicPartition, KafkaFuture<Long>>();
        partitions.forEach(partition ->
                offsets.put(partition, listed.partitionResult(partition).thenApply(found -> found.offset())));
        return visible(offsets, offset -> offset, UnknownTopicOrPartitionException.class, null);
    }

    /** What these groups have committed; nothing for one that never has. */
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Collection<String> groups)
            throws InterruptedException, ExecutionException, TimeoutException {
        var specs = new HashMap<String, ListConsumerGroupOffsetsSpec>();
        groups.forEach(group -> specs.put(group, new ListConsumerGroupOffsetsSpec()));
        var listed = admin.listConsumerGroupOffsets(specs, new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MS));
        var committed = new HashMap<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>>();
        groups.forEach(group -> committed.put(group, listed.partitionsToOffsetAndMetadata(group)));
        return visible(committed, offsets -> offsets, GroupIdNotFoundException.class, Map.of());
    }

    /**
     * The answers that there are; {@code none} stands for one that there is not.
     *
     * @throws ExecutionException if there is none at all
     */
    private static <K, A, V> Map<K, V> visible(
            Map<K, KafkaFuture<A>> answers,
            Function<A, V> reading,
            Class<? extends Exception> unknown,
            @Nullable V none)
            throws InterruptedException, ExecutionException, TimeoutException {
        var visible = new HashMap<K, V>();
        ExecutionException failure = null;
        for (var answer : answers.entrySet()) {
            try {
                visible.put(answer.getKey(), reading.apply(answer.getValue().get(TIMEOUT_MS, TimeUnit.MILLISECONDS)));
            } catch (ExecutionException e) {
                if (unknown.isInstance(e.getCause()) && none != null) {
                    visible.put(answer.getKey(), none);
                } else if (!unknown.isInstance(e.getCause()) && !(e.getCause() instanceof AuthorizationException)) {
                    failure = e;
                }
            }
        }
        if (visible.isEmpty() && failure != null) {
            throw failure;
        }
        return visible;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
