package dev.muster.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.replay.Stretch.Fate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How far a replay is, in a partition and as a whole. */
class StretchTest {

    private final Replay replay = Replay.of(new ReplayRequested(
            "r", "group", Map.of("t-0", 10L, "t-1", 5L), Map.of("t-0", 20L, "t-1", 5L), List.of(), Mode.HEAL));
    private final Stretch stretch = new Stretch(replay.at("t-0"));

    @Test
    void recordThatIsPassedOverCountsIntoThePositionAlone() {
        stretch.take(10, Fate.PASSED);
        stretch.take(12, Fate.CALLED);

        assertThat(stretch.unpublished()).contains(at(13, 1, 1, 0, null));
    }

    @Test
    void recordThatFailsIsCountedOnceItIsKnownWhatBecameOfIt() {
        stretch.fail(10, Unavailable.inDoubt("timeout", "no answer"));
        stretch.fail(10, Unavailable.inDoubt("500", "an error"));
        assertThat(stretch.unpublished()).contains(at(10, 0, 0, 0, "500"));

        stretch.take(10, Fate.HANDLED);
        assertThat(stretch.unpublished()).contains(at(11, 1, 0, 0, null));
    }

    @Test
    void recordThatFailedAndDoesNotComeAgainIsADeadLetter() {
        stretch.fail(10, new IllegalStateException("unreadable"));

        stretch.moveTo(20);

        assertThat(stretch.unpublished()).contains(at(20, 1, 0, 1, null));
        assertThat(stretch.isFinished()).isTrue();
    }

    @Test
    void recordBehindTheEndEndsIt() {
        assertThat(stretch.isPast(19)).isFalse();
        assertThat(stretch.isPast(25)).isTrue();

        assertThat(stretch.unpublished()).contains(at(20, 0, 0, 0, null));
    }

    @Test
    void replayIsCompleteWhenEveryPartitionIsAndNeverFallsBack() {
        assertThat(replay.isComplete()).isFalse();

        var complete = replay.plus(at(20, 10, 0, 0, null)).plus(at(15, 5, 0, 0, "timeout"));

        assertThat(complete.isComplete()).isTrue();
        assertThat(complete.at("t-0").records()).isEqualTo(10);
    }

    private static ReplayProgressed at(
            long position, long records, long called, long deadLetters, @Nullable String waiting) {
        return new ReplayProgressed("r", "t-0", position, 20, records, called, 0, deadLetters, waiting);
    }
}
