package dev.muster.gateway.signup;

import static dev.muster.gateway.records.Outcomes.newSignupId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.EventCodec;
import dev.muster.events.Topic;
import dev.muster.events.UserSignedUp;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.SendResult;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

@GatewayTest
class RetryEndpointTest {

    private final World world;
    private final String signupId = newSignupId();

    private final ProducerFactory<String, byte[]> producers;
    private final EventCodec codec;
    private final SignupSettings settings;
    private final SignupLog log;

    @Autowired
    RetryEndpointTest(
            World world,
            ProducerFactory<String, byte[]> producers,
            EventCodec codec,
            SignupSettings settings,
            SignupLog log) {
        this.world = world;
        this.producers = producers;
        this.codec = codec;
        this.settings = settings;
        this.log = log;
    }

    @Test
    void theLatestSignUpIsPublishedAgainInAnEventOfItsOwn() {
        world.signedUp(signupId);
        world.happens(new UserSignedUp(signupId, signupId + "@example.org", "Ada", "King"));
        world.garbage(Topic.SIGNUPS, signupId, new byte[] {1});

        retry(signupId)
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.signupId")
                .isEqualTo(signupId)
                .jsonPath("$.status")
                .isEqualTo("pending");

        var records = world.recordsOf(Topic.SIGNUPS, signupId);
        assertThat(records).hasSize(4);
        assertThat(records.getLast().value()).isEqualTo(records.get(1).value());
        assertThat(eventIdOf(records.getLast())).isNotEqualTo(eventIdOf(records.get(1)));
    }

    @Test
    void whoIsErasedDoesNotComeBack() {
        world.signedUp(signupId);
        world.erased(signupId);

        retry(signupId).expectStatus().isNotFound();

        assertThat(world.recordsOf(Topic.SIGNUPS, signupId)).hasSize(2);
    }

    @Test
    void whoIsErasedWhileTheyAreRetriedDoesNotComeBack() {
        world.signedUp(signupId);

        var isThere = retryWhile(() -> world.erased(signupId));

        assertThat(isThere).isFalse();
        var records = world.recordsOf(Topic.SIGNUPS, signupId);
        assertThat(records).hasSize(4);
        assertThat(records.getLast().value()).isNull();
    }

    @Test
    void whoSignsUpAnewWhileTheyAreErasedAgainStays() {
        world.signedUp(signupId);
        var anew = new UserSignedUp(signupId, signupId + "@example.org", "Ada", "King");

        var isThere = retryWhile(() -> world.erased(signupId), () -> world.happens(anew));

        assertThat(isThere).isTrue();
        assertThat(world.recordsOf(Topic.SIGNUPS, signupId).getLast().value())
                .asString()
                .contains("King");
    }

    /** Retries while something happens before each record that this publishes. */
    private boolean retryWhile(Runnable... happenings) {
        var next = List.of(happenings).iterator();
        var kafka = new KafkaTemplate<>(producers) {
            @Override
            public CompletableFuture<SendResult<String, byte[]>> send(ProducerRecord<String, byte[]> record) {
                if (next.hasNext()) {
                    next.next().run();
                }
                return super.send(record);
            }
        };
        var signups = new Signups(
                new EventPublisher(kafka, codec),
                settings,
                InstantSource.system(),
                new SignupMeters(new SimpleMeterRegistry()));
        return new Retry(log, signups).of(new SignupId(signupId));
    }

    @Test
    void whoNeverSignedUpIsNotFound() {
        retry(signupId)
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:muster:problem:no-signup-to-retry");
        retry("nobody").expectStatus().isNotFound();
        world.operator()
                .get()
                .uri("/api/signups/{id}/retry", signupId)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
    }

    private ResponseSpec retry(String signupId) {
        return world.operator().post().uri("/api/signups/{id}/retry", signupId).exchange();
    }

    private static byte[] eventIdOf(ConsumerRecord<?, ?> record) {
        return record.headers().lastHeader("ce_id").value();
    }
}
