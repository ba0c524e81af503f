package dev.muster.gateway.records;

import static dev.muster.events.EffectOutcome.Status.REJECTED;
import static dev.muster.events.EffectOutcome.Status.SUCCEEDED;
import static dev.muster.events.EffectOutcome.Status.WAITING;
import static dev.muster.gateway.records.Outcomes.BEGIN;
import static dev.muster.gateway.records.Outcomes.attempt;
import static dev.muster.gateway.records.Outcomes.newSignupId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ContactOutcome;
import dev.muster.events.Envelope;
import dev.muster.events.InviteOutcome;
import dev.muster.events.UserSignedUp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SignupRecordTest {

    private static final String ID = newSignupId();

    private final List<SignupRecord> pieces = List.of(
            signup(3, "Ada"),
            invite(3, 1, "timeout"),
            contact(3, 1),
            SignupRecord.erasedAt(4),
            signup(7, "Augusta"),
            SignupRecord.of(new InviteOutcome(ID, attempt(7, 1, WAITING, "500"))),
            SignupRecord.of(new InviteOutcome(ID, attempt(7, 2, SUCCEEDED, null))),
            contact(7, 1),
            SignupRecord.of(new ContactOutcome(ID, attempt(7, 1, REJECTED, "422"))));

    @RepeatedTest(200)
    void isTheSameInWhateverOrderAndHoweverOftenItsPiecesCome(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var inOrder = pieces.stream().reduce(SignupRecord.EMPTY, SignupRecord::merge);
        var shuffled = new ArrayList<>(pieces);
        for (var i = random.nextInt(8); i > 0; i--) {
            shuffled.add(pieces.get(random.nextInt(pieces.size())));
        }
        Collections.shuffle(shuffled, random);

        var merged = mergedInGroups(shuffled, random);

        assertThat(merged).isEqualTo(inOrder);
        assertThat(merged.merge(merged)).isEqualTo(merged);
        assertThat(merged.merge(SignupRecord.EMPTY)).isEqualTo(merged);
        assertThat(merged.current())
                .get()
                .extracting(SignupRecord.Signup::firstName)
                .isEqualTo("Augusta");
    }

    @Test
    void outcomesOfAnEarlierSignUpDoNotCount() {
        var before = signup(3, "Ada").merge(invite(3, 1, "500"));

        var after = before.merge(signup(7, "Ada"));

        assertThat(before.attempts(Step.SLACK)).hasSize(1);
        assertThat(after.attempts(Step.SLACK)).isEmpty();
        assertThat(after.merge(invite(3, 2, "500")).attempts(Step.SLACK)).isEmpty();
        assertThat(after.merge(invite(7, 1, "500")).attempts(Step.SLACK)).hasSize(1);
    }

    @Test
    void anErasureForgetsThePersonUntilTheySignUpAgain() {
        var erased = signup(3, "Ada").merge(SignupRecord.erasedAt(4));

        assertThat(erased.isKnown()).isFalse();
        assertThat(erased.isErased()).isTrue();
        assertThat(erased.merge(invite(3, 1, "500")).isKnown()).isFalse();
        assertThat(erased.merge(signup(3, "Ada")).isKnown()).isFalse();
        assertThat(erased.merge(signup(5, "Ada")).isKnown()).isTrue();
    }

    @Test
    void outcomesAloneMakeNoRecord() {
        assertThat(invite(3, 1, "500").isKnown()).isFalse();
    }

    @Test
    void anAnnouncedSignUpIsLaterThanTheOneThatIsKnown() {
        var announced = signup(3, "Ada").merge(signup(7, "Augusta").announcement());

        assertThat(announced.isKnown()).isTrue();
        assertThat(announced.current()).isEmpty();
        assertThat(announced.sequence()).isEqualTo(7);
        assertThat(announced.merge(signup(7, "Augusta")).current()).isPresent();
    }

    private static SignupRecord mergedInGroups(List<SignupRecord> pieces, Random random) {
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        var cut = 1 + random.nextInt(pieces.size() - 1);
        return mergedInGroups(pieces.subList(0, cut), random)
                .merge(mergedInGroups(pieces.subList(cut, pieces.size()), random));
    }

    private static SignupRecord signup(long sequence, String firstName) {
        var event = new UserSignedUp(ID, "ada@example.org", firstName, "");
        return SignupRecord.of(sequence, new Envelope<>("event-" + sequence, "/test", BEGIN, event), event);
    }

    private static SignupRecord invite(long sequence, int attempt, String code) {
        return SignupRecord.of(new InviteOutcome(ID, attempt(sequence, attempt, WAITING, code)));
    }

    private static SignupRecord contact(long sequence, int attempt) {
        return SignupRecord.of(new ContactOutcome(ID, attempt(sequence, attempt, SUCCEEDED, null)));
    }
}
