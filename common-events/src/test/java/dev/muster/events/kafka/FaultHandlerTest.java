package dev.muster.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.TestBroker;
import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.fault.BackOff;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.SetAside;
import dev.muster.events.fault.Unavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerPostProcessor;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ListenerContainerPauseService;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** The error handler in a real container, against a real broker. */
class FaultHandlerTest {

    private static final BackOff QUICK = new BackOff(Duration.ofMillis(20), Duration.ofMillis(100));
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final Duration SOON = Duration.ofMinutes(2);

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final String topic = "events-" + UUID.randomUUID();
    private final String group = "group-" + UUID.randomUUID();
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
    private final DefaultKafkaProducerFactory<String, byte[]> producers = new DefaultKafkaProducerFactory<>(Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
    private final KafkaTemplate<String, byte[]> kafka = new KafkaTemplate<>(producers);
    private final List<AutoCloseable> running = new CopyOnWriteArrayList<>();

    @BeforeEach
    void createTopics() {
        TestBroker.create(
                new NewTopic(topic, 2, (short) 1), Topic.deadLettersOf(group).toNewTopic((short) 1, 1));
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : running) {
            each.close();
        }
        producers.destroy();
        scheduler.close();
    }

    @Test
    void unreadableRecordGoesToTheGroupsDeadLettersAsItWasAndTheNextPasses() {
        var garbage = new ProducerRecord<>(topic, 1, "a-key", "garbage \u0000".getBytes(UTF_8));
        garbage.headers().add("x-origin", "somewhere".getBytes(UTF_8));
        listen(record -> {
            if (text(record).startsWith("garbage")) {
                throw new UnreadableEvent("no CloudEvents 1.0 envelope", null);
            }
            delivered.add(text(record));
        });

        kafka.send(garbage).join();
        send(1, "next");

        await().atMost(SOON).untilAsserted(() -> assertThat(delivered).containsExactly("next"));
        var letter = requireNonNull(kafka.receive(group + ".dlt", 1, 0, SOON));
        assertThat(letter.key()).isEqualTo("a-key");
        assertThat(letter.value()).isEqualTo(garbage.value());
        assertThat(new String(letter.headers().lastHeader("x-origin").value(), UTF_8))
                .isEqualTo("somewhere");
        assertThat(new String(
                        letter.headers()
                                .lastHeader(KafkaHeaders.DLT_ORIGINAL_TOPIC)
                                .value(),
                        UTF_8))
                .isEqualTo(topic);
        assertThat(DeadLetter.of(letter))
                .isEqualTo(new DeadLetter(
                        new TopicPartition(topic, 1),
                        0,
                        group,
                        DeadLetter.Kind.UNREADABLE,
                        "no CloudEvents 1.0 envelope",
                        NOW,
                        NOW,
                        0));
        assertThat(letter.headers().lastHeader(KafkaHeaders.DLT_EXCEPTION_STACKTRACE))
                .isNull();
        await().atMost(SOON).untilAsserted(() -> assertThat(committed(1)).isEqualTo(2));
    }

    @Test
    void recordThatIsSetAsideIsADeadLetterWithoutItsValueAndTheNextPasses() {
        listen(record -> {
            if (text(record).startsWith("ada@")) {
                var fault = Unavailable.inDoubt("500", "Slack answered 500");
                throw new IllegalStateException(new SetAside(fault, NOW.minusSeconds(600), NOW.minusSeconds(1)));
            }
            delivered.add(text(record));
        });

        send(1, "ada@example.org");
        send(1, "next");

        await().atMost(SOON).untilAsserted(() -> assertThat(delivered).containsExactly("next"));
        var letter = requireNonNull(kafka.receive(group + ".dlt", 1, 0, SOON));
        assertThat(letter.key()).isEqualTo("key");
        assertThat(letter.value()).isNull();
        assertThat(letter.headers()).noneMatch(header -> new String(header.value(), UTF_8).contains("example.org"));
        assertThat(DeadLetter.of(letter))
                .isEqualTo(new DeadLetter(
                        new TopicPartition(topic, 1),
                        0,
                        group,
                        DeadLetter.Kind.SET_ASIDE,
                        "500: Slack answered 500",
                        NOW.minusSeconds(600),
                        NOW.minusSeconds(1),
                        0));
    }

