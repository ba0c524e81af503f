package dev.muster.gateway.records;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.muster.events.EffectOutcome;
import dev.muster.gateway.records.SignupRecord.Signup;
import dev.muster.gateway.records.SignupRecord.Turn;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sign-up records in a collection, one document a person: the latest sign-up with its {@code sequence}, and under {@code steps}
 * every attempt as {@code <sequence>_<attempt>}. Outcomes may be there before their sign-up; such a document is no record yet.
 *
 * <p>Writing uses single-document operations by {@code _id} only. Each moves a document forward or leaves it, so that they may
 * come in any order, repeatedly, and from several replicas.
 */
record SignupDocuments(MongoCollection<Document> documents) {

    private static final String SEQUENCE = "sequence";
    private static final String LAST_OUTCOME = "lastOutcome";
    private static final List<String> SIGNUP_FIELDS =
            List.of(SEQUENCE, "eventId", "email", "firstName", "lastName", "signedUpAt");

    /** Of an outage that lasts for weeks, its first and its last attempts are kept: a document has a largest size. */
    private static final int KEPT_AT_EITHER_END = 500;

    private static final Duration LONGEST_WRITE = Duration.ofSeconds(20);

    /** What is kept of a person, whether or not it makes a record; nothing where there is nothing. */
    Mono<SignupRecord> find(String signupId) {
        return Mono.from(documents.find(eq(signupId)).first()).map(SignupDocuments::read);
    }

    /**
     * Adds what has become known, by sign-up id, and returns when a majority of the store's members have it.
     *
     * @throws RuntimeException if they may not have it: to be written again
     */
    void write(Map<String, SignupRecord> changes) {
        var first = changes.entrySet().stream()
                .flatMap(change -> writes(change.getKey(), change.getValue()))
                .toList();
        var then = changes.entrySet().stream()
                .flatMap(change -> erasures(change.getKey(), change.getValue()))
                .toList();
        write(first).then(Mono.defer(() -> write(then))).block(LONGEST_WRITE);
    }

    private Mono<Void> write(List<Write> writes) {
        if (writes.isEmpty()) {
            return Mono.empty();
        }
        return bulkWrite(writes.stream().map(Write::model).toList())
                .onErrorResume(MongoBulkWriteException.class, e -> withoutInsert(writes, e));
    }

    private Mono<Void> bulkWrite(List<WriteModel<Document>> models) {
        return Mono.from(documents.bulkWrite(models, new BulkWriteOptions().ordered(false)))
                .then();
    }

    /**
     * An upsert that inserts what is already there has lost a race, or to a later sign-up. The document is there now, so the same
     * update without the insert settles both.
     */
    private Mono<Void> withoutInsert(List<Write> writes, MongoBulkWriteException failure) {
        var errors = failure.getWriteErrors();
        if (failure.getWriteConcernError() != null || !errors.stream().allMatch(SignupDocuments::isDuplicate)) {
            return Mono.error(failure);
        }
        return bulkWrite(errors.stream()
                .map(error -> writes.get(error.getIndex()).withoutInsert())
                .toList());
    }

    private static boolean isDuplicate(BulkWriteError error) {
        return ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY;
    }

    private sealed interface Write {

        WriteModel<Document> model();

        WriteModel<Document> withoutInsert();

        record Upsert(Bson filter, Bson update) implements Write {

            @Override
            public WriteModel<Document> model() {
                return new UpdateOneModel<>(filter, update, new UpdateOptions().upsert(true));
            }

            @Override
            public WriteModel<Document> withoutInsert() {
                return new UpdateOneModel<>(filter, update);
            }
        }

        record Update(Bson filter, Bson update) implements Write {

            @Override
            public WriteModel<Document> model() {
                return new UpdateOneModel<>(filter, update);
            }

            @Override
            public WriteModel<Document> withoutInsert() {
                return model();
            }
        }

        record Delete(Bson filter) implements Write {

            @Override
            public WriteModel<Document> model() {
                return new DeleteOneModel<>(filter);
            }

            @Override
            public WriteModel<Document> withoutInsert() {
                return model();
            }
        }
    }

    private static Stream<Write> writes(String signupId, SignupRecord change) {
        return Stream.of(signup(signupId, change), outcomes(signupId, change), deletion(signupId, change))
                .flatMap(Optional::stream);
    }

    private static Optional<Write> signup(String signupId, SignupRecord change) {
        return Optional.ofNullable(change.signup())
                .map(signup -> new Write.Upsert(
                        and(eq(signupId), or(exists(SEQUENCE, false), lt(SEQUENCE, signup.sequence()))),
                        combine(
                                set(SEQUENCE, signup.sequence()),
                                set("eventId", signup.eventId()),
                                set("email", signup.email()),
                                set("firstName", signup.firstName()),
                                set("lastName", signup.lastName()),
                                set("signedUpAt", signup.at()))));
    }

