package dev.muster.sandbox.chaos.check;

import static dev.muster.sandbox.chaos.check.MadeUp.ADA;
import static dev.muster.sandbox.chaos.check.MadeUp.CHANNEL;
import static dev.muster.sandbox.chaos.check.MadeUp.EMAIL;
import static dev.muster.sandbox.chaos.check.MadeUp.RUN;
import static dev.muster.sandbox.chaos.check.MadeUp.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.chaos.check.Journals.Call;
import dev.muster.sandbox.chaos.check.Journals.Contact;
import dev.muster.sandbox.chaos.check.Journals.Invitation;
import dev.muster.sandbox.chaos.check.Journals.Message;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnceCheckTest {

    private static final String PROMPT = "prompt:" + RUN + ":UMARA:ask";
    private static final Instant STOPPED = START.plusSeconds(900);
    private static final List<Suspension> SUSPENSIONS =
            List.of(new Suspension("slack-service-2", STOPPED, STOPPED.plusSeconds(40)));

    private final MadeUp world = MadeUp.healthy();

    @Test
    void whatHappenedOnceIsNotSeenTwice() {
        assertThat(check(1).violations()).isEmpty();
    }

    @Test
    void secondEmailIsASecondInvitation() {
        world.invitations.set(0, new Invitation(EMAIL, 2));

        assertThat(check(1).violations())
                .singleElement()
                .asString()
                .contains(ADA, "2 e-mails")
                .doesNotContain(EMAIL);
    }

    @Test
    void secondAcceptedCallIsASecondInvitation() {
        world.calls.add(new Call(STOPPED, Call.INVITE, EMAIL, "", 200, "ok"));

        assertThat(check(1).violations()).singleElement().asString().contains(ADA, "accepted 2 calls");
    }

    @Test
    void alreadyInvitedIsNoSecondInvitation() {
        world.calls.add(new Call(STOPPED, Call.INVITE, EMAIL, "", 200, "already_invited"));

        assertThat(check(1).violations()).isEmpty();
        assertThat(check(1).figures()).contains("calls for invitations that were there already: 1");
    }

    @Test
    void secondContactOfAnAddressIsSeen() {
        world.contacts.add(new Contact("2", "Ada@example.org", "Ada", "Lovelace"));

        assertThat(check(1).violations()).singleElement().asString().contains(ADA, "[1, 2]");
    }

    @Test
    void syncThatChangesNothingIsNoSecondContact() {
        world.synced("Ada", "Lovelace");

        assertThat(check(1).violations()).isEmpty();
        assertThat(check(1).figures()).contains("contact syncs that changed nothing: 1");
    }

    @Test
    void contactThatFallsBackIsSeen() {
        world.signedUp("cause-2", "Ada", "King");
        world.synced("Ada", "King");
        world.synced("Ada", "Lovelace");

        assertThat(check(1).violations()).singleElement().asString().contains(ADA, "changed 3 times", "ask for 2");
    }

    @Test
    void secondMessageOfAnEffectIsSeen() {
        world.messages.add(new Message("DUMARA", "UMARA", "99", PROMPT, "Hello"));

        assertThat(check(1).violations()).singleElement().asString().contains(PROMPT, "2 messages in DUMARA");
    }

    @Test
    void secondPostOfAPartIsSeen() {
        world.messages.add(new Message(CHANNEL, "", "99", "post:" + RUN + ":summary", "Results"));

        assertThat(check(1).violations()).singleElement().asString().contains("post:" + RUN + ":summary");
    }

    @Test
    void continuationOfAPostIsNoSecondOne() {
        world.messages.add(new Message(CHANNEL, "", "99", "post:" + RUN + ":UMARA:2", "more"));

        assertThat(check(1).violations()).isEmpty();
    }

    @Test
    void messageThatNobodyAskedForIsSeen() {
        world.messages.add(new Message("DUMARA", "UMARA", "99", "prompt:other|2026-11-20:UMARA:ask", "Hello"));

        assertThat(check(1).violations()).singleElement().asString().contains("does not ask for it");
    }

    @Test
    void messageToAnotherMemberIsSeen() {
        world.messages.removeIf(message -> message.effectId().equals(PROMPT));
        world.messages.add(new Message("DUYUKI", "UYUKI", "99", PROMPT, "Hello"));

        assertThat(check(1).violations()).singleElement().asString().contains(PROMPT, "went to UYUKI");
    }

    @Test
    void messageWithoutAnEffectIdIsSeen() {
        world.messages.add(new Message("DUMARA", "UMARA", "99", "", "Hello"));

        assertThat(check(1).violations()).singleElement().asString().contains("99", "without an effect id");
    }

    @Test
    void whatASuspendedProcessDoesWhenItWakesIsCountedApart() {
        calledTwice(STOPPED.plusSeconds(35), STOPPED.plusSeconds(40));

        assertThat(check(2).violations()).isEmpty();
        assertThat(check(2).figures())
                .contains("twice because a suspended process woke after its lease (not promised): 1");
    }

    @Test
    void oneInstanceHasNoSuchExcuse() {
        calledTwice(STOPPED.plusSeconds(35), STOPPED.plusSeconds(40));

        assertThat(check(1).violations()).hasSize(1);
    }

    @Test
    void secondCallWhileTheProcessIsStillSuspendedIsNotItsOwn() {
        calledTwice(STOPPED.plusSeconds(20), STOPPED.plusSeconds(35));

        assertThat(check(2).violations()).hasSize(1);
    }

    @Test
    void whoElseStoodStillExplainsNothing() {
        calledTwice(STOPPED.plusSeconds(35), STOPPED.plusSeconds(40));
        var other = List.of(new Suspension("crm-service-2", STOPPED, STOPPED.plusSeconds(40)));

        assertThat(OnceCheck.of(2, other, world.topics(), world.journals()).violations())
                .hasSize(1);
    }

    @Test
    void twoCallsUnderOneClaimAreNotExcused() {
        calledTwice(STOPPED.plusSeconds(35), STOPPED.plusSeconds(40));
        world.lose(Topics.DELIVERIES, PROMPT + "|" + PROMPT + "|2|succeeded");

        assertThat(check(2).violations()).hasSize(1);
    }

    private void calledTwice(Instant first, Instant second) {
        world.calls.removeIf(call -> call.about().equals(PROMPT));
        world.calls.add(new Call(first, Call.POST, PROMPT, "", 200, "ok"));
        world.calls.add(new Call(second, Call.POST, PROMPT, "", 200, "ok"));
        world.messages.add(new Message("DUMARA", "UMARA", "99", PROMPT, "Hello"));
        world.outcome(Topics.DELIVERIES, PROMPT, PROMPT, "", PROMPT, 0, 2, "succeeded");
    }

    private Verdict check(int replicas) {
        return OnceCheck.of(replicas, SUSPENSIONS, world.topics(), world.journals());
    }
}
