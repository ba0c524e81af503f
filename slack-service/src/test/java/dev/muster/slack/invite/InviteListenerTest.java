package dev.muster.slack.invite;

import static dev.muster.slack.SlackServiceTest.awaitBirth;
import static dev.muster.slack.SlackServiceTest.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.mongodb.reactivestreams.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.EffectOutcome;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.InviteOutcome;
import dev.muster.events.Topic;
import dev.muster.events.UserSignedUp;
import dev.muster.events.kafka.EventPublisher;
import java.net.URLDecoder;
import java.time.Instant;
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
import mockwebserver3.SocketEffect;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The inviter as it runs: on a real broker, with its ledger in a document store, against a Slack that answers as told. */
@SpringBootTest(
        properties = {
            "server.port=0",
            "muster.kafka.bootstrap=${spring.kafka.bootstrap-servers}",
            "muster.kafka.replication=1",
            "muster.kafka.min-in-sync=1",
            "muster.slack.invite.token=xoxp-test",
            "muster.slack.invite.channels=C1,C2",
            "muster.slack.invite.calls.pace=1000",
            "muster.slack.invite.calls.connect-timeout=5s",
            "muster.slack.invite.calls.answer-timeout=5s",
            "muster.slack.invite.calls.grace=100ms"
        })
// Last: the service that other tests share is stopped meanwhile, and would have to begin again.
@Order(Integer.MAX_VALUE)
class InviteListenerTest {

