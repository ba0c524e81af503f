package dev.muster.sandbox.chaos.check;

import static dev.muster.sandbox.chaos.check.MadeUp.ADA;
import static dev.muster.sandbox.chaos.check.MadeUp.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.chaos.check.Event.Place;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EffectsCheckTest {

    private final MadeUp world = MadeUp.healthy();

    @Test
    void whatHasEndedIsNotMissed() {
        assertThat(violations()).isEmpty();
        assertThat(EffectsCheck.of(world.topics(), world.journals()).figures())
                .contains("invitations done: 1", "contacts done: 1", "questions done: 4", "posts done: 4", "runs: 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {Topics.INVITES, Topics.CONTACTS})
    void signUpWithoutAnOutcomeIsMissed(String topic) {
        world.lose(topic, event -> event.key().equals(ADA));

        assertThat(violations())
                .singleElement()
                .asString()
                .contains(ADA, "cause-1", "muster.signups-0@0", "no outcome");
    }

    @Test
    void outcomeOfAnEarlierSignUpIsNoneOfTheLatest() {
        world.signedUp("cause-2", "Ada", "Lovelace");

        assertThat(violations()).hasSize(2).allSatisfy(violation -> assertThat(violation)
                .contains("cause-2"));
    }

    @Test
    void effectThatWaitsForEverIsMissed() {
        world.outcome(Topics.INVITES, ADA, "invite:" + ADA, "", "cause-1", 0, 2, "waiting");

        assertThat(violations()).singleElement().asString().contains("waiting since", "a_code", "attempt 2");
    }

    @Test
    void rejectedIsAnEnd() {
        world.outcome(Topics.INVITES, ADA, "invite:" + ADA, "", "cause-1", 0, 2, "rejected");
        world.invitations.clear();

        assertThat(violations()).isEmpty();
    }

    @Test
    void deadLetterIsAnEnd() {
        world.lose(Topics.INVITES, event -> event.key().equals(ADA));
        world.deadLetter("slack-service.invites", new Place(Topics.SIGNUPS, 0, 0));

        assertThat(violations()).isEmpty();
    }

    @Test
    void deadLetterOfAnotherLineIsNoEnd() {
        world.lose(Topics.INVITES, event -> event.key().equals(ADA));
        world.deadLetter("crm-service.contacts", new Place(Topics.SIGNUPS, 0, 0));

        assertThat(violations()).hasSize(1);
    }

    @Test
    void doneIsWhatTheProviderHas() {
        world.invitations.clear();
        world.contacts.clear();
        world.messages.clear();

        assertThat(violations())
                .anySatisfy(violation -> assertThat(violation).contains("invite:" + ADA, "no such invitation"))
                .anySatisfy(violation -> assertThat(violation).contains("contact:" + ADA, "no contact like"))
                .anySatisfy(violation -> assertThat(violation).contains("prompt:" + RUN, "no such message"))
                .anySatisfy(violation -> assertThat(violation).contains("post:" + RUN, "no such message"));
    }

    @Test
    void contactIsAsThePersonSignedUpLast() {
        world.contacts.set(0, new Journals.Contact("1", MadeUp.EMAIL, "Ada", "Byron"));

        assertThat(violations())
                .singleElement()
                .asString()
                .contains("contact:" + ADA)
                .doesNotContain("Byron");
    }

    @ParameterizedTest
    @CsvSource({
        "muster.standup-prompts, UMARA:ask, PromptRequested ASK of UMARA",
        "muster.standup-prompts, UNOOR:remind, PromptRequested REMIND of UNOOR",
        "muster.standup-prompts, closed:UYUKI, PromptClosed of UYUKI",
    })
    void whatARunAsksForIsMissed(String topic, String ending, String expected) {
        world.lose(topic, event -> event.id().endsWith(ending));

        assertThat(violations()).singleElement().asString().contains(expected, RUN);
    }

    @Test
    void tickWithoutAnEffectIsMissed() {
        world.publish(Topics.TICKS, "other", "other|2026-11-20|ASK", "StandupTick", """
                {"standup": {"id": "other"}, "date": "2026-11-20", "phase": "ASK"}""");

        assertThat(violations()).singleElement().asString().contains("other|2026-11-20|ASK", "RunOpened");
    }

    @Test
    void tickThatIsPassedOverIsNotMissed() {
        world.publish(Topics.TICKS, "other", "other|2026-11-20|ASK", "StandupTick", """
                {"standup": {"id": "other"}, "date": "2026-11-20", "phase": "ASK"}""");
        world.publish(Topics.RUNS, "other|2026-11-20", "p", "TickPassedOver", "{\"tick\": \"other|2026-11-20|ASK\"}");

        assertThat(violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompt:" + RUN + ":UMARA:ask", "post:" + RUN + ":UNOOR"})
    void messageWithoutAnOutcomeIsMissed(String effectId) {
        world.lose(Topics.DELIVERIES, event -> event.key().equals(effectId));

        assertThat(violations()).singleElement().asString().contains(effectId, "no outcome");
    }

    @Test
    void questionThatDoesNotShowTheLastAnswerIsMissed() {
        var effectId = "thanks:" + RUN + ":UNOOR:remind";
        world.lose(
                Topics.DELIVERIES,
                event -> event.key().equals(effectId)
                        && event.data().path("effect").path("sequence").asInt() == 5);

        assertThat(violations()).singleElement().asString().contains(effectId, "muster.standup-runs-0@5", "no outcome");
    }

    private List<String> violations() {
        return EffectsCheck.of(world.topics(), world.journals()).violations();
    }
}
