package dev.muster.slack.bot;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.bolt.context.builtin.ActionContext;
import com.slack.api.bolt.request.builtin.BlockActionRequest;
import com.slack.api.bolt.response.Response;
import dev.muster.events.fault.Rejected;
import dev.muster.slack.web.SlackWeb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the buttons do. */
@Component
final class Clicks {

    private static final Logger log = LoggerFactory.getLogger(Clicks.class);

    private final Forms forms;
    private final Skips skips;
    private final SlackWeb slack;

    Clicks(Forms forms, Skips skips, SlackWeb slack) {
        this.forms = forms;
        this.skips = skips;
        this.slack = slack;
    }

    /** Open Report, Edit. */
    Response open(BlockActionRequest request, ActionContext context) {
        var click = request.getPayload();
        explainIfTooLate(click, () -> forms.open(runOf(click), userOf(click), click.getTriggerId()));
        return context.ack();
    }

    /** Skip today: acknowledged when the log has it. The message shows it when it is read back from there. */
    Response skip(BlockActionRequest request, ActionContext context) {
        var click = request.getPayload();
        var at = click.getActions().getFirst().getActionTs();
        skips.skip(runOf(click), userOf(click), at)
                .ifPresentOrElse(text -> explain(click, text), () -> confirmWhereNothingShows(click));
        return context.ack();
    }

    private void explain(BlockActionPayload click, String text) {
        explainIfTooLate(click, () -> forms.explain(text, click.getTriggerId()));
    }

    /** App Home does not change by itself, as a message does. */
    private void confirmWhereNothingShows(BlockActionPayload click) {
        if (click.getMessage() == null) {
            explain(click, "Skipped for today, you will not be counted as missing.");
        }
    }

    private void explainIfTooLate(BlockActionPayload click, Runnable opening) {
        try {
            opening.run();
        } catch (Rejected e) {
            log.info("No modal for {}: {}", userOf(click), e.code());
            if (click.getChannel() != null) {
                slack.whisper(
                        click.getChannel().getId(),
                        userOf(click),
                        "That took too long. Nothing is lost: please click again.");
            }
        }
    }

    private static String runOf(BlockActionPayload click) {
        return click.getActions().getFirst().getValue();
    }

    private static String userOf(BlockActionPayload click) {
        return click.getUser().getId();
    }
}
