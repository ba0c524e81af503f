package dev.muster.slack;

import static com.mongodb.client.model.Filters.eq;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.muster.events.EffectOutcome;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.InviteOutcome;
import dev.muster.events.MessageDelivered;
import dev.muster.events.MessageFailed;
import dev.muster.events.MusterEvent;
import dev.muster.events.Topic;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.view.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.ThrowingConsumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Mono;

/** The service as it runs: on a real broker, with a document store, against a Slack that does as it is told. One for all tests. */
@SpringBootTest(
        properties = {
            "server.port=0",
            "muster.kafka.bootstrap=${spring.kafka.bootstrap-servers}",
            "muster.kafka.replication=1",
            "muster.kafka.min-in-sync=1",
            "muster.slack.bot-token=xoxb-test",
            "muster.slack.app-token=xapp-test",
            "muster.slack.invite.token=xoxp-test",
            "muster.slack.invite.calls.pace=1000",
            "muster.slack.invite.calls.connect-timeout=5s",
            "muster.slack.invite.calls.answer-timeout=5s",
            "muster.slack.invite.calls.grace=100ms",
            "muster.slack.tempo=1000",
            "muster.slack.directory.every=1d",
            "muster.slack.calls.connect-timeout=5s",
            "muster.slack.calls.answer-timeout=5s",
            "muster.slack.calls.grace=100ms"
        })
@Import(SlackServiceTest.Log.class)
public abstract class SlackServiceTest {

    /** How long what is to happen may take, on whatever machine: some of it waits for a call that was given up. */
    private static final Duration SOON = Duration.ofMinutes(2);

    protected static final String MESSAGES = "slack_message_effects";
    protected static final FakeSlack SLACK = new FakeSlack();
    private static final MockWebServer SERVER = new MockWebServer();
    private static final MongoServer STORE = new MongoServer(new MemoryBackend());

    @Autowired
    protected EventPublisher publisher;

    @Autowired
    protected MongoDatabase store;

    @Autowired
    protected Log log;

    @DynamicPropertySource
    static void outsideSystems(DynamicPropertyRegistry properties) throws Exception {
        if (!SERVER.getStarted()) {
            SERVER.setDispatcher(SLACK);
            SERVER.start();
            var store = STORE.bindAndGetConnectionString();
            properties.add("muster.mongodb.uri", () -> store + "/muster");
        } else {
            var address = STORE.getLocalAddress();
            properties.add("muster.mongodb.uri", () -> "mongodb://127.0.0.1:" + address.getPort() + "/muster");
        }
        properties.add("muster.slack.api-url", () -> SERVER.url("/api/").toString());
        properties.add("muster.slack.invite.api-url", () -> SERVER.url("/api/").toString());
    }

    @BeforeEach
    void theLedgersAreBorn() {
        awaitBirth(store, "slack_invite_effects");
        awaitBirth(store, MESSAGES);
    }

    /** Waits until a ledger is there: what is asked for before waits as long as a claim that was lost might last. */
    public static void awaitBirth(MongoDatabase store, String ledger) {
        soon(_ -> assertThat(markOf(store, ledger)).containsEntry("whole", true));
    }

    private static @Nullable Document markOf(MongoDatabase store, String view) {
        return Mono.from(store.getCollection("views").find(eq(view)).first()).block();
    }

    /** The rows of a ledger, as it stands now. */
    protected MongoCollection<Document> rows(String ledger) {
        var mark = requireNonNull(markOf(store, ledger));
        return new Generation(store, mark.getInteger("live")).collection(ledger);
    }

    /** An id such as Slack gives, the test's own. */
    protected static String slackId(String kind) {
        return kind
                + UUID.randomUUID().toString().replace("-", "").substring(0, 10).toUpperCase(Locale.ROOT);
    }

    protected static <E extends MusterEvent> Envelope<E> envelope(String id, E event) {
        return new Envelope<>(id, "/test", Instant.now(), event);
    }

    /** Waits for what is to happen; what cannot be asked just now is asked again. */
    public static void soon(ThrowingConsumer<Void> assertion) {
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> assertion.accept(null));
    }

    /** How the attempts at an effect ended. */
    protected List<EffectOutcome> outcomes(String effectId) {
        return log.events.stream()
                .flatMap(event -> switch (event) {
                    case InviteOutcome invite -> Stream.of(invite.effect());
                    case MessageDelivered delivered -> Stream.of(delivered.effect());
                    case MessageFailed failed -> Stream.of(failed.effect());
                    default -> Stream.<EffectOutcome>empty();
                })
                .filter(outcome -> outcome.effectId().equals(effectId))
                .toList();
    }

    /** Waits for so many outcomes of an effect. */
    protected List<EffectOutcome> outcomes(String effectId, int atLeast) {
        soon(_ -> assertThat(outcomes(effectId)).hasSizeGreaterThanOrEqualTo(atLeast));
        return outcomes(effectId);
    }

    /** What is published, as it stands in the topics. */
    @TestConfiguration
    public static class Log {

        private final EventCodec codec = new EventCodec();
        public final List<MusterEvent> events = new CopyOnWriteArrayList<>();
        public final List<String> ids = new CopyOnWriteArrayList<>();
        public final List<String> tombstones = new CopyOnWriteArrayList<>();

        /** The events of a type, in order. */
        public <E extends MusterEvent> List<E> all(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        @KafkaListener(
                id = "test.log",
                topics = {
                    Topic.SLACK_DELIVERIES,
                    Topic.SLACK_INTERACTIONS,
                    Topic.SLACK_DIRECTORY,
                    Topic.SLACK_INVITES,
                    Topic.REPLAYS
                })
        void on(ConsumerRecord<String, byte[]> record) {
            if (record.value() == null) {
                tombstones.add(record.key());
            } else {
                var read = codec.read(record).orElseThrow();
                ids.add(read.id());
                events.add(read.event());
            }
        }
    }
}
