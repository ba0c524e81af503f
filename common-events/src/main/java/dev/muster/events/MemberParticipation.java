package dev.muster.events;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * How a member took part in a standup over the last 30 days of its runs.
 *
 * @param standupId the standup
 * @param userId the Slack id
 * @param until the day of the latest run that counts
 * @param asked in how many closed runs they were a member
 * @param answered in how many of these they answered, late answers included
 * @param skipped how many of these they skipped
 * @param missed in how many of these they were silent
 */
public record MemberParticipation(
        String standupId, String userId, LocalDate until, int asked, int answered, int skipped, int missed)
        implements StandupParticipationEvent {

    public MemberParticipation {
        requireNonNull(standupId, "standupId");
        requireNonNull(userId, "userId");
        requireNonNull(until, "until");
    }

    @Override
    public String key() {
        return standupId + "|" + userId;
    }
}