    @Test
    void letterThatIsRedrivenAndFailsAgainCountsOn() {
        listen(record -> {
            throw new UnreadableEvent("garbage", null);
        });
        var first = NOW.minusSeconds(3600);
        var earlier = new DeadLetter(
                new TopicPartition("elsewhere", 4), 42, group, DeadLetter.Kind.UNREADABLE, "garbage", first, first, 2);
        var redriven = new ProducerRecord<>(topic, 1, "a-key", "garbage".getBytes(UTF_8));
        earlier.mark(redriven.headers());

        kafka.send(redriven).join();

        var letter = DeadLetter.of(requireNonNull(kafka.receive(group + ".dlt", 1, 0, SOON)));
        assertThat(letter.redrives()).isEqualTo(3);
        assertThat(letter.firstFailedAt()).isEqualTo(first);
        assertThat(letter.lastFailedAt()).isEqualTo(NOW);
    }

    @Test
    void whatAReplayFailsWithIsADeadLetterOfTheGroupThatItReplays() {
        assertThat(ConsumerGroup.behind("slack-service.invites.replay.7f3a")).isEqualTo("slack-service.invites");
        assertThat(ConsumerGroup.behind("slack-service.invites")).isEqualTo("slack-service.invites");
    }

    @Test
    void rejectedRecordIsPassedOver() {
        listen(record -> {
            delivered.add(text(record));
            if (text(record).equals("bad")) {
                throw new Rejected("invalid_email", "never");
            }
        });

        send(0, "bad");
        send(0, "good");
        send(0, "bad");

        await().atMost(SOON).untilAsserted(() -> assertThat(delivered).containsExactly("bad", "good", "bad"));
        await().atMost(SOON).untilAsserted(() -> assertThat(committed(0)).isEqualTo(3));
    }

    @Test
    void pausedPartitionHoldsBackNoOther() {
        listen(record -> {
            if (text(record).equals("first")) {
                throw new Pause(Pause.Scope.PARTITION, Instant.now().plusSeconds(3600), "provider away");
            }
            delivered.add(text(record));
        });

        send(0, "first");
        send(0, "second");
        send(1, "elsewhere");
        send(1, "and elsewhere");

        await().atMost(SOON).untilAsserted(() -> assertThat(delivered).containsExactly("elsewhere", "and elsewhere"));
    }

    @Test
    void pausedPartitionGoesOnInOrder() {
        var failures = new AtomicInteger();
        listen(record -> {
            if (text(record).equals("first") && failures.incrementAndGet() <= 2) {
                throw new Pause(Pause.Scope.PARTITION, Instant.now().plusMillis(300), "provider away");
            }
            delivered.add(text(record));
        });

        send(0, "first");
        send(0, "second");

        await().atMost(SOON).untilAsserted(() -> assertThat(delivered).containsExactly("first", "second"));
        assertThat(failures).hasValue(3);
    }

