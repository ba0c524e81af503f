package dev.muster.standup.runs;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.EventCodec;
import dev.muster.events.Topic;
import dev.muster.events.fault.Unavailable;
import dev.muster.standup.StandupServiceTest;
import dev.muster.standup.Team;
import dev.muster.standup.World;
import dev.muster.standup.tables.Directory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.ConsumerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How views are built that a store does not hold. */
@StandupServiceTest
class RebuildTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final World world;
    private final ConsumerFactory<String, byte[]> consumers;
    private final Directory directory;
    private final EventCodec codec = new EventCodec();
    private final MongoDatabase store;
    private final Mark mark;
    private final Team team = new Team();
    private final List<Rebuild> rebuilds = new ArrayList<>();

    @Autowired
    RebuildTest(World world, ConsumerFactory<String, byte[]> consumers, Directory directory, MongoClient client) {
        this.world = world;
        this.consumers = consumers;
        this.directory = directory;
        this.store = client.getDatabase("empty-" + UUID.randomUUID());
        this.mark = new Mark(store);
    }

    @BeforeEach
    void aDay() {
        world.day(team);
    }

    @AfterEach
    void stop() {
        rebuilds.forEach(Rebuild::stop);
    }

    @Test
    void aStartBuildsWhatAStoreDoesNotHold() throws Exception {
        var rebuild = rebuild();
        var last = world.records(Topic.STANDUP_RUNS, team).getLast();
        assertThatThrownBy(rebuild::requireWhole).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> rebuild.requireWhole(last)).isInstanceOf(Unavailable.class);

        rebuild.start();

        await().atMost(SOON).until(mark::isThere);
        rebuild.requireWhole();
        rebuild.requireWhole(last);
        assertThat(documents()).isEqualTo(withoutRevisions(world.documents(team)));
    }

    @Test
    void severalReplicasMayBuildAtOnce() {
        var one = rebuild();
        var other = rebuild();

        one.start();
        other.start();

        await().atMost(SOON).until(mark::isThere);
        assertThat(documents()).isEqualTo(withoutRevisions(world.documents(team)));
    }

    @Test
    void viewsThatWereDroppedWhileTheyWereBuiltAreNotWhole() {
        mark.withdraw();
        Mono.from(store.drop()).block();

        assertThat(mark.put(new RunsLog(consumers).ends())).isFalse();

        assertThat(mark.isThere()).isFalse();
    }

    @Test
    void eachRecordIsReadOnceHoweverManyRunsAreMadeUp() throws Exception {
        var places = new ArrayList<Long>();
        var openings = new Openings(new RunsLog(told(places)), codec);
        var records = world.records(Topic.STANDUP_RUNS, team);
        var beforeTheOpening = records.get(1);
        var last = records.getLast();

        assertThat(openings.hasBefore(beforeTheOpening)).isFalse();
        assertThat(openings.hasBefore(last)).isTrue();
        assertThat(openings.hasBefore(beforeTheOpening)).isFalse();
        assertThat(openings.hasBefore(last)).isTrue();

        assertThat(places).containsExactly(0L, beforeTheOpening.offset());
    }

    private Rebuild rebuild() {
        var views = new Views(directory, new Runs(store), new Answers(store), new PassedOver(store));
        var rebuild = new Rebuild(new RunsLog(consumers), codec, views, mark);
        rebuilds.add(rebuild);
        return rebuild;
    }

    private List<Document> documents() {
        return withoutRevisions(Stream.of("runs", "answers", "passed_over")
                .flatMap(collection -> Flux.from(store.getCollection(collection)
                                .find(or(eq("runId", team.run), eq("_id", team.run)))
                                .sort(new Document("_id", 1)))
                        .toStream())
                .toList());
    }

    /** Two who write may need more writes than one. */
    private static List<Document> withoutRevisions(List<Document> documents) {
        documents.forEach(document -> document.remove("revision"));
        return documents;
    }

    /** Tells from where is read. */
    @SuppressWarnings("unchecked")
    private ConsumerFactory<String, byte[]> told(List<Long> places) {
        return proxy(ConsumerFactory.class, (_, made, settings) -> {
            var consumer = made.invoke(consumers, settings);
            return proxy(Consumer.class, (_, method, arguments) -> {
                if (method.getName().equals("seek")) {
                    places.add((Long) arguments[1]);
                }
                return method.invoke(consumer, arguments);
            });
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
