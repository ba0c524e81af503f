package dev.muster.slack.message;

import static dev.muster.slack.message.Blocks.actions;
import static dev.muster.slack.message.Blocks.button;
import static dev.muster.slack.message.Blocks.section;

import com.slack.api.model.block.DividerBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import java.util.ArrayList;
import java.util.List;

/** A member's App Home: the day's runs, and where they stand in each. */
public final class Home {

    /** Two blocks a run, with a divider, within the hundred that a view takes. */
    private static final int MOST_RUNS = 30;

    /** Where a member stands in a run. */
    public enum Standing {
        /** They have said nothing yet. */
        SILENT,
        /** They have answered, and may edit. */
        ANSWERED,
        /** They have skipped it. */
        SKIPPED,
        /** It is closed, and they have said nothing. */
        MISSED,
        /** It is closed. */
        OVER
    }

    /**
     * A run of the day.
     *
     * @param runId the run
     * @param name the standup's name
     * @param standing where the member stands in it
     */
    public record Run(String runId, String name, Standing standing) {}

    private Home() {}

    /** The view. */
    public static View of(List<Run> runs) {
        var blocks = new ArrayList<LayoutBlock>();
        blocks.add(section(runs.isEmpty() ? "*Today*\nNo standup asks for your report today." : "*Today*"));
        runs.stream().limit(MOST_RUNS).forEach(run -> blocks.addAll(of(run)));
        return View.builder().type("home").blocks(blocks).build();
    }

    private static List<LayoutBlock> of(Run run) {
        var says = section(Mrkdwn.bold(run.name(), Blocks.LONGEST_SECTION / 2) + "\n" + sentence(run.standing()));
        var divider = DividerBlock.builder().build();
        return switch (run.standing()) {
            case SILENT ->
                List.of(
                        divider,
                        says,
                        actions(
                                button(Actions.OPEN_REPORT, "Open Report", run.runId(), "primary"),
                                button(Actions.SKIP_TODAY, "Skip today", run.runId(), null)));
            case ANSWERED -> List.of(divider, says, actions(button(Actions.EDIT, "Edit", run.runId(), null)));
            case SKIPPED, MISSED ->
                List.of(divider, says, actions(button(Actions.OPEN_REPORT, "Open Report", run.runId(), null)));
            case OVER -> List.of(divider, says);
        };
    }

    private static String sentence(Standing standing) {
        return switch (standing) {
            case SILENT -> "Your report is still to come.";
            case ANSWERED -> "You have answered. You can change your answers until the report is posted.";
            case SKIPPED -> "You have skipped today. You can still answer after all.";
            case MISSED -> "The report is posted. You can still answer: it is added to the report as late.";
            case OVER -> "The report is posted.";
        };
    }
}
