package dev.muster.events.replay;

import static dev.muster.events.replay.Rig.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.muster.events.ReplayEnded;
import dev.muster.events.ReplayEnded.Ending;
import dev.muster.events.ReplayFound;
import dev.muster.events.ReplayFound.Finding;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.events.Topic;
import dev.muster.events.view.Rebuildable;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replays in processes that share a line, against a real broker. */
class ReplaysTest {

    private final Rig rig = new Rig();
    private final ToldLine line = new ToldLine(rig.group);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void healCallsForWhatIsNotDoneAndPublishesNothingIntoTheTopic() {
        line.did("done 1", "done 2");
        rig.send(0, "a", "done 1");
        rig.send(0, "b", "missing 1");
        rig.send(0, "c", "never");
        rig.send(1, "d", "garbage");
        rig.send(1, "e", "done 2");
        rig.send(1, "f", "missing 2");
        rig.request(Mode.HEAL);
        rig.send(0, "g", "after the end");

        rig.process(line);

        assertThat(rig.awaitEnd().ending()).isEqualTo(Ending.COMPLETED);
        assertThat(line.handled)
                .containsExactlyInAnyOrder("done 1", "missing 1", "never", "garbage", "done 2", "missing 2");
        assertThat(rig.progress().get(rig.topic + "-0"))
                .isEqualTo(new ReplayProgressed(rig.replayId, rig.topic + "-0", 3, 3, 3, 1, 1, 0, null));
        assertThat(rig.progress().get(rig.topic + "-1"))
                .isEqualTo(new ReplayProgressed(rig.replayId, rig.topic + "-1", 3, 3, 3, 1, 0, 1, null));
        assertThat(rig.ends(rig.topic)).containsEntry(rig.topic + "-0", 4L).containsEntry(rig.topic + "-1", 3L);
    }

    @Test
    void healBeginsWhereItIsToldAndPassesOverOtherKeys() {
        rig.send(0, "a", "before");
        rig.send(0, "a", "meant");
        rig.send(0, "b", "of another key");
        rig.process(line);

        rig.request(new ReplayRequested(
                rig.replayId, rig.group, Map.of(rig.topic + "-0", 1L), rig.ends(rig.topic), List.of("a"), Mode.HEAL));

        rig.awaitEnd();
        assertThat(line.handled).containsExactly("meant");
        assertThat(rig.progress().values())
                .extracting(ReplayProgressed::records)
                .containsExactly(1L);
    }

    @Test
    void healDoesNotOvertakeTheGroupItselfWhereOrderCounts() throws Exception {
        line.followsGroup = true;
        sendNumbers(0, 3);
        rig.comeTo(0, 1);
        rig.process(line);

        rig.request(Mode.HEAL);

        await().atMost(SOON).untilAsserted(() -> assertThat(rig.progress().values())
                .extracting(ReplayProgressed::position, ReplayProgressed::waiting)
                .contains(tuple(1L, "the group itself has not come to it yet")));
        assertThat(line.handled).containsExactly("0 0");
        rig.comeTo(0, 3);
        assertThat(rig.awaitEnd().ending()).isEqualTo(Ending.COMPLETED);
        assertThat(line.handled).containsExactly("0 0", "0 1", "0 2");
    }

