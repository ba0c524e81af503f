package dev.muster.sandbox.chaos;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Waits until nothing is on its way any more: every consumer group has read all there is, no effect is claimed or waits, and no
 * topic has grown for a while.
 */
final class Settling implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int CALM_LOOKS = 4;
    private static final int PATIENCE = 10;

    /** More records than that are not looked through: they are not read yet. */
    private static final long MARKERS_AT_MOST = 200;

    private static final String DATABASE = "muster";

    /** The ledgers, whichever time they were built. */
    private static final Pattern EFFECTS = Pattern.compile(".*_effects(\\.\\d+)?");

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final MongoClient store;

    Settling(Map<String, Object> kafka, String mongoUri) {
        var asking = new HashMap<>(kafka);
        asking.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE * 1000);
        asking.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE * 500);
        this.admin = Admin.create(asking);
        var reading = new HashMap<>(kafka);
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.reader = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.store = MongoClients.create(mongoUri);
    }

    /** Waits at most so long, and returns what is still under way then, a line each; empty when all is calm. */
    List<String> await(Duration atMost) throws InterruptedException {
        var end = System.nanoTime() + atMost.toNanos();
        var calm = 0;
        var before = Map.<TopicPartition, Long>of();
        while (true) {
            var open = new ArrayList<String>();
            var ends = Map.<TopicPartition, Long>of();
            try {
                ends = ends();
                open.addAll(unread(ends));
                open.addAll(unsettled());
            } catch (ExecutionException | TimeoutException | KafkaException | MongoException e) {
                open.add("it cannot be told: " + e);
            }
            calm = open.isEmpty() && ends.equals(before) ? calm + 1 : 0;
            before = ends;
            if (calm == CALM_LOOKS) {
                return List.of();
            }
            if (System.nanoTime() >= end) {
                return open.isEmpty() ? List.of("topics still grow") : List.copyOf(open);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException, ExecutionException, TimeoutException {
        var topics = admin.listTopics().names().get(PATIENCE, TimeUnit.SECONDS);
        var partitions = admin.describeTopics(topics).allTopicNames().get(PATIENCE, TimeUnit.SECONDS).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
        var ends = new HashMap<TopicPartition, Long>();
        admin.listOffsets(partitions)
                .all()
                .get(PATIENCE, TimeUnit.SECONDS)
                .forEach((partition, found) -> ends.put(partition, found.offset()));
        return ends;
    }

    private List<String> unread(Map<TopicPartition, Long> ends)
            throws InterruptedException, ExecutionException, TimeoutException {
        var groups = admin.listGroups().all().get(PATIENCE, TimeUnit.SECONDS).stream()
                .map(GroupListing::groupId)
                .collect(Collectors.toMap(group -> group, _ -> new ListConsumerGroupOffsetsSpec()));
        var committed = admin.listConsumerGroupOffsets(groups).all().get(PATIENCE, TimeUnit.SECONDS);
        var unread = new ArrayList<String>();
        committed.forEach((group, offsets) -> {
            var left = offsets.keySet().stream()
                    .map(TopicPartition::topic)
                    .distinct()
                    .mapToLong(topic -> unread(topic, offsets, ends))
                    .sum();
            if (left > 0) {
                unread.add(group + " has " + left + " records to read");
            }
        });
        return unread;
    }

    /** A group that reads a topic reads all of it, also where it has committed nothing yet. */
    private long unread(
            String topic, Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends) {
        return ends.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .mapToLong(partition -> {
                    var offset = committed.get(partition);
                    return unread(partition, offset == null ? 0 : offset.offset(), ends.getOrDefault(partition, 0L));
                })
                .sum();
    }

    /** Markers of transactions take offsets too, and nobody commits behind them. */
    private long unread(TopicPartition partition, long from, long end) {
        if (from >= end || end - from > MARKERS_AT_MOST) {
            return Math.max(0, end - from);
        }
        reader.assign(List.of(partition));
        reader.seek(partition, from);
        var records = 0L;
        for (var tries = PATIENCE; reader.position(partition) < end && tries > 0; tries--) {
            records += reader.poll(Duration.ofMillis(200)).count();
        }
        return reader.position(partition) < end ? end - from : records;
    }

    /** Effects that somebody is at, or that wait for their provider. */
    private Collection<String> unsettled() {
        var database = store.getDatabase(DATABASE);
        var unsettled = new ArrayList<String>();
        for (var name : database.listCollectionNames()) {
            if (EFFECTS.matcher(name).matches()) {
                var open = database.getCollection(name).countDocuments(Filters.in("state", "claimed", "called"));
                if (open > 0) {
                    unsettled.add(name + " has " + open + " effects that are neither done nor rejected");
                }
            }
        }
        return unsettled;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
        reader.close();
        store.close();
    }
}
