package dev.muster.gateway.signup;

import dev.muster.events.Envelope;
import dev.muster.events.Topic;
import dev.muster.events.UserSignedUp;
import dev.muster.events.kafka.EventPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Publishes sign-ups. */
@Component
final class Signups implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(Signups.class);
    private static final String SOURCE = "/muster/signup-gateway";

    /** Below the three seconds that a form may take, whatever the producer does. */
    private static final Duration PATIENCE = Duration.ofMillis(2500);

    private final EventPublisher events;
    private final SignupSettings settings;
    private final InstantSource clock;
    private final SignupMeters meters;

    /** The producer may block, so each publication has a thread of its own: they cost next to nothing and none waits for another. */
    private final Scheduler threads = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    Signups(EventPublisher events, SignupSettings settings, InstantSource clock, SignupMeters meters) {
        this.events = events;
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public void afterSingletonsInstantiated() {
        events.connect();
    }

    /**
     * Publishes that a person asks to join, and gives their id when the event is on all in-sync replicas. Where it does not get
     * there in time there is an error, and yet it may still arrive.
     */
    Mono<SignupId> publish(Applicant applicant) {
        return Mono.defer(() -> {
            var signupId = SignupId.of(applicant.email(), settings.idSecret());
            return publish(new UserSignedUp(
                            signupId.value(), applicant.email(), applicant.firstName(), applicant.lastName()))
                    .doOnSuccess(_ -> meters.accepted())
                    .doOnError(_ -> meters.unconfirmed())
                    .thenReturn(signupId);
        });
    }

    /** Publishes a sign-up, in an event of its own, ends as {@link #publish(Applicant)} does, and gives its offset. */
    Mono<Long> publish(UserSignedUp event) {
        return Mono.defer(() -> {
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var envelope = new Envelope<>(UUID.randomUUID().toString(), SOURCE, now, event);
            return confirmed(envelope.id() + " of " + event.signupId(), () -> events.send(envelope));
        });
    }

    /** Publishes that a person is erased, likewise. */
    Mono<Long> erase(SignupId signupId) {
        return confirmed("the erasure of " + signupId, () -> events.sendTombstone(Topic.SIGNUPS, signupId.value()));
    }

    private Mono<Long> confirmed(String what, Supplier<CompletableFuture<RecordMetadata>> sending) {
        return Mono.fromFuture(sending)
                .subscribeOn(threads)
                .timeout(PATIENCE)
                .map(RecordMetadata::offset)
                .doOnSuccess(_ -> log.info("{} published", what))
                .doOnError(e -> log.warn("{} may not be published: {}", what, e.toString()));
    }
}
