package dev.muster.slack.run;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.muster.events.Envelope;
import dev.muster.events.PromptClosed;
import dev.muster.events.PromptRequested.Kind;
import dev.muster.events.effect.Effect;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.slack.delivery.Messages;
import dev.muster.slack.message.Message;
import dev.muster.slack.message.PromptMessage;
import dev.muster.slack.web.MessageAt;
import java.util.ArrayList;
import java.util.List;
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
     * What shows what the member has done, as of a place in the run's history. Nothing where nothing was done, or where there is
     * no message.
     */
    Updates show(Run run, String userId, long offset, Envelope<?> cause, boolean again) {
        var message = messageFor(run, runs.participation(run.runId(), userId), offset);
        return message == null ? new Updates(List.of()) : updates(run.runId(), userId, message, offset, cause, again);
    }

    /** What shows what the member did while their message was on its way, or that the run was closed. */
    public Updates catchUp(String runId, String userId, Envelope<?> cause, boolean again) {
        var run = runs.find(runId).orElse(null);
        if (run == null) {
            return new Updates(List.of());
        }
        var closedAt = run.closedAt() == null ? -1L : run.closedAt();
        var latest = Math.max(runs.participation(runId, userId).latest(), closedAt);
        return latest < 0 ? new Updates(List.of()) : show(run, userId, latest, cause, again);
    }

    /** What shows that the run is closed. */
    public Updates close(PromptClosed closed, Envelope<?> cause, boolean again) {
        var answers = closed.answers();
        var message = answers != null
                ? PromptMessage.thanksClosed(answers, false)
                : closed.skipped()
                        ? PromptMessage.skippedClosed(closed.name())
                        : PromptMessage.missed(closed.runId(), closed.name());
        return updates(closed.runId(), closed.userId(), message, closed.sequence(), cause, again);
    }

    /** What shows that what the member did counts for nothing. */
    Updates passOver(String runId, String userId, long offset, Envelope<?> cause, boolean again) {
        return updates(runId, userId, PromptMessage.passedOver(), offset, cause, again);
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

    /** Of the question and the reminder, as far as they are there. */
    private Updates updates(
            String runId, String userId, Message message, long offset, Envelope<?> cause, boolean again) {
        var all = new ArrayList<Update>();
        for (var kind : Kind.values()) {
            var prompt = promptOf(runId, userId, kind);
            messages.find(prompt).ifPresent(at -> {
                var id = prompt.replaceFirst("prompt", "thanks");
                var effect = new Effect(id, message.version(), cause.id(), offset, cause.time(), again);
                all.add(new Update(effect, at, message));
            });
        }
        return new Updates(all);
    }

    private record Update(Effect effect, MessageAt at, Message message) {}

    /** Updates of a member's direct messages, to be made or talked about. */
    public final class Updates {

        private final List<Update> all;

        private Updates(List<Update> all) {
            this.all = List.copyOf(all);
        }

        /**
         * Makes them.
         *
         * @return whether Slack was called for any
         * @throws Pause if the event must be delivered again later
         * @throws Rejected if Slack refuses one of them
         */
        public boolean make() throws InterruptedException {
            var called = false;
            Rejected refused = null;
            for (var update : all) {
                try {
                    called |= messages.update(update.effect(), update.at(), update.message())
                            .isPresent();
                } catch (Rejected e) {
                    refused = e;
                }
            }
            if (refused != null) {
                throw refused;
            }
            return called;
        }

        /** Says what making them would do. */
        public String examine() {
            return all.isEmpty()
                    ? "no direct message to update"
                    : all.stream()
                            .map(update -> messages.examine(update.effect(), "update the direct message"))
                            .collect(joining(", "));
        }
    }
}
