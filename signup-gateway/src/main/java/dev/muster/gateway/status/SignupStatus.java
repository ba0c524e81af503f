package dev.muster.gateway.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.muster.events.EffectOutcome;
import dev.muster.events.ProviderPaused;
import dev.muster.gateway.records.SignupRecord;
import dev.muster.gateway.records.SignupRecord.Signup;
import dev.muster.gateway.records.Step;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the latest sign-up of a person goes, as anybody may see it who knows the id: it names nobody, and does not tell whether
 * somebody was a member before.
 *
 * @param signupId whose sign-up it is
 * @param status where it stands as a whole
 * @param steps those that are shown here, in the order of {@link Step}
 */
record SignupStatus(String signupId, State status, List<StepStatus> steps) {

    /** What is shown in the place of a code that would tell whether somebody is a member. */
    static final String NOT_INVITABLE = "not_invitable";

    /** What the words are chosen by where nothing is tried again by itself. */
    private static final String SET_ASIDE = "set_aside";

    private static final Set<String> CODES_OF_MEMBERS = Set.of(
            "already_in_channel",
            "already_in_team",
            "already_in_team_invited_user",
            "already_invited",
            "duplicate",
            "sent_recently",
            "user_disabled",
            "user_not_found");

    /** Where a step or a sign-up stands; the first of these that a step has is that of the sign-up. */
    enum State {
        /** It cannot happen as asked. */
        @JsonProperty("rejected")
        REJECTED,
        /** It will be tried again: by itself at the time of the next attempt, or, where that is not known, once an operator says so. */
        @JsonProperty("waiting")
        WAITING,
        /** Its first attempt has not ended. */
        @JsonProperty("pending")
        PENDING,
        /** It has happened. */
        @JsonProperty("succeeded")
        SUCCEEDED
    }

    /**
     * How one step goes.
     *
     * @param step which one
     * @param status where it stands
     * @param attempts how many attempts have ended
     * @param code why it has not happened: the provider's own code where it has one
     * @param detail what is happening, in plain words
     * @param nextAttemptAt when it is tried again by itself, where it waits
     * @param startedAt when the person signed up, which began every step; when the first call was made would tell whether one
     *     had to be made at all
     * @param finishedAt when it was settled
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepStatus(
            Step step,
            State status,
            int attempts,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {}

    /** Says what is happening at a step, in plain words. */
    @FunctionalInterface
    interface Words {

        /** The words for a step that stands there for that reason. */
        @Nullable String detail(Step step, State state, @Nullable String code);
    }

    /**
     * What may be seen of a record.
     *
     * @param shown the steps that count
     * @param outages the providers that cannot be called
     */
    static SignupStatus of(String signupId, SignupRecord record, Set<Step> shown, Outages.Now outages, Words words) {
        var steps = Stream.of(Step.values())
                .filter(shown::contains)
                .map(step -> step == Step.RECORD ? kept(record, words) : tried(step, record, outages, words))
                .toList();
        var status =
                steps.stream().map(StepStatus::status).min(State::compareTo).orElse(State.PENDING);
        return new SignupStatus(signupId, status, steps);
    }

    /** What is shown while nothing is known yet. */
    static SignupStatus unknown(String signupId, Set<Step> shown, Words words) {
        return of(signupId, SignupRecord.EMPTY, shown, Outages.Now.NONE, words);
    }

    /** Whether nothing more will happen by itself. */
    public boolean settled() {
        return steps.stream().allMatch(step -> step.status() == State.SUCCEEDED || step.status() == State.REJECTED);
    }

    private static StepStatus kept(SignupRecord record, Words words) {
        return record.current()
                .map(signup -> new StepStatus(
                        Step.RECORD,
                        State.SUCCEEDED,
                        1,
                        null,
                        words.detail(Step.RECORD, State.SUCCEEDED, null),
                        null,
                        signup.at(),
                        signup.at()))
                .orElseGet(() -> pending(Step.RECORD, words));
    }

    private static StepStatus tried(Step step, SignupRecord record, Outages.Now outages, Words words) {
        var attempts = record.attempts(step);
        if (attempts.isEmpty()) {
            return outages.of(step)
                    .map(paused -> queued(step, record, paused, words))
                    .orElseGet(() -> pending(step, words));
        }
        var last = attempts.getLast();
        var state = stateAfter(last);
        var code = state == State.SUCCEEDED ? null : shown(last.code());
        var setAside = state == State.WAITING && last.nextAttemptAt() == null;
        return new StepStatus(
                step,
                state,
                last.attempt() - attempts.getFirst().attempt() + 1,
                code,
                words.detail(step, state, setAside ? SET_ASIDE : code),
                state == State.WAITING ? last.nextAttemptAt() : null,
                record.current().map(Signup::at).orElse(null),
                state == State.WAITING ? null : last.finishedAt());
    }

    private static StepStatus queued(Step step, SignupRecord record, ProviderPaused paused, Words words) {
        var code = shown(paused.code());
        return new StepStatus(
                step,
                State.WAITING,
                0,
                code,
                words.detail(step, State.WAITING, code),
                paused.nextAttemptAt(),
                record.current().map(Signup::at).orElse(null),
                null);
    }

    private static StepStatus pending(Step step, Words words) {
        return new StepStatus(step, State.PENDING, 0, null, words.detail(step, State.PENDING, null), null, null, null);
    }

    private static State stateAfter(EffectOutcome attempt) {
        return switch (attempt.status()) {
            case SUCCEEDED -> State.SUCCEEDED;
            case WAITING -> State.WAITING;
            case REJECTED -> State.REJECTED;
        };
    }

    private static @Nullable String shown(@Nullable String code) {
        return code != null && CODES_OF_MEMBERS.contains(code) ? NOT_INVITABLE : code;
    }
}
