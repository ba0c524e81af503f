package dev.muster.events.effect;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoCollection;
import dev.muster.events.EffectOutcome;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.InviteOutcome;
import dev.muster.events.OutsideSystem;
import dev.muster.events.ProviderEvent;
import dev.muster.events.ProviderPaused;
import dev.muster.events.ProviderResumed;
import dev.muster.events.Topic;
import dev.muster.events.fault.BackOff;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.SetAside;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.view.View;
import dev.muster.events.view.Views;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import reactor.core.publisher.Mono;

/** The ledger and the order of steps around a call, on a real document store and with a real broker's history. */
class EffectLineTest {

    private static final String BROKERS = System.getProperty("spring.kafka.bootstrap-servers");
    private static final String SIGNUP_ID = "abcdefghijklmnopqrstuvwx27";
    private static final String EFFECT_ID = "invite:" + SIGNUP_ID;
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration SET_ASIDE_AFTER = Duration.ofMinutes(10);

    private final TestStore store = new TestStore();
    private final String topic = "outcomes-" + UUID.randomUUID();
    private final EventCodec codec = new EventCodec();
    private final List<EffectOutcome> published = new ArrayList<>();
    private final List<Boolean> calls = new ArrayList<>();
    private final List<ProviderEvent> told = new ArrayList<>();
    private final Outage outage = new Outage(OutsideSystem.SLACK, told::add);
    private @Nullable View ledger;
    private final List<Views> opened = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-20T08:00:00Z");

