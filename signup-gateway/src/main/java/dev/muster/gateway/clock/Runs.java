package dev.muster.gateway.clock;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.RunClosed;
import dev.muster.events.RunId;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.StandupTick;
import dev.muster.events.StandupTick.Phase;
import dev.muster.events.TickPassedOver;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of runs: which are open, and which ticks were fired for them. It folds the runs' histories as {@code
 * docs/events.md} has it; the two topics may be read in any order of one to the other.
 */
final class Runs {

    /**
     * A run that has begun and not ended.
     *
     * @param id the run
     * @param openedAt when
     * @param closesAt when it was due to close as it opened, where that was still to come
     * @param reminded whether its members were
     */
    record Open(RunId id, Instant openedAt, @Nullable Instant closesAt, boolean reminded) {}

    /** A tick is told from another of its phase, such as one by hand, by when it was due. */
    private record Due(Phase phase, Instant at) {}

    private record Run(@Nullable Open open, boolean closed, boolean neverOpened, Set<Due> fired, Set<Due> passedOver) {

        static final Run EMPTY = new Run(null, false, false, Set.of(), Set.of());

        Run with(RunId id, RunOpened opened) {
            return open == null
                    ? new Run(
                            new Open(id, opened.openedAt(), opened.closesAt(), false), false, false, fired, passedOver)
                    : this;
        }

        Run reminded() {
            return open == null
                    ? this
                    : new Run(
                            new Open(open.id, open.openedAt, open.closesAt, true),
                            closed,
                            neverOpened,
                            fired,
                            passedOver);
        }

        /** A closing before the opening is none. */
        Run ended() {
            return new Run(open, open != null, neverOpened, fired, passedOver);
        }

        Run refused() {
            return new Run(open, closed, true, fired, passedOver);
        }

        Run plusFired(Due due) {
            return new Run(open, closed, neverOpened, plus(fired, due), passedOver);
        }

        Run plusPassedOver(Due due) {
            return new Run(open, closed, neverOpened, fired, plus(passedOver, due));
        }

        Optional<Open> whileOpen() {
            return closed ? Optional.empty() : Optional.ofNullable(open);
        }

        /** Whether it is open, or its opening is still to come. */
        boolean isUnfinished() {
            return !closed && (open != null || (hasFired(Phase.ASK) && !hasFired(Phase.CLOSE) && !neverOpened));
        }

        private boolean hasFired(Phase phase) {
            return fired.stream().anyMatch(due -> due.phase() == phase);
        }

        private static Set<Due> plus(Set<Due> all, Due one) {
            var more = new HashSet<>(all);
            more.add(one);
            return Set.copyOf(more);
        }
    }

    private final Map<RunId, Run> runs = new ConcurrentHashMap<>();

    /** Takes what happened to a run. */
    void take(StandupRunEvent event) {
        switch (event) {
            case RunOpened opened -> {
                var id = RunId.of(opened.runId());
                change(id, run -> run.with(id, opened));
            }
            case RunReminded reminded -> change(RunId.of(reminded.runId()), Run::reminded);
            case RunClosed closed -> change(RunId.of(closed.runId()), Run::ended);
            case TickPassedOver passedOver -> {
                if (passedOver.phase() == Phase.ASK) {
                    change(RunId.of(passedOver.runId()), Run::refused);
                }
            }
            case AnswersRecorded _, MemberSkipped _, InteractionPassedOver _ -> {}
        }
    }

    /** Takes a tick that stands in the log. */
    void take(StandupTick tick) {
        change(Ticks.runOf(tick), run -> run.plusFired(dueOf(tick)));
    }

    /** Takes note that a tick shall not be fired any more. */
    void passOver(StandupTick tick) {
        change(Ticks.runOf(tick), run -> run.plusPassedOver(dueOf(tick)));
    }

    /** Whether the tick stands in the log; one of the same phase that was due at another time is another. */
    boolean hasFired(StandupTick tick) {
        return known(Ticks.runOf(tick)).fired().contains(dueOf(tick));
    }

    /** Whether it was found that the tick shall not be fired any more. */
    boolean hasPassedOver(StandupTick tick) {
        return known(Ticks.runOf(tick)).passedOver().contains(dueOf(tick));
    }

    /** The run, if it is open. */
    Optional<Open> open(RunId id) {
        return known(id).whileOpen();
    }

    /** The open runs of a standup, in order of their days. */
    List<Open> openOf(String standupId) {
        return idsOf(standupId, run -> run.whileOpen().isPresent()).stream()
                .flatMap(id -> open(id).stream())
                .toList();
    }

    /** The runs of a standup that are open, or that open once their {@code ASK} is met, in order of their days. */
    List<RunId> unfinishedOf(String standupId) {
        return idsOf(standupId, Run::isUnfinished);
    }

    private List<RunId> idsOf(String standupId, Predicate<Run> which) {
        return runs.entrySet().stream()
                .filter(entry -> entry.getKey().standupId().equals(standupId) && which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(RunId::date))
                .toList();
    }

    private Run known(RunId id) {
        return runs.getOrDefault(id, Run.EMPTY);
    }

    private void change(RunId id, UnaryOperator<Run> change) {
        runs.compute(id, (_, run) -> change.apply(run == null ? Run.EMPTY : run));
    }

    private static Due dueOf(StandupTick tick) {
        return new Due(tick.phase(), tick.dueAt());
    }
}
