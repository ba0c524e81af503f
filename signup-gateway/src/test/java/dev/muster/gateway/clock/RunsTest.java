package dev.muster.gateway.clock;

import static dev.muster.events.StandupTick.Phase.ASK;
import static dev.muster.events.StandupTick.Phase.CLOSE;
import static dev.muster.events.StandupTick.Phase.REMIND;
import static dev.muster.gateway.clock.Given.closed;
import static dev.muster.gateway.clock.Given.opened;
import static dev.muster.gateway.clock.Given.reminded;
import static dev.muster.gateway.clock.Given.standup;
import static dev.muster.gateway.clock.Given.tick;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.RunId;
import dev.muster.events.Standup;
import dev.muster.events.TickPassedOver;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RunsTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final Instant EIGHT = Instant.parse("2026-11-20T08:00:00Z");

    private final Standup standup = standup("team", ZoneOffset.UTC, "08:00", null, "10:00");
    private final RunId id = new RunId("team", DAY);
    private final Runs runs = new Runs();

    @Test
    void aRunIsOpenUntilItIsClosed() {
        assertThat(runs.open(id)).isEmpty();

        runs.take(opened(standup, DAY, EIGHT, null));
        assertThat(runs.openOf("team")).containsExactly(new Runs.Open(id, EIGHT, null, false));

        runs.take(reminded(standup, DAY, EIGHT));
        assertThat(runs.open(id)).contains(new Runs.Open(id, EIGHT, null, true));

        runs.take(closed(standup, DAY, EIGHT));
        assertThat(runs.open(id)).isEmpty();
        assertThat(runs.openOf("team")).isEmpty();
    }

    @Test
    void theFirstOpeningCounts() {
        runs.take(opened(standup, DAY, EIGHT, null));
        runs.take(opened(standup, DAY, EIGHT.plusSeconds(1), EIGHT));
        assertThat(runs.open(id)).map(Runs.Open::openedAt).contains(EIGHT);

        runs.take(closed(standup, DAY, EIGHT));
        runs.take(opened(standup, DAY, EIGHT.plusSeconds(2), null));

        assertThat(runs.open(id)).isEmpty();
    }

    @Test
    void aClosingBeforeTheOpeningIsNone() {
        runs.take(closed(standup, DAY, EIGHT));
        runs.take(opened(standup, DAY, EIGHT, null));

        assertThat(runs.open(id)).isPresent();
    }

    @Test
    void oneStandupsRunsAreNotAnothers() {
        runs.take(opened(standup("team-2", ZoneOffset.UTC, "08:00", null, "10:00"), DAY, EIGHT, null));

        assertThat(runs.openOf("team")).isEmpty();
        assertThat(runs.unfinishedOf("team")).isEmpty();
    }

    @Test
    void aRunThatWasJustAskedForIsUnfinished() {
        runs.take(tick(standup, ASK, DAY));
        assertThat(runs.unfinishedOf("team")).containsExactly(id);

        runs.take(tick(standup, CLOSE, DAY));
        assertThat(runs.unfinishedOf("team")).isEmpty();

        runs.take(opened(standup, DAY, EIGHT, null));
        assertThat(runs.unfinishedOf("team")).containsExactly(id);

        runs.take(closed(standup, DAY, EIGHT));
        assertThat(runs.unfinishedOf("team")).isEmpty();
    }

    @Test
    void aRunThatIsNotOpenedAfterAllIsFinished() {
        runs.take(tick(standup, ASK, DAY));
        runs.take(new TickPassedOver(id.toString(), id + "|REMIND", REMIND, "unknown_standup"));
        assertThat(runs.unfinishedOf("team")).containsExactly(id);

        runs.take(new TickPassedOver(id.toString(), id + "|ASK", ASK, "unknown_standup"));

        assertThat(runs.unfinishedOf("team")).isEmpty();
    }
}
