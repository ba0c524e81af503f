package dev.muster.slack.bot;

import dev.muster.events.RunId;
import dev.muster.slack.message.Home;
import dev.muster.slack.message.Home.Standing;
import dev.muster.slack.run.Participation;
import dev.muster.slack.run.Run;
import dev.muster.slack.run.Runs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A member's runs: which of them ask for something, and which are the day's. */
@Component
final class OwnRuns {

    /** A run is of one day, wherever in the world that day is. */
    private static final Duration RECENT = Duration.ofHours(36);

    private final Runs runs;
    private final InstantSource clock;

    OwnRuns(Runs runs, InstantSource clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /** The open run that a member most likely means: the newest where they are silent, else the newest. */
    Optional<Run> open(String userId) {
        var open = recent(userId).stream().filter(run -> !run.isClosed()).toList();
        return open.stream()
                .filter(run -> runs.participation(run.runId(), userId).isSilent())
                .findFirst()
                .or(() -> open.stream().findFirst());
    }

    /** Of each standup the newest run, for App Home. */
    List<Home.Run> ofTheDay(String userId) {
        var standups = new HashSet<String>();
        return recent(userId).stream()
                .filter(run -> standups.add(RunId.of(run.runId()).standupId()))
                .map(run ->
                        new Home.Run(run.runId(), run.name(), standing(run, runs.participation(run.runId(), userId))))
                .toList();
    }

    private List<Run> recent(String userId) {
        return runs.of(userId, clock.instant().minus(RECENT));
    }

    private static Standing standing(Run run, Participation done) {
        if (done.answers() != null) {
            return run.isClosed() ? Standing.OVER : Standing.ANSWERED;
        }
        if (done.hasSkipped()) {
            return run.isClosed() ? Standing.OVER : Standing.SKIPPED;
        }
        return run.isClosed() ? Standing.MISSED : Standing.SILENT;
    }
}
