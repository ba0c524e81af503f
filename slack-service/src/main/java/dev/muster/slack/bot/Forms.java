package dev.muster.slack.bot;

import com.slack.api.model.view.View;
import dev.muster.events.Answer;
import dev.muster.events.fault.Fault;
import dev.muster.slack.message.Form;
import dev.muster.slack.run.Run;
import dev.muster.slack.run.Runs;
import dev.muster.slack.web.SlackWeb;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Opens a run's form for a member, or explains why there is none. */
@Component
final class Forms {

    private static final Logger log = LoggerFactory.getLogger(Forms.class);
    private static final String LATE = "The report is posted already. Your answers will be added to it as late.";

    private final Runs runs;
    private final SlackWeb slack;

    Forms(Runs runs, SlackWeb slack) {
        this.runs = runs;
        this.slack = slack;
    }

    /**
     * Opens the form, filled in with what the member has answered before.
     *
     * @param triggerId Slack's leave to open one, good for three seconds
     * @throws Fault if Slack does not open it
     */
    void open(String runId, String userId, String triggerId) {
        slack.openModal(triggerId, viewFor(runId, userId));
    }

    /** Opens a modal that only says something. */
    void explain(String text, String triggerId) {
        slack.openModal(triggerId, Form.notice("Standup", text));
    }

    private View viewFor(String runId, String userId) {
        try {
            return runs.find(runId)
                    .map(run -> viewOf(run, userId))
                    .orElseGet(() -> Form.notice(
                            "Standup", "This standup is not known any more. Its next message will work again."));
        } catch (RuntimeException e) {
            log.warn("{} cannot be looked up: {}", runId, e.toString());
            return Form.notice("Standup", "Your report cannot be opened just now. Please click again in a moment.");
        }
    }

    private View viewOf(Run run, String userId) {
        var answers = runs.participation(run.runId(), userId).answers();
        if (run.isClosed() && answers != null) {
            return Form.notice(
                    run.name(), "The report is posted, and your answers are in it. They cannot be changed any more.");
        }
        var before = Objects.requireNonNullElse(answers, List.<Answer>of());
        return Form.of(run.runId(), run.name(), run.questions(), before, run.isClosed() ? LATE : null);
    }
}
