package dev.muster.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.muster.events.Envelope;
import dev.muster.events.ReplayCancelled;
import dev.muster.events.ReplayEnded;
import dev.muster.events.ReplayEnded.Ending;
import dev.muster.events.ReplayEvent;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.gateway.replay.Replay.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final Instant BEGIN = Instant.parse("2026-11-20T08:00:00Z");
    private static final String ID = "20261120-080000-3f9a";
    private static final String ZERO = "muster.signups-0";
    private static final String ONE = "muster.signups-1";

    private Replay replay = Replay.of(
            new ReplayRequested(
                    ID,
                    "slack-service.invites",
                    Map.of(ZERO, 100L, ONE, 0L),
                    Map.of(ZERO, 1100L, ONE, 500L),
                    List.of(),
                    Mode.HEAL),
            BEGIN);

    @Test
    void itWaitsUntilSomebodyBegins() {
        assertThat(replay.state()).isEqualTo(State.WAITING);
        assertThat(replay.all()).isEqualTo(1500);
        assertThat(replay.done()).isZero();
        assertThat(replay.perSecond()).isEmpty();
        assertThat(replay.remaining()).isEmpty();

        progressed(1, ZERO, 100, 0, null);

        assertThat(replay.state()).isEqualTo(State.RUNNING);
    }

    @Test
    void doneIsWhatAllPartitionsHaveGoneOver() {
        progressed(1, ZERO, 300, 150, null);
        progressed(2, ONE, 500, 500, null);

        assertThat(replay.done()).isEqualTo(700);
        assertThat(replay.sum(ReplayProgressed::records)).isEqualTo(650);
    }

    @Test
    void aPartitionNeverFallsBack() {
        progressed(2, ZERO, 300, 200, null);
        progressed(3, ZERO, 200, 100, null);

        assertThat(replay.done()).isEqualTo(200);
        assertThat(replay.sum(ReplayProgressed::records)).isEqualTo(200);
    }

    @Test
    void theRateIsThatOfTheLatestHalfMinute() {
        progressed(1, ZERO, 101, 1, "timeout");
        for (var second = 100; second <= 160; second++) {
            progressed(second, ZERO, 101 + 10 * (second - 100), 10, null);
        }

        assertThat(replay.perSecond()).hasValueCloseTo(10.0, offset(0.1));
        assertThat(replay.remaining()).contains(Duration.ofSeconds((1500 - 601 + 9) / 10));
        assertThat(replay.marks()).hasSizeLessThan(70);
    }

    @Test
    void manyEventsWithinASecondAreFewMarks() {
        for (var i = 0; i < 1000; i++) {
            plus(Duration.ofMillis(i), progress(ZERO, 100 + i, i, null));
        }

        assertThat(replay.marks()).hasSizeLessThan(6);
        assertThat(replay.perSecond()).hasValueCloseTo(1000.0, offset(1.0));
    }

    @Test
    void onceOverTheRateIsThatOfTheWhole() {
        progressed(1, ZERO, 101, 1, null);
        progressed(99, ZERO, 1100, 1000, null);
        progressed(100, ONE, 500, 500, null);
        plus(Duration.ofSeconds(101), new ReplayEnded(ID, Ending.COMPLETED, ""));

        assertThat(replay.state()).isEqualTo(State.COMPLETED);
        assertThat(replay.perSecond()).hasValueCloseTo(15.0, offset(0.01));
        assertThat(replay.remaining()).isEmpty();
    }

    @Test
    void itSaysWhyItWaitsAsLongAsItDoes() {
        progressed(1, ZERO, 200, 100, "invite_limit_reached");
        assertThat(replay.waiting()).contains("invite_limit_reached");

        progressed(2, ZERO, 300, 200, null);
        assertThat(replay.waiting()).isEmpty();
    }

    @Test
    void theFirstEndingStands() {
        plus(Duration.ofSeconds(1), new ReplayCancelled(ID));
        plus(Duration.ofSeconds(2), new ReplayEnded(ID, Ending.FAILED, "late"));

        assertThat(replay.state()).isEqualTo(State.CANCELLED);
        assertThat(replay.ending()).isEqualTo(new Replay.Ending(State.CANCELLED, BEGIN.plusSeconds(1), ""));
    }

    @Test
    void aFailureTellsItsReason() {
        plus(Duration.ofSeconds(1), new ReplayEnded(ID, Ending.FAILED, "there is no view"));

        assertThat(ShownReplay.of(replay).state()).isEqualTo(State.FAILED);
        assertThat(ShownReplay.of(replay).detail()).isEqualTo("there is no view");
    }

    @Test
    void aRebuildLearnsItsPartitionsFromItsProgress() {
        replay = Replay.of(
                new ReplayRequested(ID, "signup-gateway.records", Map.of(), Map.of(), List.of(), Mode.REBUILD), BEGIN);
        assertThat(replay.all()).isZero();

        plus(Duration.ofSeconds(1), new ReplayProgressed(ID, ZERO, 1200, 2000, 200, 0, 0, 0, null));
        plus(Duration.ofSeconds(2), new ReplayProgressed(ID, ZERO, 1500, 2000, 500, 0, 0, 0, null));

        assertThat(replay.all()).isEqualTo(1000);
        assertThat(replay.done()).isEqualTo(500);
    }

    private void progressed(int seconds, String partition, long position, long records, @Nullable String waiting) {
        plus(Duration.ofSeconds(seconds), progress(partition, position, records, waiting));
    }

    private static ReplayProgressed progress(String partition, long position, long records, @Nullable String waiting) {
        return new ReplayProgressed(
                ID, partition, position, partition.equals(ZERO) ? 1100 : 500, records, 0, 0, 0, waiting);
    }

    private void plus(Duration after, ReplayEvent event) {
        replay = replay.plus(new Envelope<>("event", "/test", BEGIN.plus(after), event));
    }
}
