package dev.muster.gateway.records;

import static dev.muster.events.EffectOutcome.Status.SUCCEEDED;
import static dev.muster.events.EffectOutcome.Status.WAITING;
import static dev.muster.gateway.World.soon;
import static dev.muster.gateway.records.Outcomes.newSignupId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.Topic;
import dev.muster.events.view.Rebuildable;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import dev.muster.gateway.records.SignupRecord.Signup;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Mono;

@GatewayTest
class RecordsProjectorTest {

    private final World world;
    private final Records records;
    private final Rebuildable rebuildable;
    private final MongoDatabase store;
    private final String signupId = newSignupId();

    @Autowired
    RecordsProjectorTest(World world, Records records, Rebuildable rebuildable, MongoDatabase store) {
        this.world = world;
        this.records = records;
        this.rebuildable = rebuildable;
        this.store = store;
    }

    @BeforeEach
    void theViewIsWhole() {
        soon().until(() -> records.find(signupId).blockOptional().isEmpty());
    }

    @Test
    void aRecordHoldsThePersonAndEveryAttempt() {
        var sequence = world.signedUp(signupId);
        world.slackAnswers(signupId, sequence, 1, WAITING, "timeout");
        world.slackAnswers(signupId, sequence, 2, SUCCEEDED, null);
        world.crmAnswers(signupId, sequence, 1, SUCCEEDED, null);

        soon().untilAsserted(() -> {
            assertThat(record(signupId).attempts(Step.SLACK)).hasSize(2);
            assertThat(record(signupId).attempts(Step.CRM)).hasSize(1);
            assertThat(record(signupId).current()).get().satisfies(signup -> {
                assertThat(signup.email()).isEqualTo(signupId + "@example.org");
                assertThat(signup.firstName()).isEqualTo("Ada");
                assertThat(signup.lastName()).isEqualTo("Lovelace");
                assertThat(signup.at()).isEqualTo(Outcomes.BEGIN);
            });
        });
        assertThat(record(signupId).attempts(Step.SLACK).getFirst())
                .isEqualTo(Outcomes.attempt(sequence, 1, WAITING, "timeout"));
    }

    @Test
    void outcomesMayComeFirstAndTwice() {
        var sequence = world.signedUp(newSignupId());
        world.crmAnswers(signupId, sequence, 1, SUCCEEDED, null);
        world.crmAnswers(signupId, sequence, 1, SUCCEEDED, null);
        soon().untilAsserted(() -> assertThat(record(signupId).contacts()).hasSize(1));

        world.signedUp(signupId);

        soon().untilAsserted(() -> assertThat(record(signupId).isKnown()).isTrue());
    }

    @Test
    void aTombstoneDeletesTheRecord() {
        world.signedUp(signupId);
        soon().untilAsserted(() -> assertThat(record(signupId).isKnown()).isTrue());

        world.erased(signupId);

        soon().untilAsserted(
                        () -> assertThat(records.find(signupId).blockOptional()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {Topic.SIGNUPS, Topic.SLACK_INVITES, Topic.CRM_CONTACTS})
    void garbageBecomesADeadLetterAndTheNextEventPasses(String topic) {
        var garbage = new byte[] {(byte) 0xff, 0, 'x'};

        world.garbage(topic, signupId, garbage);
        world.garbage(topic, signupId, "{\"signupId\": null}".getBytes(UTF_8));
        world.signedUp(signupId);

        soon().untilAsserted(() -> assertThat(record(signupId).isKnown()).isTrue());
        soon().untilAsserted(() -> assertThat(world.recordsOf(
                        Topic.deadLettersOf(ConsumerGroup.GATEWAY_RECORDS).name(), signupId))
                .hasSize(2)
                .first()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(garbage)));
    }

    @Test
    void manySignUpsAreAllRecorded() {
        var people = IntStream.range(0, 1000).mapToObj(_ -> newSignupId()).toList();

        people.parallelStream().forEach(world::signedUp);

        soon().until(() -> people.stream().allMatch(person -> record(person).isKnown()));
        assertThat(people)
                .allSatisfy(person ->
                        assertThat(record(person).current().map(Signup::at)).contains(Outcomes.BEGIN));
    }

    @Test
    void aRebuildAndADroppedStoreComeToTheSameWhileSignUpsGoOn() throws Exception {
        var sequence = world.signedUp(signupId);
        world.slackAnswers(signupId, sequence, 1, SUCCEEDED, null);
        world.crmAnswers(signupId, sequence, 1, SUCCEEDED, null);
        soon().untilAsserted(() -> {
            assertThat(record(signupId).isKnown()).isTrue();
            assertThat(record(signupId).attempts(Step.SLACK)).hasSize(1);
            assertThat(record(signupId).attempts(Step.CRM)).hasSize(1);
        });
        var kept = record(signupId);
        var meanwhile = newSignupId();

        var signingUp = Thread.ofVirtual().start(() -> world.signedUp(meanwhile));
        rebuildable.rebuild((partition, position, end) -> {});
        signingUp.join();

        assertThat(record(signupId)).isEqualTo(kept);
        soon().untilAsserted(() -> assertThat(record(meanwhile).isKnown()).isTrue());
        Mono.from(store.drop()).block();
        var after = newSignupId();
        world.signedUp(after);
        soon().untilAsserted(() -> assertThat(record(after).isKnown()).isTrue());
        assertThat(record(signupId)).isEqualTo(kept);
        assertThat(record(meanwhile).isKnown()).isTrue();
    }

    private SignupRecord record(String signupId) {
        return records.find(signupId).blockOptional().orElse(SignupRecord.EMPTY);
    }
}