    private static Optional<Write> outcomes(String signupId, SignupRecord change) {
        var updates = new LinkedHashMap<String, Bson>();
        var last = -1L;
        for (var step : List.of(Step.SLACK, Step.CRM)) {
            for (var outcome : change.allAttempts(step).values()) {
                var name = nameOf(step, outcome.sequence(), outcome.attempt());
                updates.put(name, set(name, write(outcome)));
                if (outcome.attempt() > 2 * KEPT_AT_EITHER_END) {
                    var old = nameOf(step, outcome.sequence(), outcome.attempt() - KEPT_AT_EITHER_END);
                    // In place of its setting, where one change has both: no update may name a field twice.
                    updates.put(old, unset(old));
                }
                last = Math.max(last, outcome.sequence());
            }
        }
        updates.put(LAST_OUTCOME, max(LAST_OUTCOME, last));
        return last < 0
                ? Optional.empty()
                : Optional.of(new Write.Upsert(eq(signupId), combine(List.copyOf(updates.values()))));
    }

    /** Deletes what an erasure leaves nothing of. */
    private static Optional<Write> deletion(String signupId, SignupRecord change) {
        return erasedOnly(change)
                .map(erased -> new Write.Delete(and(
                        eq(signupId),
                        lt(SEQUENCE, erased),
                        or(exists(LAST_OUTCOME, false), lt(LAST_OUTCOME, erased)))));
    }

    /** Forgets the person where outcomes of a later sign-up stand already, which an erasure must not take along. */
    private static Stream<Write> erasures(String signupId, SignupRecord change) {
        return erasedOnly(change).stream()
                .map(erased -> new Write.Update(
                        and(eq(signupId), lt(SEQUENCE, erased)),
                        combine(SIGNUP_FIELDS.stream().map(Updates::unset).toList())));
    }

    private static Optional<Long> erasedOnly(SignupRecord change) {
        return Optional.of(change.erased()).filter(erased -> erased >= 0 && change.signup() == null);
    }

    private static Document write(EffectOutcome outcome) {
        return new Document("effectId", outcome.effectId())
                .append("version", outcome.version())
                .append("cause", outcome.cause())
                .append(SEQUENCE, outcome.sequence())
                .append("attempt", outcome.attempt())
                .append("status", outcome.status().name())
                .append("code", outcome.code())
                .append("detail", outcome.detail())
                .append("startedAt", outcome.startedAt())
                .append("finishedAt", outcome.finishedAt())
                .append("nextAttemptAt", outcome.nextAttemptAt())
                .append("externalId", outcome.externalId());
    }

    private static SignupRecord read(Document document) {
        var steps = document.get("steps", new Document());
        return new SignupRecord(-1, -1, signup(document), attempts(steps, Step.SLACK), attempts(steps, Step.CRM));
    }

    private static @Nullable Signup signup(Document document) {
        var sequence = document.getLong(SEQUENCE);
        return sequence == null
                ? null
                : new Signup(
                        sequence,
                        document.getString("eventId"),
                        document.getString("email"),
                        document.getString("firstName"),
                        document.getString("lastName"),
                        document.getDate("signedUpAt").toInstant());
    }

    private static NavigableMap<Turn, EffectOutcome> attempts(Document steps, Step step) {
        var attempts = new TreeMap<Turn, EffectOutcome>();
        for (var attempt : steps.get(nameOf(step), new Document()).values()) {
            var outcome = outcome((Document) attempt);
            attempts.put(Turn.of(outcome), outcome);
        }
        return attempts;
    }

    private static EffectOutcome outcome(Document attempt) {
        var nextAttemptAt = attempt.getDate("nextAttemptAt");
        return new EffectOutcome(
                attempt.getString("effectId"),
                attempt.getString("version"),
                attempt.getString("cause"),
                attempt.getLong(SEQUENCE),
                attempt.getInteger("attempt"),
                EffectOutcome.Status.valueOf(attempt.getString("status")),
                attempt.getString("code"),
                attempt.getString("detail"),
                attempt.getDate("startedAt").toInstant(),
                attempt.getDate("finishedAt").toInstant(),
                nextAttemptAt == null ? null : nextAttemptAt.toInstant(),
                attempt.getString("externalId"));
    }

    private static String nameOf(Step step, long sequence, int attempt) {
        return "steps." + nameOf(step) + "." + sequence + "_" + attempt;
    }

    private static String nameOf(Step step) {
        return step.name().toLowerCase(Locale.ROOT);
    }
}