    @Test
    void noSeriesIsOfASingleReplay() {
        sendNumbers(0, 3);
        line.waits = text -> text.endsWith(" 2");
        rig.process(line);

        rig.request(Mode.HEAL);

        await().atMost(SOON).untilAsserted(() -> assertThat(line.handled).hasSize(2));
        assertThat(rig.meters.get("spring.kafka.listener").timer().getId().getTags())
                .contains(
                        Tag.of("spring.kafka.listener.id", "replay"),
                        Tag.of("messaging.kafka.consumer.group", rig.group));
        assertThat(rig.meters.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(Tag::getValue)
                .contains(rig.group + ".replay-0")
                .noneMatch(value -> value.contains(rig.replayId));
    }

    @Test
    void replayGoesOnInAnotherProcessWhereTheFirstStopped() {
        sendNumbers(0, 10);
        sendNumbers(1, 10);
        line.waits = text -> text.endsWith(" 7");
        var first = rig.process(line);
        rig.request(Mode.HEAL);
        await().atMost(SOON).untilAsserted(() -> assertThat(line.handled).hasSize(14));

        first.stop();
        var second = line.elsewhere();
        rig.process(second);

        assertThat(rig.awaitEnd().ending()).isEqualTo(Ending.COMPLETED);
        assertThat(line.handled).hasSize(14);
        assertThat(second.handled).containsExactlyInAnyOrder("0 7", "0 8", "0 9", "1 7", "1 8", "1 9");
        assertThat(rig.progress().values())
                .allMatch(partition ->
                        partition.records() == 10 && partition.called() == 10 && partition.waiting() == null);
    }

    @Test
    void twoProcessesShareAReplay() {
        for (var partition = 0; partition < 6; partition++) {
            sendNumbers(partition, 5);
        }
        var other = line.elsewhere();
        line.waits = _ -> other.handled.isEmpty();
        other.waits = _ -> !other.handled.isEmpty() && line.handled.isEmpty();
        rig.process(line);
        rig.process(other);

        rig.request(Mode.HEAL);

        rig.awaitEnd();
        assertThat(line.handled).isNotEmpty().doesNotContainAnyElementsOf(other.handled);
        assertThat(line.handled.size() + other.handled.size()).isEqualTo(30);
        assertThat(rig.progress().values()).hasSize(6).allMatch(partition -> partition.called() == 5);
    }

    @Test
    void waitingReplaySaysWhyAndEndsWhenItIsCancelled() {
        sendNumbers(0, 3);
        line.waits = text -> text.equals("0 1");
        rig.process(line);
        rig.request(Mode.HEAL);
        await().atMost(SOON).untilAsserted(() -> assertThat(rig.progress().values())
                .extracting(ReplayProgressed::waiting, ReplayProgressed::position)
                .containsExactly(tuple("provider_away", 1L)));

        rig.cancel();
        var another = new ToldLine(rig.group);
        rig.process(another);
        await().atMost(SOON).untilAsserted(() -> assertThat(rig.members()).isZero());
        line.waits = _ -> false;

        assertThat(line.handled).containsExactly("0 0");
        assertThat(another.handled).isEmpty();
    }

    @Test
    void dryRunSaysEverythingAndDoesNothing() {
        line.did("0 17");
        sendNumbers(0, 250);
        rig.send(1, "g", "garbage");
        rig.process(line);

        rig.request(Mode.DRY_RUN);

        rig.awaitEnd();
        var expected = new ArrayList<Finding>();
        IntStream.range(0, 250)
                .mapToObj(i -> new Finding(rig.topic + "-0@" + i, "key " + i, i == 17 ? "done before" : "would call"))
                .forEach(expected::add);
        expected.add(new Finding(rig.topic + "-1@0", "g", "would be a dead letter: no event"));
        assertThat(rig.findings()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rig.said(ReplayFound.class))
                .allMatch(found -> found.findings().size() <= 100);
        assertThat(line.handled).isEmpty();
        assertThat(rig.ends(rig.group + ".dlt").values()).allMatch(end -> end == 0);
    }

    @Test
    void signUpOfSomebodyErasedSinceIsNotGoneOverAgain() {
        var erased = UUID.randomUUID().toString();
        var other = UUID.randomUUID().toString();
        var before = rig.ends(Topic.SIGNUPS);
        rig.send(Topic.SIGNUPS, 0, erased, "sign-up of the erased");
        rig.send(Topic.SIGNUPS, 0, other, "sign-up of another");
        var range = new ReplayRequested(rig.replayId, rig.group, before, rig.ends(Topic.SIGNUPS), List.of(), Mode.HEAL);
        rig.send(Topic.SIGNUPS, 0, erased, null);
        rig.process(line);

        rig.request(range);

        rig.awaitEnd();
        assertThat(line.handled).containsExactly("sign-up of another");
    }

    @Test
    void endIsFoundBehindOffsetsWithoutARecord() {
        rig.sendInATransaction(0, "a", "the only one");
        rig.process(line);

        rig.request(Mode.HEAL);

        rig.awaitEnd();
        assertThat(line.handled).containsExactly("the only one");
        assertThat(rig.progress().values())
                .extracting(ReplayProgressed::position)
                .containsExactly(2L);
    }

    @Test
    void whatHasEndedBeginsNothingInAProcessThatStartsLater() {
        rig.send(0, "a", "ended");
        rig.request(Mode.HEAL);
        rig.publish(new ReplayEnded(rig.replayId, Ending.COMPLETED, ""));
        rig.process(line);

        rig.replayId = UUID.randomUUID().toString();
        rig.request(Mode.HEAL, "of no record");

        rig.awaitEnd();
        assertThat(line.handled).isEmpty();
    }

    @Test
    void rebuildIsDoneByTheViewAndSaysHowFarItIs() {
        var view = new ToldView(rig.group);
        rig.process(line, view);
        rig.request(rebuild());
        await().atMost(SOON).untilAsserted(() -> assertThat(rig.progress().values())
                .extracting(ReplayProgressed::position, ReplayProgressed::end)
                .containsExactly(tuple(7L, 10L)));

        view.goOn().countDown();

        assertThat(rig.awaitEnd().ending()).isEqualTo(Ending.COMPLETED);
    }

    @Test
    void cancelledRebuildIsCalledOff() throws Exception {
        var view = new ToldView(rig.group);
        rig.process(line, view);
        rig.request(rebuild());
        assertThat(view.begun().await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        rig.cancel();

        assertThat(view.calledOff().await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(rig.said(ReplayEnded.class)).isEmpty();
    }

    @Test
    void rebuildOfAGroupWithoutAViewFails() {
        rig.process(line);

        rig.request(rebuild());

        assertThat(rig.awaitEnd().ending()).isEqualTo(Ending.FAILED);
        assertThat(rig.awaitEnd().detail()).contains(rig.group);
    }

    private ReplayRequested rebuild() {
        return new ReplayRequested(rig.replayId, rig.group, Map.of(), Map.of(), List.of(), Mode.REBUILD);
    }

    /** A view that gets as far as it is told. */
    private record ToldView(String group, CountDownLatch begun, CountDownLatch goOn, CountDownLatch calledOff)
            implements Rebuildable {

        ToldView(String group) {
            this(group, new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1));
        }

        @Override
        public void rebuild(Progress progress) throws InterruptedException {
            progress.at(new TopicPartition("events", 0), 7, 10);
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                calledOff.countDown();
                throw e;
            }
        }
    }

    private void sendNumbers(int partition, int count) {
        for (var i = 0; i < count; i++) {
            rig.send(partition, "key " + i, partition + " " + i);
        }
    }
}
