package dev.muster.sandbox.chaos.check;

import static dev.muster.sandbox.chaos.check.MadeUp.ADA;
import static dev.muster.sandbox.chaos.check.MadeUp.EMAIL;
import static dev.muster.sandbox.chaos.check.MadeUp.RUN;
import static dev.muster.sandbox.chaos.check.MadeUp.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogCheckTest {

    private static final Instant LATER = START.plusSeconds(600);

    private final MadeUp world = MadeUp.healthy();
    private final List<AcceptedSignup> signups = new ArrayList<>(List.of(new AcceptedSignup(ADA, EMAIL, LATER)));
    private final List<AcceptedAnswer> answers =
            new ArrayList<>(List.of(new AcceptedAnswer(RUN, "UMARA", List.of("Writing"), LATER)));

    @Test
    void whatIsInTheLogIsNotMissed() {
        assertThat(violations()).isEmpty();
    }

    @Test
    void signUpThatIsNotInTheLogIsMissed() {
        world.lose(Topics.SIGNUPS, "cause-1");

        assertThat(violations()).singleElement().asString().contains(ADA, "has 0", "expected 1");
    }

    @Test
    void secondSignUpOfAPersonIsMissedBesideTheFirst() {
        signups.add(new AcceptedSignup(ADA, EMAIL, LATER.plusSeconds(1)));

        assertThat(violations()).singleElement().asString().contains(ADA, "has 1", "expected 2");
    }

    @Test
    void recordThatIsLaterThanItsAcceptanceIsAnother() {
        signups.set(0, new AcceptedSignup(ADA, EMAIL, START.minusSeconds(1)));

        assertThat(violations()).hasSize(1);
    }

    @Test
    void whatCompactionTookIsNotMissed() {
        world.signedUp("cause-2", "Ada", "King");
        world.lose(Topics.SIGNUPS, "cause-1");
        signups.add(new AcceptedSignup(ADA, EMAIL, LATER.plusSeconds(1)));

        assertThat(violations()).isEmpty();
    }

    @Test
    void recordOfAnotherAddressIsNoneOfThisSignUp() {
        signups.set(0, new AcceptedSignup(ADA, "grace@example.org", LATER));

        assertThat(violations())
                .singleElement()
                .asString()
                .contains("another address")
                .doesNotContain("@example.org");
    }

    @Test
    void answersThatAreNotInTheLogAreMissed() {
        answers.add(new AcceptedAnswer(RUN, "UMARA", List.of("Writing more"), LATER));

        assertThat(violations()).singleElement().asString().contains("UMARA", RUN, "has 0");
    }

    @Test
    void answersSentTwiceAreThereTwice() {
        answers.add(new AcceptedAnswer(RUN, "UMARA", List.of("Writing"), LATER));

        assertThat(violations()).singleElement().asString().contains("has 1", "expected 2");
    }

    @Test
    void skipThatIsNotInTheLogIsMissed() {
        world.lose(Topics.INTERACTIONS, "i-2");

        assertThat(violations()).singleElement().asString().contains("skip of UYUKI", "has 0");
    }

    @Test
    void answersThatAreNotInTheRunsHistoryAreMissed() {
        world.lose(Topics.RUNS, "i-1:recorded");

        assertThat(violations())
                .singleElement()
                .asString()
                .contains("muster.slack-interactions-0@0", "AnswersRecorded");
    }

    @Test
    void answersInTheRunsHistoryAreThoseThatWereSent() {
        world.change(Topics.RUNS, "i-1:recorded", data -> data.put("sequence", 7));

        assertThat(violations()).hasSize(1);
    }

    @Test
    void interactionThatIsPassedOverIsInTheHistory() {
        world.lose(Topics.RUNS, "i-1:recorded");
        world.publish(Topics.RUNS, RUN, "i-1:passed-over", "InteractionPassedOver", "{\"interaction\": \"i-1\"}");

        assertThat(violations()).isEmpty();
    }

    private List<String> violations() {
        var skips = List.of(new AcceptedSkip(RUN, "UYUKI", LATER));
        return LogCheck.of(signups, answers, skips, world.topics()).violations();
    }
}
