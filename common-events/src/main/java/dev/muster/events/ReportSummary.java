package dev.muster.events;

import java.util.List;

/**
 * What a report's first message says.
 *
 * @param answered how many members answered
 * @param skipped the Slack ids of those who skipped
 * @param missing the Slack ids of those who are silent
 */
public record ReportSummary(int answered, List<String> skipped, List<String> missing) {

    public ReportSummary {
        skipped = List.copyOf(skipped);
        missing = List.copyOf(missing);
    }
}
