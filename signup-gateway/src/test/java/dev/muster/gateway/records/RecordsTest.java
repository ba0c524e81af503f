package dev.muster.gateway.records;

import static dev.muster.events.EffectOutcome.Status.SUCCEEDED;
import static dev.muster.events.EffectOutcome.Status.WAITING;
import static dev.muster.gateway.records.Outcomes.BEGIN;
import static dev.muster.gateway.records.Outcomes.attempt;
import static dev.muster.gateway.records.Outcomes.newSignupId;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.muster.events.ContactOutcome;
import dev.muster.events.EffectOutcome;
import dev.muster.events.Envelope;
import dev.muster.events.InviteOutcome;
import dev.muster.events.UserSignedUp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Mono;

/** What the records ask of a document store: the embedded one, or the server that the run or {@code MUSTER_TEST_MONGODB_URI} names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordsTest {

    private final Optional<String> server =
            Optional.ofNullable(System.getProperty("muster.test.mongodb", System.getenv("MUSTER_TEST_MONGODB_URI")));
    private final MongoServer embedded = new MongoServer(new MemoryBackend());
    private MongoClient client;
    private MongoDatabase database;
    private SignupDocuments records;

    private final String id = newSignupId();
    private final SignupRecord signedUp = signup(3, "Ada");
    private final SignupRecord invited = SignupRecord.of(new InviteOutcome(id, attempt(3, 1, WAITING, "timeout")));

    @BeforeAll
    void connect() {
        client = MongoClients.create(server.orElseGet(embedded::bindAndGetConnectionString));
        database = client.getDatabase("muster-test-" + UUID.randomUUID());
        records = new SignupDocuments(database.getCollection("signups").withWriteConcern(WriteConcern.MAJORITY));
    }

    @AfterAll
    void drop() {
        Mono.from(database.drop()).block();
        client.close();
        embedded.shutdownNow();
    }

    @Test
    void whatIsWrittenIsFound() {
        var id = newSignupId();
        var record = signedUp.merge(invited)
                .merge(SignupRecord.of(new InviteOutcome(id, attempt(3, 2, SUCCEEDED, null))))
                .merge(SignupRecord.of(new ContactOutcome(id, attempt(3, 1, WAITING, "500"))));

        records.write(Map.of(id, record));

        assertThat(find(id)).isEqualTo(record);
        assertThat(find(newSignupId())).isEqualTo(SignupRecord.EMPTY);
    }

    @RepeatedTest(20)
    void isTheSameInWhateverOrderAndHoweverOftenItIsWritten(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var id = newSignupId();
        var pieces = new ArrayList<>(List.of(
                signedUp,
                invited,
                signup(7, "Augusta"),
                SignupRecord.of(new InviteOutcome(id, attempt(7, 1, SUCCEEDED, null))),
                SignupRecord.of(new ContactOutcome(id, attempt(7, 1, WAITING, "500")))));
        var whole = pieces.stream().reduce(SignupRecord.EMPTY, SignupRecord::merge);
        pieces.addAll(List.copyOf(pieces));
        Collections.shuffle(pieces, random);

        pieces.forEach(piece -> records.write(Map.of(id, piece)));

        assertThat(find(id)).isEqualTo(whole);
    }

    @Test
    void isTheSameWhenSeveralReplicasWriteAtOnce() {
        var id = newSignupId();
        var pieces = List.of(signedUp, invited, signup(7, "Augusta"), signup(5, "Mary"));
        var whole = pieces.stream().reduce(SignupRecord.EMPTY, SignupRecord::merge);

        IntStream.range(0, 40).parallel().forEach(i -> records.write(Map.of(id, pieces.get(i % pieces.size()))));

        assertThat(find(id)).isEqualTo(whole);
    }

    @Test
    void aBatchHoldsManyPeople() {
        var ids = IntStream.range(0, 500).mapToObj(_ -> newSignupId()).toList();
        var batch = new HashMap<String, SignupRecord>();
        ids.forEach(id -> batch.put(id, signedUp));
        records.write(Map.of(ids.getFirst(), signup(9, "Augusta")));

        records.write(batch);

        assertThat(ids).allSatisfy(id -> assertThat(find(id).isKnown()).isTrue());
        assertThat(find(ids.getFirst()).sequence()).isEqualTo(9);
    }

    @Test
    void ofAVeryLongOutageThatIsWrittenAtOnceTheFirstAndTheLastAttemptsAreKept() {
        var id = newSignupId();
        var outage = IntStream.rangeClosed(1, 1005)
                .mapToObj(number -> SignupRecord.of(new InviteOutcome(id, attempt(3, number, WAITING, "timeout"))))
                .reduce(signedUp, SignupRecord::merge);

        records.write(Map.of(id, outage));

        assertThat(find(id).attempts(Step.SLACK))
                .extracting(EffectOutcome::attempt)
                .isEqualTo(IntStream.concat(IntStream.rangeClosed(1, 500), IntStream.rangeClosed(506, 1005))
                        .boxed()
                        .toList());
    }

    @Test
    void anErasureDeletesTheDocument() {
        var id = newSignupId();
        records.write(Map.of(id, signedUp.merge(invited)));

        records.write(Map.of(id, SignupRecord.erasedAt(4)));

        assertThat(document(id)).isEmpty();
    }

    @Test
    void aSignUpAndItsErasureInOneBatchLeaveNothing() {
        var id = newSignupId();

        records.write(Map.of(id, signedUp.merge(SignupRecord.erasedAt(4))));

        assertThat(document(id)).isEmpty();
    }

    @Test
    void aLateOutcomeBringsNobodyBack() {
        var id = newSignupId();
        records.write(Map.of(id, signedUp));
        records.write(Map.of(id, SignupRecord.erasedAt(4)));

        records.write(Map.of(id, invited));

        assertThat(find(id).isKnown()).isFalse();
        assertThat(document(id)).get().extracting(Document::keySet).isEqualTo(Set.of("_id", "steps", "lastOutcome"));
    }

    @Test
    void anErasureThatComesLateLeavesTheLaterSignUpAlone() {
        var id = newSignupId();
        records.write(Map.of(id, signup(7, "Augusta")));

        records.write(Map.of(id, SignupRecord.erasedAt(4)));

        assertThat(find(id).isKnown()).isTrue();
    }

    @Test
    void anErasureKeepsTheOutcomesOfASignUpThatIsStillToCome() {
        var id = newSignupId();
        var later = SignupRecord.of(new InviteOutcome(id, attempt(7, 1, SUCCEEDED, null)));
        records.write(Map.of(id, signedUp));
        records.write(Map.of(id, later));

        records.write(Map.of(id, SignupRecord.erasedAt(4)));
        assertThat(document(id)).get().extracting(Document::keySet).isEqualTo(Set.of("_id", "steps", "lastOutcome"));

        records.write(Map.of(id, signup(7, "Augusta")));
        assertThat(find(id).attempts(Step.SLACK)).hasSize(1);
    }

    private SignupRecord find(String id) {
        return records.find(id).blockOptional().orElse(SignupRecord.EMPTY);
    }

    private Optional<Document> document(String id) {
        return Mono.from(database.getCollection("signups").find(Filters.eq(id))).blockOptional();
    }

    private SignupRecord signup(long sequence, String firstName) {
        var event = new UserSignedUp(id, "ada@example.org", firstName, "");
        return SignupRecord.of(sequence, new Envelope<>("event-" + sequence, "/test", BEGIN, event), event);
    }
}
