package dev.muster.events.effect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.muster.events.EffectOutcome;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.view.Generation;
import dev.muster.events.view.ViewWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A ledger that is lost or built anew under its line. */
class DroppedLedgerTest extends EffectLineFixture {

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
    void claimsAreIndexedInALedgerOfAnEarlierVersionAndInEachThatIsBuiltAnew() throws Exception {
        line(1, (_, _) -> {});
        stopMinding();
        assertThat(indexed("effects")).doesNotContain(ofClaims());

        line();

        await().untilAsserted(() -> assertThat(indexed("effects")).contains(ofClaims()));
        requireNonNull(ledger).rebuild((_, _, _) -> {});
        assertThat(indexed("effects.2")).contains(ofClaims());
        loseTheStore();
        assertThat(indexed("effects")).contains(ofClaims());
    }

    /** The conditions of a collection's indexes. */
    private List<Document> indexed(String collection) {
        return requireNonNull(
                Flux.from(store.database().getCollection(collection).listIndexes())
                        .map(index -> index.get("partialFilterExpression", new Document()))
                        .collectList()
                        .block());
    }

    private static Document ofClaims() {
        return new Document("state", "claimed");
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
    void callInHandIsDoneInTheLedgerThatIsSwappedInMeanwhile() throws Exception {
        var line = line();

        line.run(
                asked("cause-1", 7),
                attempt -> {
                    rebuild();
                    return succeed(attempt);
                },
                published::add);

        line.run(asked("cause-1", 7), this::succeed, published::add);
        assertThat(calls).hasSize(1);
        assertThat(published).hasSize(1);
    }

    @Test
    void callThatEndsWhileItsLedgerIsFrozenIsDoneInTheNextOne() throws Exception {
        var copied = new CountDownLatch(1);
        var rows = new CopiedRows(new OutcomeRows(codec, "effects"), copied);
        var line = line(1, rows);
        var building = new CompletableFuture<Void>();

        line.run(
                asked("cause-1", 7),
                attempt -> {
                    Thread.ofVirtual().start(() -> {
                        try {
                            rebuild();
                            building.complete(null);
                        } catch (InterruptedException | RuntimeException e) {
                            building.completeExceptionally(e);
                        }
                    });
                    copied.await();
                    return succeed(attempt);
                },
                published::add);

        building.get(30, TimeUnit.SECONDS);
        line.run(asked("cause-1", 7), this::succeed, published::add);
        assertThat(calls).hasSize(1);
        assertThat(published).hasSize(1);
    }

    @Test
    void whatADroppedLedgerTellsIsNotTakenForNothing() throws Exception {
        var line = line();
        line.run(asked("cause-1", 7), this::succeed, this::publishToKafka);
        stopMinding();

        Mono.from(effects().drop()).block();

        assertThatThrownBy(() -> line.externalIdOf(EFFECT_ID)).isInstanceOf(Pause.class);
    }

    private void rebuild() throws InterruptedException {
        requireNonNull(ledger).rebuild((partition, position, end) -> {});
    }

    /** Takes its time after what is in hand has been copied, so that a write that should have waited goes where nobody looks. */
    private record CopiedRows(ViewWriter rows, CountDownLatch copied) implements ViewWriter {

        private static final Duration A_WHILE = Duration.ofSeconds(1);

        @Override
        public void write(List<ConsumerRecord<String, byte[]>> records, Generation target) throws InterruptedException {
            rows.write(records, target);
        }

        @Override
        public void takeAlong(Generation live, Generation target) {
            rows.takeAlong(live, target);
            copied.countDown();
            LockSupport.parkNanos(A_WHILE.toNanos());
        }
    }
}
