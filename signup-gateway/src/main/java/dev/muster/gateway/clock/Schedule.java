package dev.muster.gateway.clock;

import static java.util.Comparator.comparing;

import dev.muster.events.Standup;
import dev.muster.events.StandupTick;
import dev.muster.events.StandupTick.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a standup takes place: a function of its definition, of what is known of its runs, and of the time.
 *
 * @param standup as it is defined
 * @param definedAt since when; what was due before is not its business
 */
record Schedule(Standup standup, Instant definedAt) {

    /** A tick that is later than that was missed: nobody ran, the machine slept, or Kafka was away. */
    static final Duration ON_TIME = Duration.ofMinutes(1);

    /**
     * What becomes of a tick that is due.
     *
     * @param tick the tick
     * @param fires whether it is published, or passed over for good
     */
    record Verdict(StandupTick tick, boolean fires) {}

    /**
     * What is due and neither in the log nor passed over, in the order in which it came due. A tick that was missed fires only if
     * its run could still be open; an open run is closed when its time has passed, whatever its day.
     */
    List<Verdict> due(Runs runs, Instant now) {
        var today = LocalDate.ofInstant(now, standup.zone());
        var scheduled = Stream.of(today.minusDays(1), today).flatMap(date -> scheduled(date, runs, now));
        var closings = runs.openOf(standup.id()).stream().flatMap(run -> closing(run, runs, now).stream());
        return Stream.concat(scheduled, closings)
                .sorted(comparing((Verdict verdict) -> verdict.tick().dueAt())
                        .thenComparing(verdict -> verdict.tick().phase()))
                .toList();
    }

    private Stream<Verdict> scheduled(LocalDate date, Runs runs, Instant now) {
        if (!standup.enabled() || !standup.days().contains(date.getDayOfWeek())) {
            return Stream.empty();
        }
        return Stream.of(Phase.values())
                .flatMap(phase -> owed(phase, date, runs, now).stream())
                .filter(tick -> !runs.hasPassedOver(tick))
                .flatMap(tick -> fires(tick, runs, now).map(fires -> new Verdict(tick, fires)).stream());
    }

    private Optional<StandupTick> owed(Phase phase, LocalDate date, Runs runs, Instant now) {
        return standup.dueAt(phase, date)
                .filter(due -> definedAt.isBefore(due) && !due.isAfter(now))
                .map(due -> new StandupTick(standup, date, phase, due))
                .filter(tick -> !runs.hasFired(tick));
    }

    /** Nothing where that is for another rule to say. */
    private Optional<Boolean> fires(StandupTick tick, Runs runs, Instant now) {
        var open = runs.open(Ticks.runOf(tick));
        var onTime = isOnTime(tick, now);
        return switch (tick.phase()) {
            case ASK -> Optional.of(onTime || isBeforeTheReport(tick.date(), now));
            case REMIND ->
                Optional.of(open.map(run -> !run.reminded()
                                && !run.openedAt().isAfter(tick.dueAt())
                                && (onTime || isBeforeTheReport(tick.date(), now)))
                        .orElseGet(() -> onTime && !isAskMissed(tick.date(), runs, now)));
            case CLOSE ->
                open.isPresent() ? Optional.empty() : Optional.of(onTime && !isAskMissed(tick.date(), runs, now));
        };
    }

    private static boolean isOnTime(StandupTick tick, Instant now) {
        return now.isBefore(tick.dueAt().plus(ON_TIME));
    }

    private boolean isBeforeTheReport(LocalDate date, Instant now) {
        return standup.dueAt(Phase.CLOSE, date).filter(now::isBefore).isPresent();
    }

    /** Where nobody was asked, nobody is silent, and there is nothing to report. */
    private boolean isAskMissed(LocalDate date, Runs runs, Instant now) {
        return owed(Phase.ASK, date, runs, now)
                .filter(ask -> !isOnTime(ask, now))
                .isPresent();
    }

    /** Closes a run that is open when its time has passed, even of a standup that is disabled by now. */
    private Optional<Verdict> closing(Runs.Open run, Runs runs, Instant now) {
        return closesAt(run)
                .filter(due -> !due.isAfter(now))
                .map(due -> new StandupTick(standup, run.id().date(), Phase.CLOSE, due))
                .filter(tick -> !runs.hasFired(tick))
                .map(tick -> new Verdict(tick, true));
    }

    /**
     * As the standup is defined now; the run of one that is disabled, and one that opened later than that, by hand, ends when its
     * members were told, if they were, else by hand.
     */
    private Optional<Instant> closesAt(Runs.Open run) {
        return standup.dueAt(Phase.CLOSE, run.id().date())
                .filter(due -> standup.enabled() && !due.isBefore(run.openedAt()))
                .or(() -> Optional.ofNullable(run.closesAt()));
    }
}
