package dev.muster.standup.runs;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.Envelope;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.StandupTick.Phase;
import dev.muster.events.TickPassedOver;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.view.Generation;
import dev.muster.standup.runs.MemberAnswers.Skip;
import dev.muster.standup.runs.MemberAnswers.Version;
import dev.muster.standup.tables.Directory;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the histories of the runs come to, in one generation of the view, and nothing besides: nothing is published here. Taking
 * events again, alone or beside others who do, comes to the same content.
 */
final class Histories {

    private static final Taken UNKNOWN = new Taken(null, Reason.UNKNOWN_RUN);

    private final Directory directory;
    private final Runs runs;
    private final Answers answers;
    private final PassedOver passedOver;
    private final BooleanSupplier stillThere;

    /**
     * What became of an event.
     *
     * @param run as it stands then, where it was opened before
     * @param reason why the event has no effect, where it has none
     */
    record Taken(@Nullable Run run, @Nullable String reason) {

        private static Taken by(Run run) {
            return new Taken(run, null);
        }
    }

    /**
     * The histories in a generation of the view.
     *
     * @param stillThere whether that is still the one that counts
     */
    Histories(Directory directory, Generation generation, BooleanSupplier stillThere) {
        this.directory = directory;
        this.stillThere = stillThere;
        this.runs = new Runs(generation);
        this.answers = new Answers(generation);
        this.passedOver = new PassedOver(generation);
    }

    /**
     * Has an event be taken again where what was read of these histories may be a part of them.
     *
     * @throws Unavailable if they were lost or replaced meanwhile
     */
    void requireStillThere() {
        if (!stillThere.getAsBoolean()) {
            throw Unavailable.refused("no_view", "the view of the runs was lost or replaced meanwhile");
        }
    }

    Optional<Run> find(String runId) {
        return runs.find(runId);
    }

    /** What the members of a run did, those who did something, by their ids. */
    Map<String, MemberAnswers> answersOf(Run run) {
        return answers.of(run);
    }

    /** Forgets what is about days before that one. */
    void deleteBefore(LocalDate date) {
        runs.deleteBefore(date);
        answers.deleteBefore(date);
        passedOver.deleteBefore(date);
    }

    /** Takes an event into the run and its answers. What has no effect is left to be noted. */
    Taken take(Envelope<StandupRunEvent> envelope, long offset) throws InterruptedException {
        return switch (envelope.event()) {
            case RunOpened opening -> Taken.by(runs.opened(opening, offset));
            case RunReminded reminder -> remind(reminder, offset);
            case AnswersRecorded recorded -> {
                var version = Version.of(envelope.id(), recorded, offset);
                yield change(recorded, recorded.userId(), offset, known -> known.plus(version));
            }
            case MemberSkipped skipped -> {
                var skip = Skip.of(skipped, offset);
                yield change(skipped, skipped.userId(), offset, known -> known.plus(skip));
            }
            case RunClosed closing ->
                find(closing, offset)
                        .map(_ -> Taken.by(
                                runs.change(closing.runId(), known -> known.closed(closing.closedAt(), offset))))
                        .orElse(UNKNOWN);
            case InteractionPassedOver passed -> new Taken(null, passed.reason());
            case TickPassedOver passed -> new Taken(null, passed.reason());
        };
    }

    /** Whether an event counts already, or is noted for having no effect: whether taking it once more would change nothing. */
    boolean has(Envelope<StandupRunEvent> envelope) {
        return switch (envelope.event()) {
            case InteractionPassedOver _, TickPassedOver _ -> passedOver.has(envelope.id());
            case RunOpened _, RunReminded _, RunClosed _, AnswersRecorded _, MemberSkipped _ ->
                runs.find(Run.idOf(envelope.event()).toString())
                        .filter(run -> has(envelope, run))
                        .isPresent();
        };
    }

    private boolean has(Envelope<StandupRunEvent> envelope, Run run) {
        return switch (envelope.event()) {
            case RunOpened _ -> true;
            case RunReminded _ ->
                run.hasSeen(Phase.REMIND) || (run.hasSeen(Phase.CLOSE) && passedOver.has(envelope.id()));
            case RunClosed _ -> run.hasSeen(Phase.CLOSE);
            case AnswersRecorded recorded -> {
                var version = Version.of(envelope.id(), recorded, Long.MAX_VALUE);
                yield has(envelope, run, recorded.userId(), known -> known.plus(version));
            }
            case MemberSkipped skipped -> {
                var skip = Skip.of(skipped, Long.MAX_VALUE);
                yield has(envelope, run, skipped.userId(), known -> known.plus(skip));
            }
            case InteractionPassedOver _, TickPassedOver _ -> false;
        };
    }

    private boolean has(
            Envelope<StandupRunEvent> envelope, Run run, String userId, UnaryOperator<MemberAnswers> change) {
        if (!run.hasMember(userId)) {
            return passedOver.has(envelope.id());
        }
        var known = answers.of(run, userId);
        return change.apply(known).equals(known);
    }

    /** Notes that an event had no effect. */
    void passOver(Envelope<StandupRunEvent> envelope, String reason) {
        passedOver.add(envelope, reason);
    }

    private Taken remind(RunReminded reminder, long offset) {
        if (find(reminder, offset).isEmpty()) {
            return UNKNOWN;
        }
        var run = runs.change(reminder.runId(), known -> known.reminded(reminder.remindedAt(), offset));
        return new Taken(run, run.reminded() == null ? Reason.RUN_CLOSED : null);
    }

    private Taken change(StandupRunEvent event, String userId, long offset, UnaryOperator<MemberAnswers> change)
            throws InterruptedException {
        var run = find(event, offset);
        if (run.isEmpty()) {
            return UNKNOWN;
        }
        if (!run.get().hasMember(userId)) {
            return new Taken(run.get(), Reason.NOT_A_MEMBER);
        }
        answers.change(run.get(), userId, directory.profileOf(userId), change);
        return Taken.by(run.get());
    }

    /** The run of an event, where it is opened before that in its history. */
    private Optional<Run> find(StandupRunEvent event, long offset) {
        return runs.find(Run.idOf(event).toString()).filter(run -> run.isOpenedBefore(offset));
    }

    private static final class Reason {
        static final String UNKNOWN_RUN = "unknown_run";
        static final String NOT_A_MEMBER = "not_a_member";
        static final String RUN_CLOSED = "run_closed";
    }
}
