package dev.muster.slack.bot;

import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.bolt.context.builtin.SlashCommandContext;
import com.slack.api.bolt.request.builtin.SlashCommandRequest;
import com.slack.api.bolt.response.Response;
import dev.muster.events.fault.Rejected;
import dev.muster.slack.run.Run;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** {@code /standup}: opens the form of the member's open run; {@code skip} skips it; {@code help} says so. */
@Component
final class StandupCommand {

    private static final Logger log = LoggerFactory.getLogger(StandupCommand.class);
    private static final String NONE =
            "No standup asks for your report right now. You will get a message when one does.";
    private static final String HELP = """
            `/standup` opens your report of the standup that is under way.
            `/standup skip` skips it: you will not be counted as missing.
            `/standup help` shows this.""";

    private final OwnRuns ownRuns;
    private final Forms forms;
    private final Skips skips;

    StandupCommand(OwnRuns ownRuns, Forms forms, Skips skips) {
        this.ownRuns = ownRuns;
        this.forms = forms;
        this.skips = skips;
    }

    Response on(SlashCommandRequest request, SlashCommandContext context) {
        var call = request.getPayload();
        var answer =
                switch (Objects.requireNonNullElse(call.getText(), "").strip().toLowerCase(Locale.ROOT)) {
                    case "" -> open(call);
                    case "skip" -> Optional.of(skip(call));
                    default -> Optional.of(HELP);
                };
        return answer.map(context::ack).orElseGet(context::ack);
    }

    private Optional<String> open(SlashCommandPayload call) {
        try {
            var run = ownRuns.open(call.getUserId());
            run.ifPresent(open -> forms.open(open.runId(), call.getUserId(), call.getTriggerId()));
            return run.isPresent() ? Optional.empty() : Optional.of(NONE);
        } catch (Rejected e) {
            log.info("No modal for {}: {}", call.getUserId(), e.code());
            return Optional.of("That took too long. Nothing is lost: please try again.");
        } catch (RuntimeException e) {
            log.warn("No modal for {}: {}", call.getUserId(), e.toString());
            return Optional.of("Your report cannot be opened just now. Please try again in a moment.");
        }
    }

    private String skip(SlashCommandPayload call) {
        Optional<Run> run;
        try {
            run = ownRuns.open(call.getUserId());
        } catch (RuntimeException e) {
            log.warn("No run for {}: {}", call.getUserId(), e.toString());
            return "That cannot be looked up just now. Please try again in a moment.";
        }
        return run.map(open -> skips.skip(open.runId(), call.getUserId(), call.getTriggerId())
                        .orElse("Skipped for today, you will not be counted as missing."))
                .orElse(NONE);
    }
}
