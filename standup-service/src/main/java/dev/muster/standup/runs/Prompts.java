package dev.muster.standup.runs;

import static java.util.Objects.requireNonNull;

import dev.muster.events.Envelope;
import dev.muster.events.MusterEvent;
import dev.muster.events.PromptClosed;
import dev.muster.events.PromptRequested;
import dev.muster.events.PromptRequested.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the members' direct messages are to be. The same run gives the same events, under the same ids, and as old as what they
 * follow from: a broker refuses a record that is stamped with a time to come, and that one it has taken.
 */
final class Prompts {

    private static final String SOURCE = "/muster/standup-service";

    private Prompts() {}

    /** Each member is asked. */
    static List<Envelope<PromptRequested>> toAsk(Run run, Instant time) {
        return run.opening().members().stream()
                .map(userId -> prompt(run, userId, Kind.ASK, time))
                .toList();
    }

    /** Those are asked again who had neither answered nor skipped when they were to be reminded. */
    static List<Envelope<PromptRequested>> toRemind(Run run, Map<String, MemberAnswers> answers, Instant time) {
        var reminded = requireNonNull(run.reminded(), "a run without a reminder");
        return run.opening().members().stream()
                .filter(userId ->
                        answersOf(userId, answers).before(reminded.offset()).isSilent())
                .map(userId -> prompt(run, userId, Kind.REMIND, time))
                .toList();
    }

    /**
     * Each member's message says that the run is closed, and what they had answered by then.
     *
     * @param closing the event that counts
     */
    static List<Envelope<PromptClosed>> toClose(Run run, Envelope<?> closing, Map<String, MemberAnswers> answers) {
        var closed = requireNonNull(run.closed(), "a run without a closing");
        return run.opening().members().stream()
                .map(userId -> {
                    var known = answersOf(userId, answers).before(closed.offset());
                    return from(
                            closing.id() + ":" + userId,
                            closing.time(),
                            new PromptClosed(
                                    run.opening().runId(),
                                    userId,
                                    run.opening().name(),
                                    known.latest()
                                            .map(MemberAnswers.Version::answers)
                                            .orElse(null),
                                    known.isSkipped(),
                                    closed.offset()));
                })
                .toList();
    }

    private static MemberAnswers answersOf(String userId, Map<String, MemberAnswers> answers) {
        return answers.getOrDefault(userId, MemberAnswers.NONE);
    }

    private static Envelope<PromptRequested> prompt(Run run, String userId, Kind kind, Instant time) {
        var opening = run.opening();
        return from(
                "prompt:" + opening.runId() + ":" + userId + ":" + kind.name().toLowerCase(Locale.ROOT),
                time,
                new PromptRequested(
                        opening.runId(),
                        userId,
                        kind,
                        opening.name(),
                        opening.channel(),
                        opening.questions(),
                        opening.zone(),
                        opening.closesAt()));
    }

    private static <E extends MusterEvent> Envelope<E> from(String id, Instant time, E event) {
        return new Envelope<>(id, SOURCE, time, event);
    }
}
