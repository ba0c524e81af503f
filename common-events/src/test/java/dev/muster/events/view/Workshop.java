package dev.muster.events.view;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.mongodb.client.model.UpdateOptions;
import dev.muster.events.TestBroker;
import dev.muster.events.effect.TestStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A topic, a store, and a view of two collections: what each key has seen, and the last place of each partition. */
final class Workshop implements AutoCloseable {

    static final int PARTITIONS = 2;

    final MeterRegistry meters = new SimpleMeterRegistry();
    final TestStore store = new TestStore();
    final String topic = "view-" + UUID.randomUUID();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T08:00:00Z"));
    final ConsumerFactory<String, byte[]> consumers = new DefaultKafkaConsumerFactory<>(
            Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    TestBroker.ADDRESS,
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    50),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS),
            new StringSerializer(),
            new ByteArraySerializer());
    final Map<String, Map<String, String>> published = new TreeMap<>();

    Workshop() {
        TestBroker.create(new NewTopic(topic, PARTITIONS, (short) 1));
    }

    /** The view as another instance sees it. */
    View view(ViewWriter writer) {
        return new Views(store.database(), consumers, now::get, meters)
                .open("people", List.of("people", "places"), List.of(topic), writer);
    }

    View view() {
        return view(Workshop::take);
    }

    void publish(String key, String value) {
        try {
            var at = producer.send(new ProducerRecord<>(topic, key, value.getBytes(UTF_8)))
                    .get();
            synchronized (published) {
                published.computeIfAbsent(key, _ -> new HashMap<>()).put(placeOf(at.partition(), at.offset()), value);
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    static void take(List<ConsumerRecord<String, byte[]>> records, Generation target) {
        records.forEach(record -> take(record, target));
    }

    static void take(ConsumerRecord<String, byte[]> record, Generation target) {
        var place = placeOf(record.partition(), record.offset());
        upsert(target, "people", record.key(), combine(set("seen." + place, new String(record.value(), UTF_8))));
        upsert(target, "places", "p" + record.partition(), max("last", record.offset()));
    }

    private static void upsert(Generation target, String collection, String id, Bson update) {
        Mono.from(target.collection(collection).updateOne(eq(id), update, new UpdateOptions().upsert(true)))
                .block();
    }

    private static String placeOf(int partition, long offset) {
        return partition + "_" + offset;
    }

    /** What the live view says, as the topic would have it. */
    Map<String, Map<String, String>> content(View view) {
        var content = new TreeMap<String, Map<String, String>>();
        Flux.from(liveIn(view).collection("people").find()).toStream().forEach(person -> {
            var seen = new HashMap<String, String>();
            person.get("seen", Document.class).forEach((place, value) -> seen.put(place, (String) value));
            content.put(person.getString("_id"), seen);
        });
        return content;
    }

    static Live liveIn(View view) {
        return requireNonNull(view.live().block());
    }

    List<String> names() {
        return Flux.from(store.database().listCollectionNames())
                .collectSortedList()
                .blockOptional()
                .orElseThrow();
    }

    @Override
    public void close() {
        producer.close();
        store.close();
    }
}
