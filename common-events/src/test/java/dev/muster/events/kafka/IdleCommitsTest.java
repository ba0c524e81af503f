package dev.muster.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.events.TestBroker;
import dev.muster.events.fault.BackOff;
import dev.muster.events.fault.Pause;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.ListenerContainerPauseService;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** A listener behind a topic that is written in transactions, one of a record each. */
class IdleCommitsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final String topic = "transactions-" + UUID.randomUUID();
    private final String group = "group-" + UUID.randomUUID();
    private final AtomicInteger idle = new AtomicInteger();
    private final IdleCommits commits = new IdleCommits();
    private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
    private final Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS));
    private final DefaultKafkaProducerFactory<String, byte[]> producers = new DefaultKafkaProducerFactory<>(Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            TestBroker.ADDRESS,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            topic,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class));
    private final KafkaTemplate<String, byte[]> kafka = new KafkaTemplate<>(producers);
    private final DefaultKafkaConsumerFactory<String, byte[]> consumers = new DefaultKafkaConsumerFactory<>(Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            TestBroker.ADDRESS,
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            "consumer",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            StringDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class));

    @BeforeEach
    void createTopic() {
        producers.setTransactionIdPrefix(topic);
        TestBroker.create(new NewTopic(topic, 1, (short) 1));
    }

    @AfterEach
    void close() {
        producers.destroy();
        admin.close();
        scheduler.close();
    }

    @Test
    void groupThatHasDoneEverythingDoesNotLagBehindTheEndOfATransaction() {
        send("one");
        send("two");

        var container = listen(_ -> {});
        try {
            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> assertThat(committed())
                    .isEqualTo(4));
        } finally {
            container.stop();
        }
    }

    @Test
    void whatFailedIsNotPassedOver() throws Exception {
        send("one");
        send("failing");
        send("behind it");

        var container = listen(record -> {
            if (new String(record.value(), UTF_8).equals("failing")) {
                throw new Pause(Pause.Scope.PARTITION, Instant.now().plusSeconds(1), "provider away");
            }
        });
        try {
            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> assertThat(committed())
                    .isBetween(1L, 2L));
            awaitThreeIdles();
            // A commit may be slow to be seen.
            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> assertThat(committed())
                    .isEqualTo(2));

            awaitThreeIdles();

            assertThat(committed()).isEqualTo(2);
        } finally {
            container.stop();
        }
    }

    private void awaitThreeIdles() {
        var before = idle.get();
        await().atMost(SOON).until(() -> idle.get() >= before + 3);
    }

    private void send(String text) {
        try (var producer = producers.createProducer()) {
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>(topic, "key", text.getBytes(UTF_8)));
            producer.commitTransaction();
        }
    }

    private KafkaMessageListenerContainer<String, byte[]> listen(MessageListener<String, byte[]> listener) {
        var properties = new ContainerProperties(topic);
        properties.setPollTimeout(100);
        properties.setAckMode(ContainerProperties.AckMode.RECORD);
        properties.setIdleEventInterval(100L);
        properties.setMessageListener(listener);
        var container = new KafkaMessageListenerContainer<>(consumers, properties);
        container.setBeanName(group);
        container.setApplicationEventPublisher(event -> {
            if (event instanceof ListenerContainerIdleEvent nothingCame) {
                commits.onApplicationEvent(nothingCame);
                idle.incrementAndGet();
            }
        });
        container.setCommonErrorHandler(new FaultHandler(
                new DeadLetters(kafka, InstantSource.system(), new DeadLetterMeters(new SimpleMeterRegistry())),
                new ListenerContainerPauseService(null, scheduler),
                BackOff.UP_TO_FIVE_SECONDS,
                BackOff.UP_TO_FIVE_SECONDS,
                InstantSource.system(),
                new Random(7),
                new SimpleMeterRegistry()));
        container.start();
        return container;
    }

    private long committed() throws Exception {
        var offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        var place = offsets.get(new TopicPartition(topic, 0));
        return place == null ? 0 : place.offset();
    }
}
