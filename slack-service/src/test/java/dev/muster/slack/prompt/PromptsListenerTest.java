package dev.muster.slack.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.EffectOutcome;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.Envelope;
import dev.muster.events.MemberSkipped;
import dev.muster.events.PromptClosed;
import dev.muster.events.PromptRequested;
import dev.muster.events.PromptRequested.Kind;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.StandupRunEvent;
import dev.muster.slack.FakeSlack;
import dev.muster.slack.FakeSlack.Posted;
import dev.muster.slack.SlackServiceTest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A member's direct message, from the question to the end. */
class PromptsListenerTest extends SlackServiceTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Prague");
    private static final List<String> QUESTIONS = List.of("Done?", "Plan?");

    private final String runId = "daily-" + UUID.randomUUID().toString().substring(0, 8) + "|2026-11-20";
    private final String user = slackId("U");

    @Test
    void aMemberIsAskedOnceHoweverOftenTheRequestComes() {
        var ask = ask(null);

        publisher.publish(List.of(ask, ask));

        assertThat(outcomes(prompt("ask"), 2)).extracting(EffectOutcome::status).containsOnly(Status.SUCCEEDED);
        assertThat(messages()).hasSize(1);
        assertThat(theMessage().effectId()).isEqualTo(prompt("ask"));
        assertThat(theMessage().shown()).contains("time to report on Daily", "Open Report", "Skip today");
    }

    @Test
    void aMessageWhoseAnswerWasLostIsLookedForAndNotSentAgain() {
        SLACK.loseAnswer("chat.postMessage", FakeSlack.directMessage(user));

        publisher.publish(ask(null));

        assertThat(outcomes(prompt("ask"), 2))
                .extracting(EffectOutcome::status, EffectOutcome::code)
                .containsExactly(tuple(Status.WAITING, "unreachable"), tuple(Status.SUCCEEDED, "found"));
        assertThat(messages()).hasSize(1);
    }

    @Test
    void anExpiredPromptIsNotSent() {
        publisher.publish(ask(Instant.now().minusSeconds(1)));

        assertThat(outcomes(prompt("ask"), 1))
                .extracting(EffectOutcome::status, EffectOutcome::code)
                .containsExactly(tuple(Status.REJECTED, "expired"));
        assertThat(messages()).isEmpty();
        assertThat(SLACK.calls("conversations.open", user)).isEmpty();
    }

    @Test
    void oneMembersFailureDoesNotHoldBackAnothersMessage() {
        var disabled = slackId("U");
        SLACK.refuse("conversations.open", disabled, "user_disabled");
        var their = new PromptRequested(runId, disabled, Kind.ASK, "Daily", "C1", QUESTIONS, ZONE, null);

        publisher.publish(envelope("prompt:" + runId + ":" + disabled + ":ask", their));
        publisher.publish(ask(null));

        assertThat(outcomes("prompt:" + runId + ":" + disabled + ":ask", 1))
                .extracting(EffectOutcome::status, EffectOutcome::code)
                .containsExactly(tuple(Status.REJECTED, "user_disabled"));
        soon(_ -> assertThat(messages()).hasSize(1));
    }

    @Test
    void whoHasAnsweredIsNotReminded() {
        open();
        publisher.publish(ask(null));
        soon(_ -> assertThat(messages()).hasSize(1));
        publisher.publish(answers(5, "All"));
        soon(_ -> assertThat(theMessage().shown()).contains("Thank you"));

        publisher.publish(prompt(Kind.REMIND, null));

        assertThat(outcomes(prompt("remind"), 1))
                .extracting(EffectOutcome::status, EffectOutcome::code)
                .containsExactly(tuple(Status.REJECTED, "answered"));
        assertThat(messages()).hasSize(1);
    }

    @Test
    void theMessageFollowsTheRunFromThanksToTheClosing() {
        open();
        publisher.publish(ask(null));
        publisher.publish(prompt(Kind.REMIND, null));
        soon(_ -> assertThat(messages()).hasSize(2));

        publisher.publish(answers(5, "First <text>"));
        soon(_ -> assertThat(messages()).allSatisfy(message -> assertThat(message.shown())
                .contains("Thank you for your submission.", "First &lt;text&gt;", "Edit")));
        publisher.publish(answers(6, "Second text"));
        soon(_ -> assertThat(messages())
                .allSatisfy(message -> assertThat(message.shown()).contains("Second text", "Edit")));

        publisher.publish(closing(publish("closed", new RunClosed(runId, Instant.now())), "Second text"));
        soon(_ -> assertThat(messages()).allSatisfy(message -> assertThat(message.shown())
                .contains("Second text", "The report is posted")
                .doesNotContain("Edit", "Open Report")));
    }

    @Test
    void theClosingStaysThoughTheAnswersBeforeItAreReadLater() {
        var opened = open();
        publisher.publish(ask(null));
        soon(_ -> assertThat(messages()).hasSize(1));

        publisher.publish(closing(opened + 2, "Same"));
        soon(_ -> assertThat(theMessage().shown()).contains("The report is posted"));
        var answers = answers(5, "Same");
        publisher.publish(answers);

        soon(_ -> assertThat(outcomes("thanks:" + runId + ":" + user + ":ask"))
                .extracting(EffectOutcome::cause)
                .contains(answers.id()));
        assertThat(theMessage().shown()).contains("The report is posted").doesNotContain("Edit");
    }

    @Test
    void theSilentCanAnswerLateAndTheirAnswerSaysSo() {
        open();
        publisher.publish(ask(null));
        soon(_ -> assertThat(messages()).hasSize(1));

        publisher.publish(closing(publish("closed", new RunClosed(runId, Instant.now())), null));
        soon(_ -> assertThat(theMessage().shown())
                .contains("You can still answer", "Open Report")
                .doesNotContain("Skip"));
        publisher.publish(answers(7, "Late one"));

        soon(_ -> assertThat(theMessage().shown())
                .contains("marked as late", "Late one")
                .doesNotContain("Edit"));
    }

    @Test
    void skippingIsConfirmedAndAnAnswerAfterAllCounts() {
        open();
        publisher.publish(ask(null));
        soon(_ -> assertThat(messages()).hasSize(1));

        publish("skipped", new MemberSkipped(runId, user, 3, Instant.now()));
        soon(_ -> assertThat(theMessage().shown())
                .contains("you will not be counted as missing", "Open Report")
                .doesNotContain("Skip today"));
        publisher.publish(answers(4, "After all"));
        soon(_ -> assertThat(theMessage().shown()).contains("After all", "Edit"));
        publish("skipped again", new MemberSkipped(runId, user, 5, Instant.now()));

        soon(_ -> assertThat(outcomes("thanks:" + runId + ":" + user + ":ask"))
                .extracting(EffectOutcome::cause)
                .contains("skipped again" + runId));
        assertThat(theMessage().shown()).contains("After all");
    }

    private long open() {
        return publish(
                "opened", new RunOpened(runId, "Daily", "C1", QUESTIONS, List.of(user), ZONE, Instant.now(), null));
    }

    private long publish(String id, StandupRunEvent event) {
        return publisher.send(envelope(id + runId, event)).join().offset();
    }

    private Envelope<PromptRequested> ask(@Nullable Instant validUntil) {
        return prompt(Kind.ASK, validUntil);
    }

    private Envelope<PromptRequested> prompt(Kind kind, @Nullable Instant validUntil) {
        return envelope(
                prompt(kind.name().toLowerCase(Locale.ROOT)),
                new PromptRequested(runId, user, kind, "Daily", "C1", QUESTIONS, ZONE, validUntil));
    }

    private Envelope<AnswersRecorded> answers(long sequence, String text) {
        return envelope(
                "answers" + sequence + runId,
                new AnswersRecorded(runId, user, List.of(new Answer("Done?", text)), sequence, Instant.now()));
    }

    private Envelope<PromptClosed> closing(long sequence, @Nullable String text) {
        var answers = text == null ? null : List.of(new Answer("Done?", text));
        return envelope("close" + runId, new PromptClosed(runId, user, "Daily", answers, false, sequence));
    }

    private String prompt(String kind) {
        return "prompt:" + runId + ":" + user + ":" + kind;
    }

    private List<Posted> messages() {
        return SLACK.in(FakeSlack.directMessage(user));
    }

    private Posted theMessage() {
        assertThat(messages()).hasSize(1);
        return messages().getFirst();
    }
}
