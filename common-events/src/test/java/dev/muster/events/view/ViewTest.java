package dev.muster.events.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.events.fault.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** How a view is built, on a real broker, beside others who build and write. */
class ViewTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Rebuildable.Progress UNHEARD = (partition, position, end) -> {};

    private final Workshop workshop = new Workshop();
    private final View view = workshop.view();

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void whatAStoreDoesNotHoldIsBuiltFromTheLog() throws Exception {
        publish(5);
        assertThatThrownBy(() -> view.live().block()).isInstanceOf(Pause.class);
        assertThatThrownBy(view::write).isInstanceOf(Pause.class);

        assertThat(view.mind()).isTrue();

        assertThat(workshop.content(view)).isEqualTo(workshop.published).hasSize(5);
        assertThat(view.write().generation().number()).isEqualTo(1);
        assertThat(workshop.names()).containsExactly("people", "places", "views");
    }

    @Test
    void aViewOfAnEmptyTopicIsWholeToo() throws Exception {
        assertThat(view.mind()).isTrue();

        assertThat(workshop.content(view)).isEmpty();
        assertThat(view.mind()).isTrue();
        assertThat(view.write().generation().number()).isEqualTo(1);
    }

    @Test
    void aRebuildOnDemandPutsRightWhatWasWrongAndTellsHowFarItIs() throws Exception {
        publish(5);
        view.mind();
        Mono.from(Workshop.liveIn(view).collection("people").deleteMany(new Document()))
                .block();
        var heard = new ArrayList<Long>();

        view.rebuild((partition, position, end) -> {
            assertThat(partition).isIn(new TopicPartition(workshop.topic, 0), new TopicPartition(workshop.topic, 1));
            assertThat(position).isLessThanOrEqualTo(end);
            heard.add(position);
        });

        assertThat(workshop.content(view)).isEqualTo(workshop.published);
        assertThat(heard).contains(5L - heard.getLast(), heard.getLast());
        assertThat(workshop.names()).contains("people.2", "places.2");
    }

    @Test
    void whatIsNoLongerLiveIsPutAwayAWhileLater() throws Exception {
        view.mind();
        view.rebuild(UNHEARD);
        assertThat(workshop.names()).contains("people", "people.2");

        workshop.now.updateAndGet(now -> now.plusSeconds(60));
        view.mind();

        assertThat(workshop.names()).containsExactly("people.2", "places.2", "views");
    }

    @Test
    void aDroppedStoreAndADroppedCollectionAreNoticedAndBuiltAgain() throws Exception {
        publish(5);
        view.mind();

        workshop.store.drop();
        assertThat(view.writable()).isEmpty();
        view.mind();
        assertThat(workshop.content(view)).isEqualTo(workshop.published);

        Mono.from(Workshop.liveIn(view).collection("places").drop()).block();
        assertThat(view.writable()).isEmpty();
        view.mind();
        assertThat(workshop.content(view)).isEqualTo(workshop.published);
    }

    @Test
    void whoWaitsForTheViewGoesOnAsSoonAsItIsThere() throws Exception {
        var waited = new AtomicReference<Live>();
        Thread.ofVirtual().start(() -> await().atMost(SOON)
                .ignoreExceptionsInstanceOf(Pause.class)
                .untilAsserted(() -> waited.set(view.write())));

        workshop.view().mind();

        await().atMost(SOON).untilAsserted(() -> assertThat(waited.get()).isEqualTo(Workshop.liveIn(view)));
    }

    @Test
    void aFrozenViewIsReadAndNotWritten() {
        mindQuietly();
        var live = view.write();

        assertThat(mark().begin(
                                "builder",
                                workshop.now.get(),
                                workshop.now.get().plusSeconds(9)))
                .isPresent();
        assertThat(view.isStill(live)).isTrue();
        mark().freeze("builder", workshop.now.get().plusSeconds(9));

        assertThat(view.isStill(live)).isFalse();
        assertThat(view.writable()).isEmpty();
        assertThat(Workshop.liveIn(view)).isEqualTo(live);
    }

    @Test
    void whoBuildsInPlaceOfABuilderThatIsGoneBeginsAgain() throws Exception {
        publish(5);
        halfBuilt("gone");
        workshop.now.updateAndGet(now -> now.plusSeconds(60));

        view.mind();

        assertThat(workshop.content(view)).isEqualTo(workshop.published);
        assertThat(workshop.names()).containsExactly("people.2", "places.2", "views");
    }

    @Test
    void aBuilderThatDiedOfAWholeViewIsForgottenFrozenOrNot() throws Exception {
        publish(5);
        view.mind();
        for (var frozen : List.of(false, true)) {
            halfBuilt("gone");
            if (frozen) {
                mark().freeze("gone", workshop.now.get().plusSeconds(15));
                assertThat(view.writable()).isEmpty();
            }
            workshop.now.updateAndGet(now -> now.plusSeconds(60));

            view.mind();
            view.mind();

            assertThat(view.write().generation().number()).isEqualTo(1);
            assertThat(workshop.content(view)).isEqualTo(workshop.published);
            assertThat(workshop.names()).containsExactly("people", "places", "views");
        }
    }

    @Test
    void aBuilderThatWasTakenForGoneDoesNotSwapAnythingIn() throws Exception {
        publish(5);
        var held = new CountDownLatch(1);
        var reading = new CountDownLatch(1);
        var slow = workshop.view((records, target) -> {
            reading.countDown();
            held.await();
            Workshop.take(records, target);
        });
        var failure = new AtomicReference<Throwable>();
        var building = Thread.ofVirtual().start(() -> {
            try {
                slow.rebuild(UNHEARD);
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        reading.await();
        workshop.now.updateAndGet(now -> now.plusSeconds(60));

        view.rebuild(UNHEARD);
        held.countDown();
        building.join(SOON);

        assertThat(failure.get()).hasMessageContaining("another instance builds");
        assertThat(view.write().generation().number()).isEqualTo(2);
        assertThat(workshop.content(view)).isEqualTo(workshop.published);
        assertThat(workshop.names()).containsExactly("people.2", "places.2", "views");
    }

    @Test
    void aRebuildThatIsCalledOffLeavesTheLiveViewAndNothingElse() throws Exception {
        publish(5);
        view.mind();
        var reading = new CountDownLatch(1);
        var slow = workshop.view((records, target) -> {
            Workshop.take(records, target);
            reading.countDown();
            new CountDownLatch(1).await();
        });
        var failure = new AtomicReference<Throwable>();
        var building = Thread.ofVirtual().start(() -> {
            try {
                slow.rebuild(UNHEARD);
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        reading.await();

        building.interrupt();
        building.join(SOON);

        assertThat(failure.get()).isInstanceOf(InterruptedException.class);
        assertThat(workshop.names()).containsExactly("people", "places", "views");
        assertThat(view.write().generation().number()).isEqualTo(1);
        assertThat(workshop.content(view)).isEqualTo(workshop.published);
        view.rebuild(UNHEARD);
        assertThat(view.write().generation().number()).isEqualTo(3);
    }

    @Test
    void aStoreThatIsDroppedWhileAViewIsBuiltHasItBuiltAgain() throws Exception {
        publish(5);
        var slow = workshop.view((records, target) -> {
            Workshop.take(records, target);
            workshop.store.drop();
        });

        assertThatThrownBy(slow::mind).hasMessageContaining("dropped");
        assertThat(view.writable()).isEmpty();

        view.mind();
        assertThat(workshop.content(view)).isEqualTo(workshop.published);
    }

    @Test
    void aGenerationThatLosesACollectionWhileItIsBuiltIsNotSwappedIn() throws Exception {
        publish(5);
        var slow = workshop.view((records, target) -> {
            Workshop.take(records, target);
            Mono.from(target.collection("people").drop()).block();
        });

        assertThatThrownBy(slow::mind).hasMessageContaining("dropped");

        assertThat(view.writable()).isEmpty();
        view.mind();
        assertThat(workshop.content(view)).isEqualTo(workshop.published);
    }

    @Test
    void whatIsReadInADroppedCollectionIsAnErrorAndNotNothing() throws Exception {
        publish(1);
        view.mind();
        assertThat(people().block()).isEqualTo(1);

        Mono.from(Workshop.liveIn(view).collection("people").drop()).block();
        assertThatThrownBy(() -> people().block()).isInstanceOf(Pause.class);

        view.mind();
        assertThat(people().block()).isEqualTo(1);
    }

    @Test
    void ofTwoInstancesOneBuildsAndTheOtherWaitsForIt() throws Exception {
        publish(5);
        var other = workshop.view();
        var minding = Thread.ofVirtual().start(() -> mindQuietly(other));

        view.mind();
        minding.join(SOON);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(workshop.content(other)).isEqualTo(workshop.published));
        assertThat(other.write()).isEqualTo(view.write());
        assertThat(view.write().generation().number()).isEqualTo(1);
    }

    @Test
    void whatWasBuiltAfterALossIsNotTakenForLostByWhoSawItLate() throws Exception {
        publish(3);
        view.mind();
        var seen = mark().readNow();
        workshop.store.drop();
        workshop.now.updateAndGet(now -> now.plusSeconds(1));
        view.mind();
        var built = view.write();
        assertThat(built.generation().number()).isEqualTo(seen.live());
    }

    @Test
    void ledgersAreBuiltBeforeTheViewsOfTheirService() {
        publish(3);
        var order = new ArrayList<String>();
        var views = new Views(workshop.store.database(), workshop.consumers, workshop.now::get, workshop.meters);
        var topics = List.of(workshop.topic);
        var shown = views.open("shown", List.of("shown"), topics, (_, _) -> order.add("view"));
        views.openLedger("effects", workshop.topic, (_, _) -> order.add("ledger"));

        views.start();

        try {
            await().atMost(SOON).ignoreExceptionsInstanceOf(Pause.class).until(() -> shown.write() != null);
        } finally {
            views.stop();
        }
        assertThat(order).startsWith("ledger").endsWith("view");
    }

    private Mono<Long> people() {
        return view.read(live -> Mono.from(live.collection("people").countDocuments()));
    }

    private Mark mark() {
        return new Mark(workshop.store.database(), "people");
    }

    /** Somebody has begun to build, and taken something. */
    private void halfBuilt(String builder) {
        var now = workshop.now.get();
        var begun = mark().begin(builder, now, now.plusSeconds(15)).orElseThrow();
        var target = view.generation(begun.latest());
        view.create(target);
        Mono.from(target.collection("people").insertOne(new Document("_id", "half")))
                .block();
    }

    private void publish(int records) {
        IntStream.range(0, records).forEach(i -> workshop.publish("k" + i, "v" + i));
    }

    private void mindQuietly() {
        mindQuietly(view);
    }

    private static void mindQuietly(View view) {
        try {
            view.mind();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
