package dev.muster.standup;

import static com.mongodb.client.model.Filters.eq;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.AnswersSubmitted;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.DaySkipped;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.MusterEvent;
import dev.muster.events.ReplayEnded;
import dev.muster.events.ReplayRequested;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.events.StandupDefined;
import dev.muster.events.StandupEvent;
import dev.muster.events.StandupTick.Phase;
import dev.muster.events.TickPassedOver;
import dev.muster.events.Topic;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.kafka.TopicTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.bson.Document;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What happens around the service, and what comes of it. */
@TestConfiguration
public class World implements AutoCloseable {

    /** How long what is to happen may take, on whatever machine. */
    static final Duration SOON = Duration.ofSeconds(90);

    private static final Set<String> PLACES =
            Set.of("offset", "sequence", "openedOffset", "remindedOffset", "closedOffset", "revision", "eventId");

    private static final List<String> COLLECTIONS = List.of("runs", "answers", "passed_over");
    private static final Set<String> FAILING = ConcurrentHashMap.newKeySet();

    private final EventPublisher publisher;
    private final KafkaOperations<String, byte[]> kafka;
    private final Admin admin;
    private final MongoDatabase store;
    private final EmbeddedStore.MoodyBackend backend;
    private final KafkaListenerEndpointRegistry listeners;
    private final TopicTable<StandupEvent> standups;
    private final EventCodec codec = new EventCodec();
    private final List<ConsumerRecord<String, byte[]>> records = new CopyOnWriteArrayList<>();
    private final List<String> deadLetters = new CopyOnWriteArrayList<>();

    World(
            EventPublisher publisher,
            KafkaOperations<String, byte[]> kafka,
            KafkaAdmin admin,
            MongoDatabase store,
            EmbeddedStore.MoodyBackend backend,
            KafkaListenerEndpointRegistry listeners,
            TopicTable<StandupEvent> standups) {
        this.publisher = publisher;
        this.kafka = kafka;
        this.admin = patient(admin);
        this.store = store;
        this.backend = backend;
        this.listeners = listeners;
        this.standups = standups;
    }

    /** The service's own would give up within seconds. */
    private static Admin patient(KafkaAdmin admin) {
        var settings = new HashMap<>(admin.getConfigurationProperties());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
        return Admin.create(settings);
    }

    @Override
    public void close() {
        admin.close();
    }

    /** Waits for what is to happen; what cannot be asked just now is asked again. */
    static ConditionFactory soon() {
        return await().atMost(SOON).ignoreExceptions();
    }

    /** A team whose standup is defined and whose channel is known. */
    Team team() {
        var team = new Team();
        define(team);
        know(team);
        return team;
    }

    void define(Team team) {
        publish(new StandupDefined(team.standup()));
    }

    void retire(Team team) throws InterruptedException {
        kafka.send(new ProducerRecord<>(Topic.STANDUPS, team.id, null)).join();
        standups.catchUp(SOON);
    }

    void know(Team team) {
        team.profiles().forEach(this::publish);
        publish(team.roster());
    }

    void tick(Team team, Phase phase) {
        publisher.publish(team.tick(phase));
    }

    /** A member sends the form; gives the event, to be sent again. */
    Envelope<AnswersSubmitted> answer(Team team, String user, String today) {
        return answer(team, user, today, Team.ASKED);
    }

    Envelope<AnswersSubmitted> answer(Team team, String user, String today, Instant at) {
        var id = "answers:" + UUID.randomUUID();
        var submitted = Team.from(id, new AnswersSubmitted(team.run, user, Team.answers(today), at));
        publisher.publish(submitted);
        return submitted;
    }

    Envelope<DaySkipped> skip(Team team, String user) {
        return skip(team, user, Team.ASKED);
    }

    Envelope<DaySkipped> skip(Team team, String user, Instant at) {
        var skipped = Team.from("skip:" + UUID.randomUUID(), new DaySkipped(team.run, user, at));
        publisher.publish(skipped);
        return skipped;
    }

    /** Adds to a run's history, and waits until the service has read it. */
    void history(Team team, Envelope<?>... events) {
        publisher.publish(List.of(events));
        var mark = team.run + "|CLOSE:" + UUID.randomUUID();
        publisher.publish(Team.from(mark, new TickPassedOver(team.run, mark, Phase.CLOSE, "mark")));
        soon().untilAsserted(() -> assertThat(ids(Topic.STANDUP_RUNS, team)).contains(mark));
        var last = records(Topic.STANDUP_RUNS, team).getLast();
        var place = new TopicPartition(last.topic(), last.partition());
        soon().until(() -> placesOf(ConsumerGroup.STANDUP_RUNS).getOrDefault(place, 0L) > last.offset());
        soon().until(this::hasHeardAllPrompts);
    }

