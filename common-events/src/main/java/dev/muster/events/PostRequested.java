package dev.muster.events;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One message of a report is to be in the channel, as of one revision: the summary that begins it, or one member's entry.
 *
 * @param runId the run
 * @param part {@code summary}, or the Slack id of the member
 * @param revision the first of the report that has the message like this
 * @param name the standup's name
 * @param channel the Slack id of the channel
 * @param summary what the first message says, in that one
 * @param entry what a member said, in theirs
 */
public record PostRequested(
        String runId,
        String part,
        int revision,
        String name,
        String channel,
        @Nullable ReportSummary summary,
        @Nullable ReportEntry entry)
        implements StandupPostEvent {

    /** The part that every report begins with. */
    public static final String SUMMARY = "summary";

    public PostRequested {
        requireNonNull(runId, "runId");
        requireNonNull(part, "part");
        requireNonNull(name, "name");
        requireNonNull(channel, "channel");
        if ((summary == null) == (entry == null)) {
            throw new IllegalArgumentException("a post has a summary or an entry");
        }
    }

    @Override
    public String key() {
        return runId;
    }
}
