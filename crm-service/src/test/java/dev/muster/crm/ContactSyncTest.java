package dev.muster.crm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.ContactOutcome;
import dev.muster.events.EffectOutcome;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.Topic;
import dev.muster.events.UserSignedUp;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.kafka.ListenersHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The function as Spring Cloud Stream binds it: on a real broker, against a CRM that answers as told. */
@SpringBootTest(
        properties = {
            "server.port=0",
            "muster.kafka.bootstrap=${spring.kafka.bootstrap-servers}",
            "muster.kafka.replication=1",
            "muster.kafka.min-in-sync=1",
            "muster.crm.api-key=a-key",
            "muster.crm.calls.pace=1000",
            "muster.crm.calls.connect-timeout=10s",
            "muster.crm.calls.answer-timeout=10s",
            "muster.crm.calls.grace=100ms"
        })
class ContactSyncTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final JsonMapper JSON = new JsonMapper();
    private static final MongoServer STORE = new MongoServer(new MemoryBackend());
    private static final MockWebServer CRM = new MockWebServer();
    private static final Map<String, Queue<MockResponse>> ANSWERS = new ConcurrentHashMap<>();
    private static final List<Map<String, String>> CALLS = new CopyOnWriteArrayList<>();

    private final String email = UUID.randomUUID() + "@example.org";
    private final UserSignedUp person = new UserSignedUp(randomSignupId(), email, "Zoë", "Berg");

    @Autowired
    EventPublisher publisher;

    @Autowired
    KafkaOperations<String, byte[]> kafka;

    @Autowired
    MongoDatabase store;

    @Autowired
    Outcomes outcomes;

    @DynamicPropertySource
    static void outsideSystems(DynamicPropertyRegistry properties) throws Exception {
        CRM.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                var call = decoded(requireNonNull(request.getBody()).utf8());
                CALLS.add(call);
                var next = ANSWERS.getOrDefault(call.get("email"), new ConcurrentLinkedQueue<>())
                        .poll();
                return next == null ? json(201, "{\"contact\":{\"id\":\"17\"}}") : next;
            }
        });
        CRM.start();
        properties.add("muster.crm.url", () -> CRM.url("/").toString());
        properties.add("muster.mongodb.uri", () -> STORE.bindAndGetConnectionString() + "/muster");
    }

    @AfterAll
    static void close() {
        CRM.close();
        STORE.shutdownNow();
    }

    /** What is asked for before waits as long as a claim that was lost might last. */
    @BeforeEach
    void theLedgerIsBorn() {
        await().atMost(SOON).ignoreExceptions().until(() -> Mono.from(store.getCollection("views")
                        .find(new Document("_id", "crm_contact_effects").append("whole", true))
                        .first())
                .blockOptional()
                .isPresent());
    }

    @Test
    void theBindersListenerIsLookedAfterToo(@Autowired ListenersHealth listeners) {
        await().atMost(SOON).untilAsserted(() -> assertThat(listeners.containers())
                .extracting(MessageListenerContainer::getGroupId)
                .contains(ConsumerGroup.CRM_CONTACTS));
        assertThat(listeners.health().getDetails()).isEmpty();
    }

    @Test
    void everybodyWhoSignsUpIsAContact() {
        signUp();

        var outcome = theOutcome();
        assertThat(outcome.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(outcome.effectId()).isEqualTo("contact:" + person.signupId());
        assertThat(outcome.externalId()).isEqualTo("17");
        assertThat(calls()).containsExactly(Map.of("email", email, "firstName", "Zoë", "lastName", "Berg"));
    }

    @Test
    void repeatedSignUpSyncsOnce() {
        var first = signUp();
        publisher.publish(first);
        signUp();

        await().atMost(SOON).untilAsserted(() -> assertThat(outcomes()).hasSize(3));
        assertThat(outcomes()).allMatch(outcome -> outcome.status() == Status.SUCCEEDED);
        assertThat(calls()).hasSize(1);
    }

    @Test
    void changedNamesAreSyncedAgain() {
        signUp();
        signUp(new UserSignedUp(person.signupId(), email, "Zoë", "Meyer"));

        await().atMost(SOON).untilAsserted(() -> assertThat(outcomes()).hasSize(2));
        assertThat(calls()).extracting(call -> call.get("lastName")).containsExactly("Berg", "Meyer");
    }

    @Test
    void refusedKeyRejectsNobody() {
        crmAnswers(403, "{\"message\":\"You do not have permission\"}");
        crmAnswers(403, "{\"message\":\"You do not have permission\"}");

        signUp();

        await().atMost(SOON).untilAsserted(() -> assertThat(outcomes()).hasSize(3));
        assertThat(outcomes())
                .extracting(EffectOutcome::status, EffectOutcome::code)
                .containsExactly(
                        tuple(Status.WAITING, "403"), tuple(Status.WAITING, "403"), tuple(Status.SUCCEEDED, "created"));
    }

    @Test
    void whatTheCrmNeverTakesIsRejectedAndPassedOver() {
        crmAnswers(422, "{\"errors\":[{\"code\":\"field_missing\"}]}");

        signUp();

        assertThat(theOutcome().status()).isEqualTo(Status.REJECTED);
        assertThat(theOutcome().code()).isEqualTo("field_missing");
    }

    @Test
    void tombstoneCallsNobodyAndGarbageGoesToTheDeadLetters() {
        var garbage = "garbage " + UUID.randomUUID();

        kafka.send(new ProducerRecord<>(Topic.SIGNUPS, person.signupId(), null)).join();
        kafka.send(new ProducerRecord<>(Topic.SIGNUPS, person.signupId(), garbage.getBytes(UTF_8)))
                .join();
        signUp();

        assertThat(theOutcome().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(calls()).hasSize(1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(outcomes.deadLetters).contains(garbage));
    }

    private Envelope<UserSignedUp> signUp() {
        return signUp(person);
    }

    private Envelope<UserSignedUp> signUp(UserSignedUp somebody) {
        var signup = new Envelope<>(UUID.randomUUID().toString(), "/test", Instant.now(), somebody);
        publisher.publish(signup);
        return signup;
    }

    private void crmAnswers(int status, String body) {
        ANSWERS.computeIfAbsent(email, _ -> new ConcurrentLinkedQueue<>()).add(json(status, body));
    }

    private EffectOutcome theOutcome() {
        await().atMost(SOON).untilAsserted(() -> assertThat(outcomes()).hasSize(1));
        return outcomes().getFirst();
    }

    private List<EffectOutcome> outcomes() {
        return outcomes.of(person.signupId());
    }

    private List<Map<String, String>> calls() {
        return CALLS.stream().filter(call -> email.equals(call.get("email"))).toList();
    }

    private static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private static Map<String, String> decoded(String body) {
        var arguments = new HashMap<String, String>();
        JSON.readTree(body).path("contact").forEachEntry((name, value) -> arguments.put(name, value.asString()));
        return arguments;
    }

    private static String randomSignupId() {
        return UUID.randomUUID().toString().replaceAll("[^a-f2-7]", "a").substring(0, 26);
    }

    /** What is published, as it stands in the topics. */
    @TestConfiguration
    static class Outcomes {

        private final EventCodec codec = new EventCodec();
        private final List<ContactOutcome> contacts = new CopyOnWriteArrayList<>();
        final List<String> deadLetters = new CopyOnWriteArrayList<>();

        List<EffectOutcome> of(String signupId) {
            return contacts.stream()
                    .filter(contact -> contact.signupId().equals(signupId))
                    .map(ContactOutcome::effect)
                    .toList();
        }

        @KafkaListener(id = "test.outcomes", topics = Topic.CRM_CONTACTS)
        void on(ConsumerRecord<String, byte[]> record) {
            if (codec.read(record).orElseThrow().event() instanceof ContactOutcome contact) {
                contacts.add(contact);
            }
        }

        @KafkaListener(id = "test.dead-letters", topics = ConsumerGroup.CRM_CONTACTS + ".dlt")
        void onDeadLetter(ConsumerRecord<String, byte[]> record) {
            deadLetters.add(new String(record.value(), UTF_8));
        }
    }
}