    /** What the service published before it went on stands there; this world hears it a little later. */
    private boolean hasHeardAllPrompts() throws Exception {
        return ends(Topic.STANDUP_PROMPTS).entrySet().stream().allMatch(end -> heard(end.getKey()) >= end.getValue());
    }

    private Map<TopicPartition, Long> ends(String topic) throws Exception {
        var partitions = admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .flatMap(described -> described.partitions().stream())
                .map(info -> new TopicPartition(topic, info.partition()))
                .collect(toMap(identity(), _ -> OffsetSpec.latest()));
        return admin.listOffsets(partitions).all().get().entrySet().stream()
                .collect(toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /** Has a group's part of the log gone over again, as far as it is about a team, and waits until that is done. */
    void heal(String group, String topic, Team team) throws Exception {
        var ends = ends(topic).entrySet().stream()
                .collect(toMap(end -> end.getKey().toString(), Map.Entry::getValue));
        var replayId = UUID.randomUUID().toString();
        publish(new ReplayRequested(replayId, group, Map.of(), ends, List.of(team.run, team.id), Mode.HEAL));
        soon().until(() -> records.stream()
                .filter(record -> record.key().equals(replayId))
                .anyMatch(record -> codec.read(record).orElseThrow().event() instanceof ReplayEnded));
    }

    /** Something happens while a group takes nothing. */
    void whileStopped(String group, Happening happening) throws Exception {
        var listener = requireNonNull(listeners.getListenerContainer(group));
        listener.stop();
        happening.happen();
        listener.start();
    }

    /** What happens. */
    @FunctionalInterface
    interface Happening {
        void happen() throws Exception;
    }

    private long heard(TopicPartition partition) {
        return records.stream()
                .filter(record ->
                        record.topic().equals(partition.topic()) && record.partition() == partition.partition())
                .mapToLong(record -> record.offset() + 1)
                .max()
                .orElse(0);
    }

    private Map<TopicPartition, Long> placesOf(String group) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .collect(toMap(Map.Entry::getKey, place -> place.getValue().offset()));
    }

    /**
     * Stops a group, sets its offsets to the beginning, as {@code kafka-consumer-groups --reset-offsets} does, starts it, and waits
     * until it has read everything again.
     */
    public void setBack(String group, String topic) throws Exception {
        var listener = requireNonNull(listeners.getListenerContainer(group));
        listener.stop();
        var ends = ends(topic);
        var beginning = ends.keySet().stream().collect(toMap(identity(), _ -> new OffsetAndMetadata(0)));
        soon().untilAsserted(() ->
                admin.alterConsumerGroupOffsets(group, beginning).all().get());
        listener.start();
        soon().untilAsserted(() -> assertThat(placesOf(group)).containsAllEntriesOf(ends));
    }

    /** A history with something of everything in it, for a team that nobody has heard of before. */
    public void day(Team team) {
        history(
                team,
                team.answered(team.mara, "Too early", 1),
                team.closed(),
                team.opened(team.mara, team.noor, team.yuki),
                team.answered(team.mara, "Writing", 2),
                team.answered(team.mara, "Writing more", 3),
                team.skipped(team.yuki, 4),
                team.reminded(),
                team.answered(team.gone, "Still here", 5),
                team.answered(team.yuki, "After all", 6),
                team.opened(team.noor),
                team.closed(),
                team.answered(team.noor, "Late", 7),
                team.answered(team.mara, "Even more", 8),
                team.closed(),
                team.reminded());
    }

    void send(Envelope<?> event) {
        publisher.publish(event);
    }

    void garbage(String topic, Team team, String text) {
        kafka.send(new ProducerRecord<>(topic, team.run, text.getBytes(UTF_8))).join();
    }

    /** The next event that is published under that key does not arrive. */
    void failToPublish(String key) {
        FAILING.add(key);
    }

    /** Whether an event was kept from arriving under that key. */
    boolean hasFailedToPublish(String key) {
        return !FAILING.contains(key);
    }

    void storeIsOutOfOrder(boolean outOfOrder) {
        backend.outOfOrder(outOfOrder);
    }

    /** What stands in a topic of a team's run, in order. */
    <E extends MusterEvent> List<E> events(Class<E> type, Team team) {
        return records.stream()
                .filter(record -> record.key().startsWith(team.run))
                .map(record -> codec.read(record).orElseThrow().event())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    <E extends MusterEvent> List<E> events(Class<E> type, Team team, int count) {
        soon().untilAsserted(() -> assertThat(events(type, team)).hasSizeGreaterThanOrEqualTo(count));
        return events(type, team);
    }

    /** Everything that stands in a topic of a team's run, with its place. */
    public List<ConsumerRecord<String, byte[]>> records(String topic, Team team) {
        return records.stream()
                .filter(record -> record.topic().equals(topic) && record.key().startsWith(team.run))
                .toList();
    }

    /** The ids of the events in a topic of a team's run, each once. */
    public Set<String> ids(String topic, Team team) {
        var ids = new TreeSet<String>();
        records(topic, team)
                .forEach(record -> ids.add(codec.read(record).orElseThrow().id()));
        return ids;
    }

    List<String> deadLetters() {
        return deadLetters;
    }

    /** The same with what is in them. */
    public Set<String> contents(String topic, Team team) {
        var contents = new TreeSet<String>();
        records(topic, team)
                .forEach(record -> contents.add(codec.read(record).orElseThrow().toString()));
        return contents;
    }

    /** Waits until so many records stand there. */
    public void awaitRecords(String topic, Team team, int count) {
        soon().untilAsserted(() -> assertThat(records(topic, team)).hasSizeGreaterThanOrEqualTo(count));
    }

    /** Everything that the store holds of a team's run. */
    public List<Document> documents(Team team) {
        return COLLECTIONS.stream()
                .flatMap(collection -> documents(collection, team).stream())
                .toList();
    }

    /** The documents of a team's run, by id. */
    public List<Document> documents(String collection, Team team) {
        var all = Flux.from(live(collection).find(eq("runId", team.run)))
                .concatWith(Flux.from(live(collection).find(eq("_id", team.run))));
        return all.collectSortedList((one, other) -> one.getString("_id").compareTo(other.getString("_id")))
                .blockOptional()
                .orElseThrow();
    }

    /** Everything the store holds of a team's run, but where it stands in the log: the same for every team. */
    public String views(Team team) {
        var views = new ArrayList<String>();
        for (var collection : List.of("runs", "answers")) {
            documents(collection, team)
                    .forEach(document ->
                            views.add(team.withoutIds(withoutPlaces(document).toJson())));
        }
        return String.join("\n", views);
    }

    /** Takes a team's run out of the store. */
    public void forget(Team team) {
        for (var collection : COLLECTIONS) {
            documents(collection, team)
                    .forEach(document -> Flux.from(live(collection).deleteOne(eq(document.getString("_id"))))
                            .blockLast());
        }
    }

    /** The store loses what members answered, of all runs. */
    void dropAnswers() {
        Mono.from(live("answers").drop()).block();
    }

    /** The store loses everything in the moment before that collection is read next. */
    void dropStoreBeforeReading(String collection) {
        backend.dropBeforeReading(collection);
    }

    /** The store loses everything. */
    public void dropStore() {
        Mono.from(store.drop()).block();
    }

    private MongoCollection<Document> live(String collection) {
        var generation = Mono.from(store.getCollection("views").find(eq("runs")).first())
                .map(mark -> mark.getInteger("live"))
                .blockOptional()
                .orElse(1);
        return store.getCollection(generation > 1 ? collection + "." + generation : collection);
    }

    @KafkaListener(
            id = "test.records",
            topics = {Topic.STANDUP_RUNS, Topic.STANDUP_PROMPTS, Topic.REPLAYS})
    void on(ConsumerRecord<String, byte[]> record) {
        if (record.headers().lastHeader("ce_id") != null) {
            records.add(record);
        }
    }

    @KafkaListener(
            id = "test.dead-letters",
            topics = {
                ConsumerGroup.STANDUP_TICKS + ".dlt",
                ConsumerGroup.STANDUP_INTERACTIONS + ".dlt",
                ConsumerGroup.STANDUP_RUNS + ".dlt"
            })
    void onDeadLetter(ConsumerRecord<String, byte[]> record) {
        deadLetters.add(record.topic() + " " + new String(record.value(), UTF_8));
    }

    @Bean
    @SuppressWarnings({"unchecked", "rawtypes"})
    static DefaultKafkaProducerFactoryCustomizer failures() {
        return producers -> ((DefaultKafkaProducerFactory) producers)
                .addPostProcessor(producer -> failing((Producer<String, byte[]>) producer));
    }

    private static Producer<?, ?> failing(Producer<String, byte[]> producer) {
        return (Producer<?, ?>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("send")
                            && FAILING.remove(((ProducerRecord<?, ?>) arguments[0]).key())) {
                        throw new KafkaException("not published, as told");
                    }
                    try {
                        return method.invoke(producer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void publish(MusterEvent event) {
        publisher.publish(Team.from(UUID.randomUUID().toString(), event));
    }

    private static Document withoutPlaces(Document document) {
        var rest = new Document();
        new TreeMap<>(document).forEach((field, value) -> {
            if (!PLACES.contains(field)) {
                rest.append(field, withoutPlaces(value));
            }
        });
        return rest;
    }

    private static Object withoutPlaces(Object value) {
        return switch (value) {
            case Document document -> withoutPlaces(document);
            case List<?> list -> list.stream().map(World::withoutPlaces).toList();
            case null -> "none";
            default -> value;
        };
    }
}
