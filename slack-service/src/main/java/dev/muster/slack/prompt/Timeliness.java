package dev.muster.slack.prompt;

import dev.muster.events.PromptRequested;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Unavailable;
import dev.muster.slack.run.Run;
import dev.muster.slack.run.Runs;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Keeps what comes too late from being asked: after the run's end, or after the answer. */
@Component
final class Timeliness {

    private final Runs runs;
    private final InstantSource clock;

    Timeliness(Runs runs, InstantSource clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /** Whether it is too late to ask. */
    boolean isOver(PromptRequested prompt) {
        try {
            check(prompt);
            return false;
        } catch (Rejected _) {
            return true;
        }
    }

    /**
     * Checks whether a member is still to be asked.
     *
     * @throws Rejected with the code {@code expired}, {@code answered} or {@code skipped}, if not
     * @throws Unavailable if the document store does not say
     */
    void check(PromptRequested prompt) {
        try {
            compare(prompt);
        } catch (Rejected rejected) {
            throw rejected;
        } catch (RuntimeException e) {
            throw Unavailable.refused("no_store", "what the member has done is not known: " + e);
        }
    }

    private void compare(PromptRequested prompt) {
        var validUntil = prompt.validUntil();
        if (validUntil != null && !clock.instant().isBefore(validUntil)) {
            throw new Rejected("expired", "the run's end has passed");
        }
        if (runs.find(prompt.runId()).map(Run::isClosed).orElse(false)) {
            throw new Rejected("expired", "the run is closed");
        }
        var done = runs.participation(prompt.runId(), prompt.userId());
        if (!done.isSilent()) {
            throw done.hasSkipped()
                    ? new Rejected("skipped", "the member has skipped")
                    : new Rejected("answered", "the member has answered");
        }
    }
}