    @Test
    void deadLetterThatIsTooLargeIsNamedAndPassedOver() {
        var small = new KafkaTemplate<>(new DefaultKafkaProducerFactory<String, byte[]>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestBroker.ADDRESS,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2000,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                StringSerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class)));
        listen(letters(small), record -> {
            if (text(record).startsWith("garbage")) {
                throw new UnreadableEvent("garbage", null);
            }
            delivered.add(text(record));
        });

        send(1, "garbage" + "!".repeat(3000));
        send(1, "next");

        await().atMost(SOON).untilAsserted(() -> assertThat(delivered).containsExactly("next"));
        var letter = requireNonNull(kafka.receive(group + ".dlt", 1, 0, SOON));
        assertThat(letter.value()).isNull();
        assertThat(new String(
                        letter.headers().lastHeader(DeadLetter.BYTES_LEFT_OUT).value(), UTF_8))
                .isEqualTo("3007");
        assertThat(letter.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_OFFSET))
                .isNotNull();
    }

    @Test
    void pausedLineHoldsEveryPartitionUntilItsTime() {
        var until = new AtomicReference<>(Instant.MIN);
        var early = new AtomicInteger();
        listen(record -> {
            if (until.compareAndSet(Instant.MIN, Instant.now().plusSeconds(2))) {
                throw new Pause(Pause.Scope.LINE, until.get(), "slow down");
            }
            if (Instant.now().isBefore(until.get())) {
                early.incrementAndGet();
            }
            delivered.add(text(record));
        });

        send(0, "here");
        send(1, "there");

        await().atMost(SOON).untilAsserted(() -> assertThat(delivered).containsExactlyInAnyOrder("here", "there"));
        assertThat(early).hasValue(0);
    }

    @Test
    void unexpectedFailureIsDeliveredAgainUntilItSucceeds() {
        listen(record -> {
            delivered.add(text(record));
            if (delivered.size() < 4) {
                throw new IllegalStateException("a defect, or the document store away");
            }
        });

        send(0, "one");
        send(0, "two");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(delivered).containsExactly("one", "one", "one", "one", "two"));
    }

    @Test
    void deadLetterThatCannotBePublishedKeepsItsPlace() {
        var offline = new KafkaTemplate<>(new DefaultKafkaProducerFactory<String, byte[]>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:1",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                50,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                StringSerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class)));
        listen(letters(offline), record -> {
            delivered.add(text(record));
            throw new UnreadableEvent("garbage", null);
        });

        send(0, "garbage");
        send(0, "next");

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(delivered).startsWith("garbage", "garbage").doesNotContain("next"));
    }

    @Test
    void failedBatchIsDeliveredAgainAsAWhole() {
        var failed = new CopyOnWriteArrayList<String>();
        var container = container(letters(kafka), 500);
        container.setupMessageListener((BatchMessageListener<String, byte[]>) records -> {
            if (failed.size() < 2) {
                records.forEach(record -> failed.add(text(record)));
                throw new IllegalStateException("the document store is away");
            }
            records.forEach(record -> delivered.add(text(record)));
        });
        send(0, "one");
        send(0, "two");
        send(1, "three");

        container.start();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(delivered).containsExactlyInAnyOrder("one", "two", "three"));
    }

    @Test
    void listenerThatAnErrorEndsIsNotAliveAndOneThatIsStoppedIs() {
        var listeners = new ListenersHealth(
                new StaticListableBeanFactory().getBeanProvider(KafkaListenerEndpointRegistry.class), meters);
        var stopped = listen(_ -> {});
        var ended = listen(record -> {
            throw new StackOverflowError(text(record));
        });
        listeners.watch("stopped", stopped);
        listeners.watch("ended", ended);
        stopped.stop();
        assertThat(listeners.health().getStatus()).isEqualTo(Status.UP);

        send(0, "one");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(listeners.health().getStatus()).isEqualTo(Status.DOWN));
        assertThat(listeners.health().getDetails()).containsEntry("stopped", List.of(group));
    }

    @Test
    void stopFinishesWhatIsInHandAndHandsThePartitionsOver() throws Exception {
        var inHand = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var first = listen(record -> {
            inHand.countDown();
            awaitUninterruptibly(finish);
            delivered.add(text(record) + " at the first");
        });
        send(0, "one");
        assertThat(inHand.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        send(0, "two");

        var stopped = new CountDownLatch(1);
        first.stop(stopped::countDown);
        finish.countDown();
        assertThat(stopped.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        listen(record -> delivered.add(text(record) + " at the second"));

        // Sooner than Kafka gives up a member that has not left, after 45 seconds.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(delivered).containsExactly("one at the first", "two at the second"));
    }

    @Test
    void outageIsNoBusyLoop() {
        var polls = new AtomicInteger();
        var attempts = new AtomicInteger();
        var container = container(letters(kafka), 1, counting(polls));
        container.getContainerProperties().setAckMode(ContainerProperties.AckMode.RECORD);
        container.setupMessageListener((MessageListener<String, byte[]>) _ -> {
            attempts.incrementAndGet();
            throw new Pause(Pause.Scope.PARTITION, Instant.now().plusMillis(500), "provider away");
        });
        container.start();
        for (var queued = 0; queued < 100; queued++) {
            send(0, "queued " + queued);
        }
        await().atMost(SOON).until(() -> attempts.get() > 0);
        var began = System.nanoTime();
        var pollsBefore = polls.get();
        var attemptsBefore = attempts.get();

        await().atMost(SOON).until(() -> attempts.get() >= attemptsBefore + 4);

        var tenthsOfASecond = Duration.ofNanos(System.nanoTime() - began).toMillis() / 100;
        assertThat(polls.get() - pollsBefore).isLessThan((int) (2 * tenthsOfASecond) + 50);
    }

    @SuppressWarnings("unchecked")
    private static ConsumerPostProcessor<String, byte[]> counting(AtomicInteger polls) {
        return consumer -> new CalmPolling()
                .apply((org.apache.kafka.clients.consumer.Consumer<String, byte[]>) Proxy.newProxyInstance(
                        FaultHandlerTest.class.getClassLoader(),
                        new Class<?>[] {org.apache.kafka.clients.consumer.Consumer.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("poll")) {
                                polls.incrementAndGet();
                            }
                            try {
                                return method.invoke(consumer, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ConcurrentMessageListenerContainer<String, byte[]> listen(
            Consumer<ConsumerRecord<String, byte[]>> listener) {
        return listen(letters(kafka), listener);
    }

    private ConcurrentMessageListenerContainer<String, byte[]> listen(
            DeadLetters deadLetters, Consumer<ConsumerRecord<String, byte[]>> listener) {
        var container = container(deadLetters, 1);
        container.getContainerProperties().setAckMode(ContainerProperties.AckMode.RECORD);
        container.setupMessageListener((MessageListener<String, byte[]>) listener::accept);
        container.start();
        return container;
    }

    private ConcurrentMessageListenerContainer<String, byte[]> container(DeadLetters deadLetters, int maxPollRecords) {
        return container(deadLetters, maxPollRecords, new CalmPolling());
    }

    private ConcurrentMessageListenerContainer<String, byte[]> container(
            DeadLetters deadLetters, int maxPollRecords, ConsumerPostProcessor<String, byte[]> postProcessor) {
        var consumers = new DefaultKafkaConsumerFactory<String, byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestBroker.ADDRESS,
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "consumer",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                maxPollRecords,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
        consumers.addPostProcessor(postProcessor);
        kafka.setConsumerFactory(consumers);
        var properties = new ContainerProperties(topic);
        properties.setPollTimeout(100);
        var made = new ConcurrentMessageListenerContainer<>(consumers, properties);
        running.add(made::stop);
        made.setBeanName(group);
        made.setCommonErrorHandler(new FaultHandler(
                deadLetters,
                new ListenerContainerPauseService(null, scheduler),
                QUICK,
                QUICK,
                InstantSource.system(),
                new Random(7),
                meters));
        return made;
    }

    private DeadLetters letters(KafkaOperations<String, byte[]> by) {
        return new DeadLetters(by, CLOCK, new DeadLetterMeters(meters));
    }

    private void send(int partition, String text) {
        kafka.send(new ProducerRecord<>(topic, partition, "key", text.getBytes(UTF_8)))
                .join();
    }

    private long committed(int partition) throws Exception {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS))) {
            var offset = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(topic, partition));
            return offset == null ? 0 : offset.offset();
        }
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), UTF_8);
    }
}
