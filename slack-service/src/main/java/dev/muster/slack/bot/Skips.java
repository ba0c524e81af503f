package dev.muster.slack.bot;

import dev.muster.events.DaySkipped;
import dev.muster.slack.run.Run;
import dev.muster.slack.run.Runs;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets members skip a day. */
@Component
final class Skips {

    private static final Logger log = LoggerFactory.getLogger(Skips.class);

    private final Runs runs;
    private final Interactions interactions;
    private final InstantSource clock;

    Skips(Runs runs, Interactions interactions, InstantSource clock) {
        this.runs = runs;
        this.interactions = interactions;
        this.clock = clock;
    }

    /**
     * Publishes that the member skips.
     *
     * @param click names what they did, so that a repeat is recognisable
     * @return what to tell them where they do not skip
     */
    Optional<String> skip(String runId, String userId, String click) {
        try {
            var run = runs.find(runId);
            if (run.isEmpty()) {
                return Optional.of("This standup is not known any more, so there is nothing to skip.");
            }
            if (run.filter(Run::isClosed).isPresent()) {
                return Optional.of("The report is posted already, so there is nothing to skip.");
            }
            if (runs.participation(runId, userId).answers() != null) {
                return Optional.of("You have answered already, so there is nothing to skip.");
            }
            interactions.publish("skip:" + runId + ":" + userId + ":" + click, skipped(runId, userId));
            log.info("{} skips {}", userId, runId);
            return Optional.empty();
        } catch (RuntimeException e) {
            log.warn("{} cannot skip {}: {}", userId, runId, e.toString());
            return Optional.of("That could not be saved just now. Please try again in a moment.");
        }
    }

    private DaySkipped skipped(String runId, String userId) {
        return new DaySkipped(runId, userId, clock.instant());
    }
}
