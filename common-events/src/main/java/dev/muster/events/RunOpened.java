package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run has begun. Of several in its history the first counts; its members stay as they are there.
 *
 * @param runId the run, as {@link RunId} writes it
 * @param name the standup's name
 * @param channel the Slack id of the channel
 * @param questions what is asked
 * @param members the Slack ids of those who are asked, sorted
 * @param zone whose clock counts
 * @param openedAt when
 * @param closesAt when it is due to close, where that is still to come when it opens
 */
public record RunOpened(
        String runId,
        String name,
        String channel,
        List<String> questions,
        List<String> members,
        ZoneId zone,
        Instant openedAt,
        @Nullable Instant closesAt)
        implements StandupRunEvent {

    public RunOpened {
        requireNonNull(runId, "runId");
        requireNonNull(name, "name");
        requireNonNull(channel, "channel");
        questions = List.copyOf(questions);
        members = List.copyOf(members);
        requireNonNull(zone, "zone");
        requireNonNull(openedAt, "openedAt");
    }

    @Override
    public String key() {
        return runId;
    }
}
