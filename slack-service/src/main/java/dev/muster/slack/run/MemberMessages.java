package dev.muster.slack.run;

import static java.util.Objects.requireNonNull;

import dev.muster.events.Envelope;
import dev.muster.events.PromptClosed;
import dev.muster.events.PromptRequested.Kind;
import dev.muster.events.effect.Effect;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.slack.delivery.Messages;
import dev.muster.slack.message.Message;
import dev.muster.slack.message.PromptMessage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keeps a member's direct messages of a run as the run's history has it. The place in that history is the update's sequence, so
 * that it does not matter in which order updates come: the last in the history stays. What is there already is not sent again.
 */
@Component
public final class MemberMessages {

    private final Runs runs;
    private final Messages messages;

    MemberMessages(Runs runs, Messages messages) {
        this.runs = runs;
        this.messages = messages;
    }

    /** The effect that a member's direct message is. */
    public static String promptOf(String runId, String userId, Kind kind) {
        return "prompt:" + runId + ":" + userId + ":" + kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Shows what the member has done, as of a place in the run's history. Nothing where nothing was done, or where there is no
     * message.
     */
    void show(Run run, String userId, long offset, Envelope<?> cause) throws InterruptedException {
        var message = messageFor(run, runs.participation(run.runId(), userId), offset);
        if (message != null) {
            updateAll(run.runId(), userId, offset, cause, message);
        }
    }

    /** Shows what the member did while their message was on its way, or that the run was closed. */
    public void catchUp(String runId, String userId, Envelope<?> cause) throws InterruptedException {
        var run = runs.find(runId).orElse(null);
        if (run == null) {
            return;
        }
        var closedAt = run.closedAt() == null ? -1L : run.closedAt();
        var latest = Math.max(runs.participation(runId, userId).latest(), closedAt);
        if (latest >= 0) {
            show(run, userId, latest, cause);
        }
    }

    /** Shows that the run is closed. */
    public void close(PromptClosed closed, Envelope<?> cause) throws InterruptedException {
        var answers = closed.answers();
        var message = answers != null
                ? PromptMessage.thanksClosed(answers, false)
                : closed.skipped()
                        ? PromptMessage.skippedClosed(closed.name())
                        : PromptMessage.missed(closed.runId(), closed.name());
        updateAll(closed.runId(), closed.userId(), closed.sequence(), cause, message);
    }

    /** Shows that what the member did counts for nothing. */
    void passOver(String runId, String userId, long offset, Envelope<?> cause) throws InterruptedException {
        updateAll(runId, userId, offset, cause, PromptMessage.passedOver());
    }

    private static @Nullable Message messageFor(Run run, Participation participation, long offset) {
        var isClosed = run.closedAt() != null && run.closedAt() <= offset;
        var answers = participation.answers();
        if (answers != null) {
            var late = run.isClosedBefore(requireNonNull(participation.answeredAt()));
            return isClosed ? PromptMessage.thanksClosed(answers, late) : PromptMessage.thanks(run.runId(), answers);
        }
        if (participation.hasSkipped()) {
            return isClosed ? PromptMessage.skippedClosed(run.name()) : PromptMessage.skipped(run.runId(), run.name());
        }
        return isClosed ? PromptMessage.missed(run.runId(), run.name()) : null;
    }

    /**
     * Updates the question and the reminder, as far as they are there.
     *
     * @throws Pause if the event must be delivered again later
     * @throws Rejected if Slack refuses one of them
     */
    private void updateAll(String runId, String userId, long offset, Envelope<?> cause, Message message)
            throws InterruptedException {
        Rejected refused = null;
        for (var kind : Kind.values()) {
            var prompt = promptOf(runId, userId, kind);
            var at = messages.find(prompt).orElse(null);
            if (at == null) {
                continue;
            }
            var effect = new Effect(
                    prompt.replaceFirst("prompt", "thanks"),
                    message.version(),
                    cause.id(),
                    offset,
                    cause.time(),
                    false);
            try {
                messages.update(effect, at, message);
            } catch (Rejected e) {
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
    }
}
