package dev.muster.gateway.status;

import static dev.muster.events.EffectOutcome.Status.REJECTED;
import static dev.muster.events.EffectOutcome.Status.SUCCEEDED;
import static dev.muster.events.EffectOutcome.Status.WAITING;
import static dev.muster.gateway.records.Outcomes.BEGIN;
import static dev.muster.gateway.records.Outcomes.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.EffectOutcome;
import dev.muster.events.OutsideSystem;
import dev.muster.events.ProviderPaused;
import dev.muster.gateway.records.SignupRecord;
import dev.muster.gateway.records.SignupRecord.Signup;
import dev.muster.gateway.records.SignupRecord.Turn;
import dev.muster.gateway.records.Step;
import dev.muster.gateway.status.SignupStatus.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignupStatusTest {

    private static final Set<Step> ALL = Set.of(Step.values());

    private static final Signup ADA = new Signup(3, "event", "ada@example.org", "Ada", "", BEGIN);

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, SUCCEEDED, SUCCEEDED",
        "SUCCEEDED, , PENDING",
        ", , PENDING",
        "WAITING, , WAITING",
        "WAITING, SUCCEEDED, WAITING",
        "REJECTED, WAITING, REJECTED",
        "REJECTED, , REJECTED",
        "SUCCEEDED, REJECTED, REJECTED"
    })
    void rejectedComesBeforeWaitingBeforePendingBeforeSucceeded(
            EffectOutcome.@Nullable Status slack, EffectOutcome.@Nullable Status crm, State whole) {
        assertThat(statusOf(attempts(slack), attempts(crm)).status()).isEqualTo(whole);
    }

    @Test
    void stepsAreAlwaysInTheSameOrder() {
        assertThat(SignupStatus.unknown("id", ALL, (_, _, _) -> null).steps())
                .extracting(SignupStatus.StepStatus::step)
                .containsExactly(Step.RECORD, Step.SLACK, Step.CRM);
    }

    @Test
    void whereThereIsNoCrmNobodyWaitsForIt() {
        var status = SignupStatus.of(
                "id",
                record(attempts(SUCCEEDED), List.of()),
                Set.of(Step.SLACK, Step.RECORD),
                Outages.Now.NONE,
                (_, _, _) -> null);

        assertThat(status.steps()).extracting(SignupStatus.StepStatus::step).containsExactly(Step.RECORD, Step.SLACK);
        assertThat(status.status()).isEqualTo(State.SUCCEEDED);
        assertThat(status.settled()).isTrue();
    }

    @Test
    void aStepTellsOfItsFirstAndItsLastAttempt() {
        var status = statusOf(
                List.of(attempt(3, 1, WAITING, "timeout"), attempt(3, 2, REJECTED, "invalid_email")), List.of());

        var slack = status.steps().get(1);
        assertThat(slack.attempts()).isEqualTo(2);
        assertThat(slack.code()).isEqualTo("invalid_email");
        assertThat(slack.startedAt()).isEqualTo(status.steps().getFirst().startedAt());
        assertThat(slack.finishedAt())
                .isEqualTo(attempt(3, 2, REJECTED, "invalid_email").finishedAt());
        assertThat(slack.nextAttemptAt()).isNull();
    }

    @Test
    void nothingTellsWhetherACallHadToBeMade() {
        var called = attempt(3, 1, SUCCEEDED, "invited");
        var foundDone = new EffectOutcome(
                called.effectId(),
                called.version(),
                called.cause(),
                called.sequence(),
                7,
                SUCCEEDED,
                "already_invited",
                null,
                called.finishedAt(),
                called.finishedAt(),
                null,
                "17");

        assertThat(statusOf(List.of(foundDone), List.of())).isEqualTo(statusOf(List.of(called), List.of()));
    }

    @Test
    void aStepThatWaitsTellsOfItsNextAttempt() {
        var slack = statusOf(List.of(attempt(3, 1, WAITING, "timeout")), List.of())
                .steps()
                .get(1);

        assertThat(slack.nextAttemptAt())
                .isEqualTo(attempt(3, 1, WAITING, "timeout").nextAttemptAt());
        assertThat(slack.finishedAt()).isNull();
    }

    @Test
    void whoIsQueuedBehindAnOutageWaitsForItsReasonAndWhoWasTriedForTheirOwn() {
        var paused = new ProviderPaused(OutsideSystem.SLACK, "500", "for operators", BEGIN, BEGIN.plusSeconds(30));
        var outage = new Outages.Now(Map.of(OutsideSystem.SLACK, paused));

        var queued = statusOf(record(List.of(), List.of()), outage);
        assertThat(queued.status()).isEqualTo(State.WAITING);
        assertThat(queued.steps())
                .extracting(SignupStatus.StepStatus::status)
                .containsExactly(State.SUCCEEDED, State.WAITING, State.PENDING);
        var slack = queued.steps().get(1);
        assertThat(slack.attempts()).isZero();
        assertThat(slack.code()).isEqualTo("500");
        assertThat(slack.detail()).isEqualTo("SLACK WAITING 500");
        assertThat(slack.nextAttemptAt()).isEqualTo(BEGIN.plusSeconds(30));

        var tried = record(List.of(attempt(3, 1, WAITING, "timeout")), List.of());
        assertThat(statusOf(tried, outage)).isEqualTo(statusOf(tried, Outages.Now.NONE));
        var done = record(List.of(attempt(3, 1, SUCCEEDED, null)), List.of());
        assertThat(statusOf(done, outage)).isEqualTo(statusOf(done, Outages.Now.NONE));
    }

    @Test
    void whatIsSetAsideWaitsForAnOperator() {
        var waiting = attempt(3, 4, WAITING, "500");
        var setAside = new EffectOutcome(
                waiting.effectId(),
                waiting.version(),
                waiting.cause(),
                waiting.sequence(),
                waiting.attempt(),
                WAITING,
                waiting.code(),
                waiting.detail(),
                waiting.startedAt(),
                waiting.finishedAt(),
                null,
                null);

        var slack = statusOf(List.of(setAside), List.of()).steps().get(1);

        assertThat(slack.status()).isEqualTo(State.WAITING);
        assertThat(slack.code()).isEqualTo("500");
        assertThat(slack.detail()).isEqualTo("SLACK WAITING set_aside");
        assertThat(slack.nextAttemptAt()).isNull();
    }

    @Test
    void attemptsOfAnEarlierSignUpDoNotCount() {
        assertThat(statusOf(List.of(attempt(2, 7, REJECTED, "invalid_email")), List.of())
                        .steps()
                        .get(1)
                        .status())
                .isEqualTo(State.PENDING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user_disabled",
                "already_in_team",
                "already_invited",
                "already_in_team_invited_user",
                "sent_recently",
                "already_in_channel",
                "user_not_found",
                "duplicate"
            })
    void aCodeThatTellsWhoIsAMemberIsNotShown(String code) {
        var status = statusOf(List.of(attempt(3, 1, REJECTED, code)), List.of(attempt(3, 1, SUCCEEDED, code)));

        assertThat(status.steps().get(1).code()).isEqualTo("not_invitable");
        assertThat(status.steps().get(1).detail()).isEqualTo("SLACK REJECTED not_invitable");
        assertThat(status.steps().get(2).code()).isNull();
        assertThat(status.steps().get(2).detail()).isEqualTo("CRM SUCCEEDED null");
    }

    @Test
    void aRecordThatIsAnnouncedOnlyIsPending() {
        var announced =
                record(List.of(), List.of()).merge(new SignupRecord(-1, 7, null, new TreeMap<>(), new TreeMap<>()));

        assertThat(SignupStatus.of("id", announced, ALL, Outages.Now.NONE, (_, _, _) -> null)
                        .steps()
                        .getFirst()
                        .status())
                .isEqualTo(State.PENDING);
    }

    private static List<EffectOutcome> attempts(EffectOutcome.@Nullable Status status) {
        return status == null ? List.of() : List.of(attempt(3, 1, status, null));
    }

    private static SignupStatus statusOf(List<EffectOutcome> slack, List<EffectOutcome> crm) {
        return statusOf(record(slack, crm), Outages.Now.NONE);
    }

    private static SignupStatus statusOf(SignupRecord record, Outages.Now outages) {
        return SignupStatus.of("id", record, ALL, outages, (step, state, code) -> step + " " + state + " " + code);
    }

    private static SignupRecord record(List<EffectOutcome> slack, List<EffectOutcome> crm) {
        var invites = new TreeMap<Turn, EffectOutcome>();
        slack.forEach(outcome -> invites.put(new Turn(outcome.sequence(), outcome.attempt()), outcome));
        var contacts = new TreeMap<Turn, EffectOutcome>();
        crm.forEach(outcome -> contacts.put(new Turn(outcome.sequence(), outcome.attempt()), outcome));
        return new SignupRecord(-1, -1, ADA, invites, contacts);
    }
}
