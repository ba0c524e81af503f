package dev.muster.events.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.ReplayCancelled;
import dev.muster.events.ReplayEnded;
import dev.muster.events.ReplayEvent;
import dev.muster.events.ReplayFound;
import dev.muster.events.ReplayFound.Finding;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.events.TestBroker;
import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.fault.BackOff;
import dev.muster.events.fault.SetAside;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.kafka.DeadLetterMeters;
import dev.muster.events.kafka.DeadLetters;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.kafka.FaultHandler;
import dev.muster.events.kafka.TopicReader;
import dev.muster.events.view.Rebuildable;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.listener.ListenerContainerPauseService;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** A log of its own on the broker, and processes of a service that has one line over it. */
final class Rig implements AutoCloseable {

    static final Duration SOON = Duration.ofMinutes(2);

    private static final BackOff QUICK = new BackOff(Duration.ofMillis(20), Duration.ofMillis(100));
    private static final int PARTITIONS = 6;

    final String topic = "events-" + UUID.randomUUID();
    final String group = "group-" + UUID.randomUUID();
    String replayId = UUID.randomUUID().toString();

    private final EventCodec codec = new EventCodec();
    private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
    private final Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS));
    private final DefaultKafkaProducerFactory<String, byte[]> producers = new DefaultKafkaProducerFactory<>(Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
    final KafkaTemplate<String, byte[]> kafka = new KafkaTemplate<>(producers);
    private final EventPublisher publisher = new EventPublisher(kafka, codec);
    private final DeadLetters deadLetters =
            new DeadLetters(kafka, InstantSource.system(), new DeadLetterMeters(new SimpleMeterRegistry()));
    private final DefaultKafkaConsumerFactory<String, byte[]> consumers = new DefaultKafkaConsumerFactory<>(Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            TestBroker.ADDRESS,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            "consumer",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            100,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            StringDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class));
    private final List<ReplayEvent> said = new CopyOnWriteArrayList<>();
    private final TopicReader reader =
            new TopicReader("rig", consumers, List.of(Topic.REPLAYS), TopicReader.From.BEGINNING, record -> codec.read(
                            record, ReplayEvent.class)
                    .ifPresent(envelope -> said.add(envelope.event())));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Replays> processes = new CopyOnWriteArrayList<>();

    Rig() {
        TestBroker.create(
                new NewTopic(topic, PARTITIONS, (short) 1),
                Topic.deadLettersOf(group).toNewTopic((short) 1, 1));
        Topic.all(Duration.ofDays(1)).stream()
                .filter(each -> List.of(Topic.REPLAYS, Topic.SIGNUPS).contains(each.name()))
                .forEach(each -> TestBroker.create(each.toNewTopic((short) 1, 1)));
        kafka.setConsumerFactory(consumers);
        consumers.addListener(new MicrometerConsumerListener<>(meters));
        reader.start();
    }

    /** One more process of the service. */
    Replays process(Line line, Rebuildable... views) {
        var containers = new ConcurrentKafkaListenerContainerFactory<String, byte[]>();
        containers.setConsumerFactory(consumers);
        containers.getContainerProperties().setPollTimeout(100);
        containers.getContainerProperties().setObservationEnabled(true);
        containers.getContainerProperties().setObservationRegistry(observations());
        containers.setCommonErrorHandler(new FaultHandler(
                deadLetters,
                new ListenerContainerPauseService(null, scheduler),
                QUICK,
                QUICK,
                InstantSource.system(),
                new Random(7),
                new SimpleMeterRegistry()));
        var beans = new StaticListableBeanFactory();
        beans.addBean("line", line);
        for (var view : views) {
            beans.addBean("view of " + view.group(), view);
        }
        var process = new Replays(
                beans.getBeanProvider(Line.class),
                beans.getBeanProvider(Rebuildable.class),
                consumers,
                containers,
                codec,
                publisher,
                deadLetters,
                new ReplaySettings(2),
                InstantSource.system(),
                "test-service");
        processes.add(process);
        process.start();
        return process;
    }

    private ObservationRegistry observations() {
        var observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        return observations;
    }

    void send(int partition, String key, @Nullable String text) {
        send(topic, partition, key, text);
    }

    void send(String toTopic, int partition, String key, @Nullable String text) {
        if (text == null) {
            kafka.send(new ProducerRecord<>(toTopic, partition, key, null)).join();
        } else {
            kafka.send(new ProducerRecord<>(toTopic, partition, key, text.getBytes(UTF_8)))
                    .join();
        }
    }

    /** Sends the first record of a partition. */
    void sendInATransaction(int partition, String key, String text) {
        var transactional = new DefaultKafkaProducerFactory<String, byte[]>(producers.getConfigurationProperties());
        transactional.setTransactionIdPrefix("tx-" + topic);
        try (var producer = transactional.createProducer()) {
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>(topic, partition, key, text.getBytes(UTF_8)));
            producer.commitTransaction();
        }
        // The marker of its end follows by itself.
        await().atMost(SOON).untilAsserted(() -> assertThat(ends(topic)).containsEntry(topic + "-" + partition, 2L));
        transactional.destroy();
    }

    /** How many members the replay's own group has. */
    int members() throws Exception {
        var name = group + ".replay." + replayId;
        return requireNonNull(
                        admin.describeConsumerGroups(List.of(name)).all().get().get(name))
                .members()
                .size();
    }

    /** A record that the group cannot read. */
    void unreadable(int partition, String text) {
        send(partition, "key", text);
        deadLetters.send(last(partition, text), new UnreadableEvent("no event", null), group);
    }

    /** A record that the group has set aside. */
    void setAside(int partition, String text) {
        send(partition, "key", text);
        setAside(last(partition, text));
    }

    /** A record that the group has set aside, and that is not in the log any more. */
    void setAsideAndGone(int partition) {
        setAside(new ConsumerRecord<>(topic, partition, 1000, "key", new byte[0]));
    }

    private void setAside(ConsumerRecord<String, byte[]> record) {
        var fault = Unavailable.inDoubt("500", "as told");
        deadLetters.send(record, new SetAside(fault, Instant.now(), Instant.now()), group);
    }

    private ConsumerRecord<String, byte[]> last(int partition, String text) {
        var offset = requireNonNull(ends(topic).get(topic + "-" + partition)) - 1;
        return new ConsumerRecord<>(topic, partition, offset, "key", text.getBytes(UTF_8));
    }

    /** Has the dead letters tried again that there are now. */
    void redrive(String... only) {
        replayId = UUID.randomUUID().toString();
        requestOver(Topic.deadLettersOf(group).name(), Mode.REDRIVE, only);
    }

    /** Has everything gone over again that stands in the topic now. */
    void request(Mode mode, String... only) {
        requestOver(topic, mode, only);
    }

    private void requestOver(String ofTopic, Mode mode, String... only) {
        var from = new HashMap<String, Long>();
        ends(ofTopic).keySet().forEach(partition -> from.put(partition, 0L));
        request(new ReplayRequested(replayId, group, from, ends(ofTopic), List.of(only), mode));
    }

    void request(ReplayRequested request) {
        publish(request);
    }

    /** The group itself comes to an offset. */
    void comeTo(int partition, long offset) throws Exception {
        var place = Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset));
        admin.alterConsumerGroupOffsets(group, place).all().get();
    }

    void cancel() {
        publish(new ReplayCancelled(replayId));
    }

    void publish(ReplayEvent event) {
        publisher.publish(new Envelope<>(UUID.randomUUID().toString(), "/test", Instant.now(), event));
    }

    /** The offsets after the last records, by partition. */
    Map<String, Long> ends(String ofTopic) {
        try {
            var asked = new HashMap<TopicPartition, OffsetSpec>();
            for (var partition : requireNonNull(admin.describeTopics(List.of(ofTopic))
                            .allTopicNames()
                            .get()
                            .get(ofTopic))
                    .partitions()) {
                asked.put(new TopicPartition(ofTopic, partition.partition()), OffsetSpec.latest());
            }
            var ends = new TreeMap<String, Long>();
            admin.listOffsets(asked)
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
            return ends;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    ReplayEnded awaitEnd() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(said(ReplayEnded.class)).isNotEmpty());
        return said(ReplayEnded.class).getFirst();
    }

    <E extends ReplayEvent> List<E> said(Class<E> type) {
        return said.stream()
                .filter(event -> event.replayId().equals(replayId))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    List<Finding> findings() {
        return said(ReplayFound.class).stream()
                .flatMap(found -> found.findings().stream())
                .toList();
    }

    /** The last that was said of each partition. */
    Map<String, ReplayProgressed> progress() {
        var last = new TreeMap<String, ReplayProgressed>();
        said(ReplayProgressed.class).forEach(progressed -> last.put(progressed.partition(), progressed));
        return last;
    }

    @Override
    public void close() {
        processes.forEach(Replays::stop);
        reader.stop();
        producers.destroy();
        admin.close();
        scheduler.close();
    }
}