    @BeforeEach
    void createTopic() throws Exception {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, BROKERS))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
    }

    @AfterEach
    void closeStore() {
        opened.forEach(Views::stop);
        store.close();
    }

    @Test
    void effectHappensOnceHoweverOftenItsEventIsDelivered() throws Exception {
        var line = line();

        var called = line.run(asked("cause-1", 7), this::succeed, published::add);
        var calledAgain = line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(calls).containsExactly(false);
        assertThat(called).isTrue();
        assertThat(calledAgain).isFalse();
        assertThat(published).hasSize(1);
        assertThat(published.getFirst().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(published.getFirst().externalId()).isEqualTo("17");
        assertThat(row().getString("state")).isEqualTo("done");
    }

    @Test
    void doneEffectIsFoundWithoutWaitingForThePace() throws Exception {
        var once = new Pace(1, Duration.ofDays(1));
        var line = line();

        line.run(asked("cause-1", 7), once, this::succeed, published::add);
        line.run(asked("cause-1", 7), once, this::succeed, published::add);
        line.run(asked("cause-2", 9), once, this::succeed, published::add);

        assertThat(calls).hasSize(1);
        assertThat(published).extracting(EffectOutcome::cause).containsExactly("cause-1", "cause-2");
    }

    @Test
    void laterCauseOfADoneEffectSucceedsWithoutACall() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7), this::succeed, published::add);
        now = now.plusSeconds(60);

        line.run(asked("cause-2", 9), this::succeed, published::add);

        assertThat(calls).hasSize(1);
        assertThat(published.getLast().cause()).isEqualTo("cause-2");
        assertThat(published.getLast().sequence()).isEqualTo(9);
        assertThat(published.getLast().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(published.getLast().startedAt()).isEqualTo(now);
    }

    @Test
    void newerVersionIsToldWhatTheOlderBroughtAbout() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7, "1"), this::succeed, published::add);
        var attempts = new ArrayList<EffectLine.Attempt>();

        line.run(
                asked("cause-2", 9, "2"),
                attempt -> {
                    attempts.add(attempt);
                    return new Done("updated", attempt.externalId());
                },
                published::add);

        assertThat(attempts).containsExactly(new EffectLine.Attempt(false, "17"));
        assertThat(line.externalIdOf(EFFECT_ID)).contains("17");
    }

    @Test
    void whatTheOlderVersionBroughtAboutOutlivesAFailureOfTheNewerAndTheStore() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7, "1"), this::succeed, this::publishToKafka);
        assertThatThrownBy(() -> line.run(
                        asked("cause-2", 9, "2"), fail(new Rejected("no_such_thing", "refused")), this::publishToKafka))
                .isInstanceOf(Rejected.class);

        loseTheStore();

        assertThat(line().externalIdOf(EFFECT_ID)).contains("17");
    }

    @Test
    void effectThatHasNotHappenedHasNoExternalId() {
        assertThat(line().externalIdOf(EFFECT_ID)).isEmpty();
    }

    @Test
    void crashBeforeTheOutcomeIsPublishedPublishesItAndCallsNobody() throws Exception {
        var line = line();
        assertThatThrownBy(() -> line.run(asked("cause-1", 7), this::succeed, this::crash))
                .isInstanceOf(Crash.class);
        assertThat(row().getString("state")).isEqualTo("called");

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(calls).hasSize(1);
        assertThat(published).singleElement().extracting(EffectOutcome::status).isEqualTo(Status.SUCCEEDED);
        assertThat(row().getString("state")).isEqualTo("done");
    }

    @Test
    void crashDuringTheCallIsInDoubtUntilDeadlineAndGraceAreOver() throws Exception {
        var line = line();
        assertThatThrownBy(() -> line.run(asked("cause-1", 7), this::crash, published::add))
                .isInstanceOf(Crash.class);

        var held =
                catchThrowableOfType(Pause.class, () -> line.run(asked("cause-1", 7), this::succeed, published::add));
        assertThat(held.until()).isAfterOrEqualTo(now.plus(DEADLINE).plus(GRACE));
        assertThat(calls).isEmpty();

        now = held.until().plusMillis(1);
        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(calls).containsExactly(true);
        assertThat(published).singleElement().extracting(EffectOutcome::attempt).isEqualTo(2);
    }

    @Test
    void claimedByAnotherInstanceIsLeftAlone() throws Exception {
        var other = line();
        assertThatThrownBy(() -> other.run(asked("cause-1", 7), this::crash, published::add))
                .isInstanceOf(Crash.class);

        assertThatThrownBy(() -> line().run(asked("cause-1", 7), this::succeed, published::add))
                .isInstanceOf(Pause.class);

        assertThat(calls).isEmpty();
    }

    @Test
    void timeoutIsPublishedAsWaitingAndNotCalledAgainWhileInDoubt() throws Exception {
        var line = line();

        var pause = catchThrowableOfType(
                Pause.class,
                () -> line.run(asked("cause-1", 7), fail(Unavailable.inDoubt("timeout", "no answer")), published::add));

        assertThat(pause.scope()).isEqualTo(Pause.Scope.PARTITION);
        assertThat(pause.until()).isAfterOrEqualTo(now.plus(DEADLINE).plus(GRACE));
        var waiting = published.getFirst();
        assertThat(waiting.status()).isEqualTo(Status.WAITING);
        assertThat(waiting.code()).isEqualTo("timeout");
        assertThat(waiting.nextAttemptAt()).isEqualTo(pause.until());
        now = pause.until().minusMillis(1);
        assertThatThrownBy(() -> line.run(asked("cause-1", 7), this::succeed, published::add))
                .isInstanceOf(Pause.class);
        now = pause.until().plusMillis(1);
        line.run(asked("cause-1", 7), this::succeed, published::add);
        assertThat(calls).containsExactly(false, true);
    }

    @Test
    void doubtStaysThroughAttemptsThatCertainlyHadNoEffect() throws Exception {
        var line = line();
        pausedBy(line, Unavailable.inDoubt("500", "server error"));
        pausedBy(line, Unavailable.withoutEffect("unreachable", "no connection"));

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(calls).containsExactly(false, true, true);
    }

    @Test
    void outageBacksOffLongerEachTimeAndStartsAfreshOnceItIsOver() throws Exception {
        var line = line();

        var first = pausedBy(line, Unavailable.withoutEffect("403", "forbidden"));
        var second = pausedBy(line, Unavailable.withoutEffect("403", "forbidden"));
        var third = pausedBy(line, Unavailable.withoutEffect("403", "forbidden"));

        assertThat(first).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(second).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(third).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(row().getInteger("failures")).isEqualTo(3);
        line.run(asked("cause-1", 7), this::succeed, published::add);
        assertThat(row().getInteger("failures")).isZero();
        assertThat(published).extracting(EffectOutcome::attempt).containsExactly(1, 2, 3, 4);
    }

    @Test
    void throttledLineWaitsExactlyAsLongAsTheProviderSays() {
        var line = line();

        var pause = catchThrowableOfType(
                Pause.class,
                () -> line.run(
                        asked("cause-1", 7),
                        fail(new Throttled("429", "slow down", Duration.ofSeconds(37))),
                        published::add));

        assertThat(pause.scope()).isEqualTo(Pause.Scope.LINE);
        assertThat(pause.until()).isEqualTo(now.plusSeconds(37));
        assertThat(published.getFirst().nextAttemptAt()).isEqualTo(now.plusSeconds(37));
    }

    @Test
    void throttledWithoutATimeWaitsAtLeastASecond() {
        var pause = catchThrowableOfType(Pause.class, () -> line().run(
                        asked("cause-1", 7), fail(new Throttled("429", "slow down", null)), published::add));

        assertThat(pause.until()).isAfterOrEqualTo(now.plusSeconds(1));
    }

    @Test
    void rejectedEffectIsNotCalledAgainForTheSameEvent() {
        var line = line();
        var rejected = fail(new Rejected("invalid_email", "Slack answered invalid_email"));

        assertThatThrownBy(() -> line.run(asked("cause-1", 7), rejected, published::add))
                .isInstanceOf(Rejected.class);
        assertThat(published).singleElement().extracting(EffectOutcome::status).isEqualTo(Status.REJECTED);

        assertThat(catchThrowableOfType(
                        RuntimeException.class, () -> line.run(asked("cause-1", 7), this::succeed, published::add)))
                .isNull();
        assertThat(calls).hasSize(1);
        assertThat(published.getLast()).isEqualTo(published.getFirst());
    }

    @Test
    void rejectedEffectIsCalledAgainWhenAskedForAgain() throws Exception {
        var line = line();
        assertThatThrownBy(() -> line.run(
                        asked("cause-1", 7), fail(new Rejected("invalid_email", "Slack says so")), published::add))
                .isInstanceOf(Rejected.class);

        line.run(asked("cause-2", 9), this::succeed, published::add);

        assertThat(calls).containsExactly(false, false);
        assertThat(published.getLast().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(published.getLast().attempt()).isEqualTo(2);
    }

    @Test
    void rejectedEffectIsCalledAgainForTheSameEventWhereItsRejectionDoesNotStand() throws Exception {
        var line = line();
        assertThatThrownBy(() -> line.run(
                        asked("cause-1", 7), fail(new Rejected("invalid_email", "Slack says so")), published::add))
                .isInstanceOf(Rejected.class);

        line.run(replayed("cause-1", 7), this::succeed, published::add);
        line.run(replayed("cause-1", 7), this::succeed, published::add);

        assertThat(calls).hasSize(2);
        assertThat(published).extracting(EffectOutcome::status).containsExactly(Status.REJECTED, Status.SUCCEEDED);
        assertThat(published.getLast().attempt()).isEqualTo(2);
    }

    @Test
    void changedContentIsCalledAndChangedBackIsCalledToo() throws Exception {
        var line = line();

        line.run(asked("cause-1", 7, "ada"), this::succeed, published::add);
        line.run(asked("cause-2", 8, "grace"), this::succeed, published::add);
        line.run(asked("cause-3", 9, "ada"), this::succeed, published::add);

        assertThat(calls).hasSize(3);
    }

    @Test
    void replayOfOlderContentCallsNobody() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7, "ada"), this::succeed, published::add);
        line.run(asked("cause-2", 8, "grace"), this::succeed, published::add);

        line.run(asked("cause-1", 7, "ada"), this::succeed, published::add);
        line.run(asked("cause-2", 8, "grace"), this::succeed, published::add);

        assertThat(calls).hasSize(2);
        assertThat(published).allMatch(outcome -> outcome.status() == Status.SUCCEEDED);
    }

    @Test
    void claimThatWasTakenOverMeanwhilePublishesNothing() {
        var line = line();

        assertThatThrownBy(() -> line.run(asked("cause-1", 7), this::loseTheClaim, published::add))
                .isInstanceOf(Pause.class);

        assertThat(published).isEmpty();
    }

    @Test
    void failureUnderAClaimThatWasTakenOverMeanwhilePublishesNothing() {
        var line = line();

        assertThatThrownBy(() -> line.run(
                        asked("cause-1", 7),
                        attempt -> {
                            loseTheClaim(attempt);
                            throw Unavailable.inDoubt("timeout", "no answer");
                        },
                        published::add))
                .isInstanceOf(Pause.class);

        assertThat(published).isEmpty();
    }

    @Test
    void attemptThatSucceededStaysDoneInALedgerBuiltAnewAmongFailuresOfTheSameNumber() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7), this::succeed, published::add);
        var succeeded = published.removeFirst();
        var waiting = new EffectOutcome(
                EFFECT_ID, "", "cause-1", 7, 1, Status.WAITING, "timeout", null, now, now, now.plusSeconds(1), null);
        List.of(waiting, succeeded, waiting).forEach(this::publishToKafka);
        loseTheStore();

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(calls).hasSize(1);
    }

    @Test
    void droppedLedgerIsBuiltAnewFromThePublishedOutcomes() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7), this::succeed, this::publishToKafka);
        loseTheStore();

        line.run(asked("cause-1", 7), this::succeed, published::add);
        line().run(asked("cause-2", 8), this::succeed, published::add);

        assertThat(calls).hasSize(1);
        assertThat(published).singleElement().satisfies(outcome -> {
            assertThat(outcome.cause()).isEqualTo("cause-2");
            assertThat(outcome.status()).isEqualTo(Status.SUCCEEDED);
            assertThat(outcome.externalId()).isEqualTo("17");
        });
    }

    @Test
    void ledgerDroppedDuringAnOutageGoesOnCountingAttempts() throws Exception {
        var line = line();
        assertThatThrownBy(() -> line.run(
                        asked("cause-1", 7), fail(Unavailable.withoutEffect("403", "forbidden")), this::publishToKafka))
                .isInstanceOf(Pause.class);
        loseTheStore();
        now = now.plusSeconds(60);

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(calls).containsExactly(false, true);
        assertThat(published).singleElement().extracting(EffectOutcome::attempt).isEqualTo(2);
    }

    @Test
    void repeatedOutcomesOfAnOlderCauseDoNotMoveTheLedgerBack() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7, "ada"), this::succeed, this::publishToKafka);
        line.run(asked("cause-2", 8, "grace"), this::succeed, this::publishToKafka);
        line.run(asked("cause-1", 7, "ada"), this::succeed, this::publishToKafka);
        loseTheStore();

        line.run(asked("cause-3", 9, "ada"), this::succeed, published::add);

        assertThat(calls).hasSize(3);
    }

    @Test
    void clientThatFailsInAnUnforeseenWayIsAnOutageInDoubt() {
        assertThatThrownBy(() ->
                        line().run(asked("cause-1", 7), fail(new IllegalArgumentException("a secret")), published::add))
                .isInstanceOf(Pause.class);

        assertThat(published).singleElement().satisfies(outcome -> {
            assertThat(outcome.status()).isEqualTo(Status.WAITING);
            assertThat(outcome.code()).isEqualTo("internal_error");
            assertThat(outcome.detail()).doesNotContain("secret");
        });
    }

    @Test
    void callOfSeveralRequestsHoldsOthersOffForAllOfThemAndWaitsForOneWhenItFailed() throws Exception {
        assertThatThrownBy(() -> line(4).run(asked("cause-1", 7), this::crash, published::add))
                .isInstanceOf(Crash.class);
        var held = catchThrowableOfType(
                Pause.class, () -> line(4).run(asked("cause-1", 7), this::succeed, published::add));
        assertThat(held.until())
                .isAfterOrEqualTo(now.plus(DEADLINE.multipliedBy(4)).plus(GRACE));

        now = held.until().plusMillis(1);
        assertThat(pausedBy(line(4), Unavailable.inDoubt("500", "Slack answered 500")))
                .isBetween(DEADLINE.plus(GRACE), DEADLINE.multipliedBy(2).plus(GRACE));
    }

    @Test
    void throttledEffectIsNotCalledEarlierByAnotherInstanceEither() {
        var line = line();
        assertThatThrownBy(() -> line.run(
                        asked("cause-1", 7),
                        fail(new Throttled("429", "slow down", Duration.ofSeconds(37))),
                        published::add))
                .isInstanceOf(Pause.class);

        var held =
                catchThrowableOfType(Pause.class, () -> line().run(asked("cause-1", 7), this::succeed, published::add));

        assertThat(held.until()).isEqualTo(now.plusSeconds(37));
    }

    @Test
    void eventOlderThanTheLedgerAndUnknownToItIsInDoubtAndWaitsForTheClaimThatItMayHaveHad() throws Exception {
        var older = new Effect(EFFECT_ID, "", "cause-1", 7, now.minusSeconds(1), false);
        var line = line();

        var held = catchThrowableOfType(Pause.class, () -> line.run(older, this::succeed, published::add));
        assertThat(held.until()).isAfterOrEqualTo(now.plus(DEADLINE).plus(GRACE));
        assertThat(calls).isEmpty();

        now = held.until();
        line.run(older, this::succeed, published::add);

        assertThat(calls).containsExactly(true);
    }

    @Test
    void eventThatAloneHasFailedForTenMinutesIsSetAsideAndMayBeTriedAgain() throws Exception {
        // Each time as another replica, or after a restart.
        pausedBy(line(), Unavailable.inDoubt("500", "Slack answered 500"));
        line().run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);

        var setAside = catchThrowableOfType(SetAside.class, () -> line().run(
                        asked("cause-1", 7), fail(Unavailable.inDoubt("500", "Slack answered 500")), published::add));

        assertThat(setAside.getMessage()).isEqualTo("500: Slack answered 500");
        assertThat(Duration.between(setAside.firstFailedAt(), setAside.lastFailedAt()))
                .isGreaterThanOrEqualTo(SET_ASIDE_AFTER);
        assertThat(published.getLast().status()).isEqualTo(Status.WAITING);
        assertThat(published.getLast().code()).isEqualTo("500");
        assertThat(published.getLast().nextAttemptAt()).isNull();
        assertThat(published.getLast().detail()).contains("set aside");
        now = now.plusSeconds(60);
        line().run(asked("cause-1", 7), this::succeed, published::add);
        assertThat(published.getLast().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void nobodyIsSetAsideWhileTheOperationFailsForEverybodyThoughOthersAnswer() throws Exception {
        var line = line();
        line.run(askedOf("invite:before the outage"), this::succeed, published::add);
        now = now.plusSeconds(1);
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
        line.run(askedOf("prompt:another operation"), this::succeed, published::add);
        line.run(askedOf("invite:looked for"), _ -> new Done(Done.FOUND, "17"), published::add);
        line.run(askedOf("invite:revised"), _ -> new Done(Done.REVISED, "17"), published::add);
        assertThatThrownBy(() ->
                        line.run(askedOf("invite:rejected"), fail(new Rejected("invalid_email", "no")), published::add))
                .isInstanceOf(Rejected.class);
        now = now.plus(SET_ASIDE_AFTER.multipliedBy(2));

        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));

        assertThat(published.getLast().nextAttemptAt()).isNotNull();
    }

    @Test
    void nobodyIsSetAsideForWhatMeetsEverybody() throws Exception {
        var line = line();
        pausedBy(line, Unavailable.refused("token_expired", "Slack answered token_expired"));
        line.run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);

        pausedBy(line, Unavailable.refused("token_expired", "Slack answered token_expired"));
        pausedBy(line, Unavailable.inDoubt("500", "once more, just after the token was renewed"));

        assertThat(published.getLast().nextAttemptAt()).isNotNull();
    }

    @Test
    void throttledEventIsNotSetAside() throws Exception {
        var line = line();
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
        line.run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);

        pausedBy(line, new Throttled("429", "slow down", Duration.ofSeconds(30)));
    }

    @Test
    void laterEventHasItsOwnTenMinutes() throws Exception {
        var line = line();
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
        line.run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);

        assertThatThrownBy(() -> line.run(
                        asked("cause-2", 9), fail(Unavailable.inDoubt("500", "Slack answered 500")), published::add))
                .isInstanceOf(Pause.class);
    }

    @Test
    void everybodyIsToldOfAnOutageAndOfItsEnd() throws Exception {
        var line = line();
        var began = now;
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
        assertThat(told).isEmpty();
        pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));

        line.run(asked("cause-1", 7), this::succeed, published::add);

        assertThat(told)
                .containsExactly(
                        new ProviderPaused(
                                OutsideSystem.SLACK,
                                "500",
                                "Slack answered 500",
                                began,
                                requireNonNull(published.get(1).nextAttemptAt())),
                        new ProviderResumed(OutsideSystem.SLACK, began));
    }

    @Test
    void eventThatIsSetAsideIsNoOutage() throws Exception {
        pausedBy(line(), Unavailable.inDoubt("500", "Slack answered 500"));
        line().run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);

        assertThatThrownBy(() -> line().run(
                                asked("cause-1", 7),
                                fail(Unavailable.inDoubt("500", "Slack answered 500")),
                                published::add))
                .isInstanceOf(SetAside.class);

        assertThat(told).isEmpty();
    }

    @Test
    void outageOfHoursIsAnAttemptAMinuteAndOneState() {
        var line = line();
        var began = now;
        var attempts = 0;
        while (now.isBefore(began.plus(Duration.ofHours(6)))) {
            pausedBy(line, Unavailable.inDoubt("500", "Slack answered 500"));
            attempts++;
        }

        assertThat(attempts).isBetween(6 * 60, 2 * 6 * 60 + 10);
        assertThat(calls).hasSize(attempts);
        assertThat(told).hasSizeLessThan(attempts);
        assertThat(Mono.from(effects().countDocuments()).block()).isEqualTo(1);
    }

    @Test
    void lineThatEndsBeginsNoCallAndLetsNobodyWaitForThePace() throws Exception {
        var never = new Pace(1, Duration.ofDays(1));
        var line = line();
        line.run(asked("cause-1", 7), never, this::succeed, published::add);
        var waiting = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                Pause.class, () -> line.run(askedOf("invite:waits"), never, this::succeed, published::add)));

        line.end();

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isNotNull();
        assertThatThrownBy(() -> line.run(askedOf("invite:later"), this::succeed, published::add))
                .isInstanceOf(Pause.class);
        assertThat(calls).hasSize(1);
    }

    private Effect askedOf(String effectId) {
        return new Effect(effectId, "", "cause of " + effectId, 8, now.plusSeconds(1), false);
    }

    private void loseTheStore() {
        store.drop();
        awaitLedger();
    }

    private void awaitLedger() {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(requireNonNull(ledger).write()).isNotNull());
    }

    private EffectLine line() {
        return line(1);
    }

    private EffectLine line(int requests) {
        var consumers = new DefaultKafkaConsumerFactory<String, byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                BROKERS,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "consumer",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
        var views = new Views(store.database(), consumers, () -> now);
        var view = views.openLedger("effects", topic, new OutcomeRows(codec, "effects"));
        views.start();
        opened.add(views);
        ledger = view;
        awaitLedger();
        return new EffectLine(
                new EffectLedger(view, "effects", () -> now),
                outage,
                new Pace(1000, Duration.ofSeconds(1)),
                DEADLINE,
                requests,
                GRACE,
                BackOff.UP_TO_A_MINUTE,
                SET_ASIDE_AFTER,
                new Random(7));
    }

    private Effect asked(String cause, long sequence) {
        return asked(cause, sequence, "");
    }

    private Effect asked(String cause, long sequence, String version) {
        return new Effect(EFFECT_ID, version, cause, sequence, now.plusSeconds(1), false);
    }

    private Effect replayed(String cause, long sequence) {
        return new Effect(EFFECT_ID, "", cause, sequence, now.plusSeconds(1), true);
    }

    private Done succeed(EffectLine.Attempt attempt) {
        calls.add(attempt.inDoubt());
        return new Done("invited", "17");
    }

    private Done crash(EffectLine.Attempt attempt) {
        throw new Crash();
    }

    private void crash(EffectOutcome outcome) {
        throw new Crash();
    }

    private Done loseTheClaim(EffectLine.Attempt attempt) {
        Mono.from(effects().updateOne(eq("_id", EFFECT_ID), set("claimedBy", "somebody else")))
                .block();
        return succeed(attempt);
    }

    private EffectLine.Call fail(RuntimeException fault) {
        return attempt -> {
            calls.add(attempt.inDoubt());
            throw fault;
        };
    }

    /** Runs into the fault, and lets the time pass that it has to be waited for. */
    private Duration pausedBy(EffectLine line, RuntimeException fault) {
        var pause = catchThrowableOfType(Pause.class, () -> line.run(asked("cause-1", 7), fail(fault), published::add));
        var wait = Duration.between(now, pause.until());
        now = pause.until().plusMillis(1);
        return wait;
    }

    private void publishToKafka(EffectOutcome outcome) {
        var written =
                codec.write(new Envelope<>("1", "/test", outcome.finishedAt(), new InviteOutcome(SIGNUP_ID, outcome)));
        assertThat(written.topic()).isEqualTo(Topic.SLACK_INVITES);
        try (var producer = new KafkaProducer<String, byte[]>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BROKERS),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, null, null, written.key(), written.value(), written.headers()))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Document row() {
        return requireNonNull(
                Mono.from(effects().find(eq("_id", EFFECT_ID)).first()).block());
    }

    private MongoCollection<Document> effects() {
        return store.database().getCollection("effects");
    }

    /** What no code in the process can catch and go on from. */
    private static final class Crash extends Error {}
}
