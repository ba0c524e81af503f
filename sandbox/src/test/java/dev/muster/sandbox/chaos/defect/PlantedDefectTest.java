package dev.muster.sandbox.chaos.defect;

import static dev.muster.sandbox.chaos.defect.DefectiveWorld.GATEWAY;
import static dev.muster.sandbox.chaos.defect.DefectiveWorld.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.WorldOfItsOwn;
import dev.muster.sandbox.chaos.check.AcceptedSignup;
import dev.muster.sandbox.chaos.defect.planted.Defect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each planted defect is caught by the check that is there for it, and by no other; without it, the same faults do no harm. What
 * one test leaves behind the next one mends, since nobody needs that of the last.
 */
@WorldOfItsOwn
class PlantedDefectTest {

    private static DefectiveWorld world;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        world = DefectiveWorld.start(directory);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void mend() throws Exception {
        world.mend();
    }

    @Test
    void noCheckFailsWithoutADefect() throws Exception {
        world.awaitAttempt(slackAcceptsLate());
        world.slackIsWell();
        world.awaitCalm();
        slackServiceDiesInACall("stall");
        slackServiceDiesInACall("hang");

        assertThat(world.checksThatFail()).isEmpty();
    }

    @Test
    void offsetCommittedBeforeTheEffectIsCaught() throws Exception {
        world.plant(Defect.OFFSET_BEFORE_EFFECT);

        slackServiceDiesInACall("hang");

        assertThat(world.checksThatFail()).containsExactly(2);
    }

    @Test
    void ledgerThatIsOffIsCaught() throws Exception {
        world.plant(Defect.LEDGER_OFF);

        slackServiceDiesInACall("stall");

        assertThat(world.checksThatFail()).containsExactly(3);
    }

    @Test
    void lostOutcomeIsCaught() throws Exception {
        world.plant(Defect.LOST_OUTCOME);

        world.signsUp();
        world.signsUp();
        world.awaitCalm();

        assertThat(world.checksThatFail()).containsExactly(2);
    }

    @Test
    void invitationThatSlackAcceptsAfterTheGraceIsSeenTwice() throws Exception {
        world.set(SLACK, "muster.slack.invite.calls.grace=0s");

        world.awaitCalls(slackAcceptsLate(), 2);
        world.slackIsWell();
        world.awaitCalm();

        assertThat(world.checksThatFail()).containsExactly(3);
    }

    /** What is accepted has two of three replicas: two brokers are enough, also for what the third one led. */
    @Test
    void lossOfOneBrokerStopsNobody() throws Exception {
        var lost = world.brokersOf(world.signsUp()).getFirst();
        var wasLed = world.ledBy(lost);
        world.suspend(lost);
        try {
            var newcomers = new ArrayList<AcceptedSignup>();
            do {
                newcomers.add(world.signsUp());
            } while (!wasLed.test(newcomers.getLast()));

            newcomers.forEach(world::awaitSuccess);
        } finally {
            world.resume(lost);
            world.awaitCalm();
        }

        assertThat(world.checksThatFail()).isEmpty();
    }

    @Test
    void nothingIsAcceptedThatOneBrokerAloneHas() throws Exception {
        var accepted = leaderDiesWithASignUp();

        assertThat(accepted).isEmpty();
        assertThat(world.checksThatFail()).isEmpty();
    }

    @Test
    void acceptanceByOneBrokerAloneIsCaught() throws Exception {
        world.set(GATEWAY, "spring.kafka.producer.acks=1", "spring.kafka.producer.properties.enable.idempotence=false");

        var accepted = leaderDiesWithASignUp();

        assertThat(accepted).isPresent();
        assertThat(world.checksThatFail()).containsExactly(1);
    }

    private static void slackServiceDiesInACall(String fault) throws Exception {
        world.slackFails(fault, "");
        world.awaitCalls(world.signsUp(), 1);
        world.kill(SLACK);
        world.slackIsWell();
        world.awaitCalm();
    }

    private static AcceptedSignup slackAcceptsLate() throws Exception {
        world.slackFails("late", ", \"times\": 1");
        var person = world.signsUp();
        world.awaitCalls(person, 1);
        return person;
    }

    /** Somebody signs up twice more while the followers stand still; then the leader dies, and one of them takes over. */
    private static Optional<AcceptedSignup> leaderDiesWithASignUp() throws Exception {
        var person = world.signsUp();
        world.awaitCalm();
        var brokers = world.brokersOf(person);
        var followers = brokers.subList(1, brokers.size());
        followers.forEach(world::suspend);
        try {
            // This one they may still get: it answers the fetch that was under way when they were stopped.
            var _ = world.signsUp(person.email());
            var accepted = world.signsUp(person.email());
            world.kill(brokers.getFirst());
            return accepted;
        } finally {
            followers.forEach(world::resume);
            world.awaitCalm();
        }
    }
}