    private static final MongoServer STORE = new MongoServer(new MemoryBackend());
    private static final MockWebServer SLACK = new MockWebServer();
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
        SLACK.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                var call = decoded(requireNonNull(request.getBody()).utf8());
                CALLS.add(call);
                var next = ANSWERS.getOrDefault(call.get("email"), new ConcurrentLinkedQueue<>())
                        .poll();
                return next == null ? json("{\"ok\":true}") : next;
            }
        });
        SLACK.start();
        properties.add("muster.slack.invite.api-url", () -> SLACK.url("/api/").toString());
        properties.add("muster.mongodb.uri", () -> STORE.bindAndGetConnectionString() + "/muster");
    }

    @AfterAll
    static void close() {
        SLACK.close();
        STORE.shutdownNow();
    }

    @BeforeEach
    void theLedgerIsBorn() {
        awaitBirth(store, "slack_invite_effects");
    }

    @Test
    void everybodyWhoSignsUpIsInvited() {
        signUp();

        var outcome = theOutcome();
        assertThat(outcome.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(outcome.effectId()).isEqualTo("invite:" + person.signupId());
        assertThat(calls()).containsExactly(Map.of("email", email, "first_name", "Zoë", "channels", "C1,C2"));
    }

    @Test
    void repeatedSignUpInvitesOnce() {
        var first = signUp();
        publisher.publish(first);
        signUp();

        soon(_ -> assertThat(outcomes()).hasSize(3));
        assertThat(outcomes()).allMatch(outcome -> outcome.status() == Status.SUCCEEDED);
        assertThat(calls()).hasSize(1);
    }

    @Test
    void alreadyInvitedIsSuccess() {
        slackAnswers("{\"ok\":false,\"error\":\"already_invited\"}");

        signUp();

        assertThat(theOutcome().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(theOutcome().code()).isEqualTo("already_invited");
    }

    @Test
    void invalidEmailIsRejectedAndSigningUpAgainTriesAgain() {
        slackAnswers("{\"ok\":false,\"error\":\"invalid_email\"}");

        signUp();
        soon(_ -> assertThat(outcomes()).hasSize(1));
        signUp();

        soon(_ -> assertThat(outcomes()).hasSize(2));
        assertThat(outcomes()).extracting(EffectOutcome::status).containsExactly(Status.REJECTED, Status.SUCCEEDED);
        assertThat(outcomes().getFirst().code()).isEqualTo("invalid_email");
    }

    @Test
    void brokenConnectionIsInDoubtAndAskedAgainWithoutASecondInvitation() {
        slackAnswers(new MockResponse.Builder()
                .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                .build());
        slackAnswers("{\"ok\":false,\"error\":\"already_invited\"}");

        signUp();

        soon(_ -> assertThat(outcomes()).hasSize(2));
        assertThat(outcomes())
                .extracting(EffectOutcome::status, EffectOutcome::code)
                .containsExactly(tuple(Status.WAITING, "unreachable"), tuple(Status.SUCCEEDED, "already_invited"));
        var waiting = outcomes().getFirst();
        assertThat(waiting.nextAttemptAt()).isAfter(waiting.startedAt().plusSeconds(10));
        assertThat(outcomes().getLast().startedAt()).isAfterOrEqualTo(waiting.nextAttemptAt());
    }

    @Test
    void throttledInvitationWaitsAsLongAsSlackSays() {
        slackAnswers(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "2")
                .body("{\"ok\":false,\"error\":\"ratelimited\"}")
                .build());

        signUp();

        soon(_ -> assertThat(outcomes()).hasSize(2));
        var waiting = outcomes().getFirst();
        assertThat(waiting.code()).isEqualTo("ratelimited");
        assertThat(waiting.nextAttemptAt()).isEqualTo(waiting.finishedAt().plusSeconds(2));
        assertThat(outcomes().getLast().startedAt()).isAfterOrEqualTo(waiting.nextAttemptAt());
    }

    @Test
    void expiredTokenKeepsThePerson() {
        slackAnswers("{\"ok\":false,\"error\":\"token_revoked\"}");

        signUp();

        soon(_ -> assertThat(outcomes()).hasSize(2));
        assertThat(outcomes()).extracting(EffectOutcome::status).containsExactly(Status.WAITING, Status.SUCCEEDED);
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
        soon(_ -> assertThat(outcomes.deadLetters).contains(garbage));
    }

    private Envelope<UserSignedUp> signUp() {
        var signup = new Envelope<>(UUID.randomUUID().toString(), "/test", Instant.now(), person);
        publisher.publish(signup);
        return signup;
    }

    private void slackAnswers(String body) {
        slackAnswers(json(body));
    }

    private void slackAnswers(MockResponse answer) {
        ANSWERS.computeIfAbsent(email, _ -> new ConcurrentLinkedQueue<>()).add(answer);
    }

    private EffectOutcome theOutcome() {
        soon(_ -> assertThat(outcomes()).hasSize(1));
        return outcomes().getFirst();
    }

    private List<EffectOutcome> outcomes() {
        return outcomes.of(person.signupId());
    }

    private List<Map<String, String>> calls() {
        return CALLS.stream().filter(call -> email.equals(call.get("email"))).toList();
    }

    private static MockResponse json(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private static Map<String, String> decoded(String form) {
        var arguments = new ConcurrentHashMap<String, String>();
        for (var argument : form.split("&", -1)) {
            var parts = argument.split("=", 2);
            arguments.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
        }
        return arguments;
    }

    private static String randomSignupId() {
        return UUID.randomUUID().toString().replaceAll("[^a-f2-7]", "a").substring(0, 26);
    }

    /** What is published, as it stands in the topics. */
    @TestConfiguration
    static class Outcomes {

        private final EventCodec codec = new EventCodec();
        private final List<InviteOutcome> invites = new CopyOnWriteArrayList<>();
        final List<String> deadLetters = new CopyOnWriteArrayList<>();

        List<EffectOutcome> of(String signupId) {
            return invites.stream()
                    .filter(invite -> invite.signupId().equals(signupId))
                    .map(InviteOutcome::effect)
                    .toList();
        }

        @KafkaListener(id = "test.outcomes", topics = Topic.SLACK_INVITES)
        void on(ConsumerRecord<String, byte[]> record) {
            if (codec.read(record).orElseThrow().event() instanceof InviteOutcome invite) {
                invites.add(invite);
            }
        }

        @KafkaListener(id = "test.dead-letters", topics = ConsumerGroup.SLACK_INVITES + ".dlt")
        void onDeadLetter(ConsumerRecord<String, byte[]> record) {
            deadLetters.add(new String(record.value(), UTF_8));
        }
    }
}
