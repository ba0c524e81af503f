package dev.muster.report;

import static java.util.Comparator.comparingLong;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.ReportEntry;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupReport;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.TickPassedOver;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run's history has come to, by the rules of folding in {@code docs/events.md}. Answers are only ever added or replaced,
 * so a member who is in a report is in every later one: no message of a report ever loses its reason.
 *
 * @param opening how the run began, once it has
 * @param answered which members answered
 * @param skipped which members skipped, whether they answered besides or not
 * @param closedAt when it was closed, once it is
 * @param revision how many different reports there have been
 * @param traces by member, in which span their latest answers were published, where that is known
 */
record RunState(
        @Nullable Opening opening,
        List<Answered> answered,
        Set<String> skipped,
        @Nullable Instant closedAt,
        int revision,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> traces) {

    /** A run of which nothing is known. */
    static final RunState UNKNOWN = new RunState(null, List.of(), Set.of(), null, 0, Map.of());

    /** What the first opening of a run says. */
    record Opening(String runId, String name, String channel, List<String> members) {

        Opening {
            members = List.copyOf(members);
        }
    }

    /**
     * What a member answered.
     *
     * @param first the least sequence of all their answers
     * @param latest the greatest, the one of these answers
     * @param late whether the run was closed when the first of them came
     */
    record Answered(String userId, long first, long latest, List<Answer> answers, boolean late) {

        Answered {
            answers = List.copyOf(answers);
        }

        private Answered and(AnswersRecorded more) {
            return new Answered(
                    userId,
                    Math.min(first, more.sequence()),
                    Math.max(latest, more.sequence()),
                    more.sequence() > latest ? more.answers() : answers,
                    late);
        }
    }

    RunState {
        answered = List.copyOf(answered);
        skipped = Set.copyOf(skipped);
        // A state that was kept before there were traces has none.
        traces = Map.copyOf(Objects.requireNonNullElse(traces, Map.of()));
    }

    /** This history and one event more; the revision is greater where that makes another report. */
    RunState plus(StandupRunEvent event) {
        var next =
                switch (event) {
                    case RunOpened run -> opening == null ? openedBy(run) : this;
                    case AnswersRecorded answers -> isMember(answers.userId()) ? with(answers) : this;
                    case MemberSkipped skip -> isMember(skip.userId()) ? with(skip) : this;
                    case RunClosed closing -> opening != null && closedAt == null ? closedBy(closing) : this;
                    case RunReminded _, InteractionPassedOver _, TickPassedOver _ -> this;
                };
        return next.report().equals(report()) ? next : next.revised();
    }

    /** This history, and in which span the event was published that led to it from another one. */
    RunState tracedTo(StandupRunEvent event, String traceparent) {
        if (!(event instanceof AnswersRecorded answers) || !isLatest(answers)) {
            return this;
        }
        var more = new HashMap<>(traces);
        more.put(answers.userId(), traceparent);
        return new RunState(opening, answered, skipped, closedAt, revision, more);
    }

    private boolean isLatest(AnswersRecorded answers) {
        return answered.stream()
                .anyMatch(member -> member.userId().equals(answers.userId()) && member.latest() == answers.sequence());
    }

    /** The report as of this revision, once the run is closed. */
    Optional<StandupReport> report() {
        if (opening == null || closedAt == null) {
            return Optional.empty();
        }
        var authors = answered.stream().map(Answered::userId).toList();
        return Optional.of(new StandupReport(
                opening.runId(),
                revision,
                opening.name(),
                opening.channel(),
                answered.stream()
                        .map(member -> new ReportEntry(member.userId(), member.answers(), member.late()))
                        .toList(),
                others(authors, skipped::contains),
                others(authors, member -> !skipped.contains(member)),
                closedAt));
    }

    private List<String> others(List<String> authors, Predicate<String> condition) {
        return Objects.requireNonNull(opening).members().stream()
                .filter(member -> !authors.contains(member))
                .filter(condition)
                .toList();
    }

    /** What comes before the opening is nobody's. */
    private boolean isMember(String userId) {
        return opening != null && opening.members().contains(userId);
    }

    private RunState openedBy(RunOpened run) {
        var members = run.members().stream().distinct().toList();
        return new RunState(
                new Opening(run.runId(), run.name(), run.channel(), members), List.of(), Set.of(), null, 0, Map.of());
    }

    private RunState with(AnswersRecorded answers) {
        var user = answers.userId();
        var before =
                answered.stream().filter(member -> member.userId().equals(user)).findFirst();
        var after = before.map(member -> member.and(answers))
                .orElseGet(() -> new Answered(
                        user, answers.sequence(), answers.sequence(), answers.answers(), closedAt != null));
        var others = answered.stream().filter(member -> !member.userId().equals(user));
        return new RunState(
                opening,
                Stream.concat(others, Stream.of(after))
                        .sorted(comparingLong(Answered::first).thenComparing(Answered::userId))
                        .toList(),
                skipped,
                closedAt,
                revision,
                traces);
    }

    private RunState with(MemberSkipped skip) {
        var more = new HashSet<>(skipped);
        more.add(skip.userId());
        return new RunState(opening, answered, more, closedAt, revision, traces);
    }

    private RunState closedBy(RunClosed closing) {
        return new RunState(opening, answered, skipped, closing.closedAt(), revision, traces);
    }

    private RunState revised() {
        return new RunState(opening, answered, skipped, closedAt, revision + 1, traces);
    }
}
