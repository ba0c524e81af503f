package dev.muster.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a team's standup is: who is asked what, and when. Times are to the minute, on the standup's own clock.
 *
 * @param id {@code [a-z0-9][a-z0-9-]{0,39}}
 * @param name what people call it
 * @param channel the Slack id of the channel whose members are asked, and that gets the report
 * @param questions one to ten
 * @param days on which it takes place by itself
 * @param askAt when the members are asked
 * @param remindAt when those who are silent are asked again, where they are
 * @param reportAt when the report is posted
 * @param zone whose clock and calendar count
 * @param enabled whether it takes place by itself at all
 */
public record Standup(
        String id,
        String name,
        String channel,
        List<String> questions,
        List<DayOfWeek> days,
        @JsonFormat(pattern = "HH:mm") LocalTime askAt,
        @JsonFormat(pattern = "HH:mm") @Nullable LocalTime remindAt,
        @JsonFormat(pattern = "HH:mm") LocalTime reportAt,
        ZoneId zone,
        boolean enabled) {

    public Standup {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(channel, "channel");
        questions = List.copyOf(questions);
        days = List.copyOf(days);
        requireNonNull(askAt, "askAt");
        requireNonNull(reportAt, "reportAt");
        requireNonNull(zone, "zone");
    }

    /**
     * When a phase of the day's run is due, where the standup has that phase. A time that the zone's clock skips is due at the
     * next that it shows, one that it shows twice is due the first time.
     */
    public Optional<Instant> dueAt(StandupTick.Phase phase, LocalDate date) {
        var time =
                switch (phase) {
                    case ASK -> askAt;
                    case REMIND -> remindAt;
                    case CLOSE -> reportAt;
                };
        return Optional.ofNullable(time).map(at -> onTheClock(date, at));
    }

    private Instant onTheClock(LocalDate date, LocalTime time) {
        var local = date.atTime(time);
        var turn = zone.getRules().getTransition(local);
        return turn != null && turn.isGap()
                ? turn.getInstant()
                : local.atZone(zone).toInstant();
    }
}
