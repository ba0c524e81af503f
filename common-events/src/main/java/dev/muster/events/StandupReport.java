package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What came of a run: the whole report, as of one revision.
 *
 * @param runId the run
 * @param revision 1 when the run closes, one more with each change that a late answer makes
 * @param name the standup's name
 * @param channel the Slack id of the channel
 * @param entries who answered, in order of their first answer
 * @param skipped who skipped, in order of the members
 * @param missing who is silent, in order of the members
 * @param closedAt when the run closed
 */
public record StandupReport(
        String runId,
        int revision,
        String name,
        String channel,
        List<ReportEntry> entries,
        List<String> skipped,
        List<String> missing,
        Instant closedAt)
        implements StandupReportEvent {

    public StandupReport {
        requireNonNull(runId, "runId");
        requireNonNull(name, "name");
        requireNonNull(channel, "channel");
        entries = List.copyOf(entries);
        skipped = List.copyOf(skipped);
        missing = List.copyOf(missing);
        requireNonNull(closedAt, "closedAt");
    }

    @Override
    public String key() {
        return runId;
    }
}
