package dev.muster.events.view;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoServerException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A view's mark: one document in the collection {@code views}, which says which generation is live and whether it is whole, who
 * builds another, and whether the live one is frozen for it. Every change is a conditional update of this one document, which is
 * what makes swapping atomic. It is asked and never remembered: a store that was dropped a moment ago is not to be taken for whole.
 */
final class Mark {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String BORN_AT = "bornAt";
    private static final String BUILDER = "builder";
    private static final String FROZEN = "frozen";
    private static final String LEASE = "leaseUntil";
    private static final String LIVE = "live";
    private static final String WHOLE = "whole";

    private static final Bson NOBODY_BUILDS = combine(set(FROZEN, false), unset(BUILDER), unset(LEASE));

    private final MongoCollection<Document> marks;
    private final String view;

    /**
     * What a mark says.
     *
     * @param whole whether the live generation holds everything that it should
     * @param frozen whether nobody may write the live generation
     * @param live which generation is live, 0 where none ever was
     * @param latest the last generation that was begun
     * @param builder who is building another, where somebody is
     * @param leaseUntil when the builder is taken for gone
     * @param bornAt when the live generation was swapped in
     * @param collections the store's own ids of the live collections, by their names
     */
    record State(
            boolean whole,
            boolean frozen,
            int live,
            int latest,
            @Nullable String builder,
            Instant leaseUntil,
            Instant bornAt,
            Map<String, String> collections) {

        static final State NONE = new State(false, false, 0, 0, null, Instant.EPOCH, Instant.EPOCH, Map.of());

        private static State of(Document mark) {
            var collections = mark.get("collections", new Document());
            return new State(
                    mark.getBoolean(WHOLE, false),
                    mark.getBoolean(FROZEN, false),
                    mark.getInteger(LIVE, 0),
                    mark.getInteger("latest", 0),
                    mark.getString(BUILDER),
                    timeIn(mark, LEASE),
                    timeIn(mark, BORN_AT),
                    collections.keySet().stream().collect(toUnmodifiableMap(identity(), collections::getString)));
        }

        private static Instant timeIn(Document mark, String field) {
            var date = mark.getDate(field);
            return date == null ? Instant.EPOCH : date.toInstant();
        }
    }

    Mark(MongoDatabase store, String view) {
        this.marks = store.getCollection("views").withWriteConcern(WriteConcern.MAJORITY);
        this.view = view;
    }

    Mono<State> read() {
        return Mono.from(marks.find(eq(view)).first()).map(State::of).defaultIfEmpty(State.NONE);
    }

    State readNow() {
        return requireNonNull(read().block(LONGEST));
    }

    /** Begins to build another generation, unless somebody else does; the generation is the latest then. */
    Optional<State> begin(String builder, Instant now, Instant leaseUntil) {
        try {
            return Mono.from(marks.findOneAndUpdate(
                            and(eq(view), or(exists(BUILDER, false), lt(LEASE, Date.from(now)))),
                            combine(
                                    set(BUILDER, builder),
                                    set(LEASE, Date.from(leaseUntil)),
                                    set(FROZEN, false),
                                    inc("latest", 1),
                                    setOnInsert(WHOLE, false),
                                    setOnInsert(LIVE, 0)),
                            new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER)))
                    .map(State::of)
                    .blockOptional(LONGEST);
        } catch (MongoServerException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Goes on building. False where somebody else does, or the store was dropped. */
    boolean keep(String builder, Instant leaseUntil) {
        return update(eq(BUILDER, builder), set(LEASE, Date.from(leaseUntil)));
    }

    /** From now on nobody writes the live generation who did not ask before. False as above. */
    boolean freeze(String builder, Instant leaseUntil) {
        return update(eq(BUILDER, builder), combine(set(FROZEN, true), set(LEASE, Date.from(leaseUntil))));
    }

    /** Makes a generation the live one. False where it was no longer frozen for this builder: then nothing has changed. */
    boolean swapIn(String builder, int generation, Instant bornAt, Map<String, String> collections) {
        var ids = new Document();
        collections.forEach(ids::append);
        return update(
                and(eq(BUILDER, builder), eq(FROZEN, true)),
                combine(
                        set(WHOLE, true),
                        set(LIVE, generation),
                        set(BORN_AT, Date.from(bornAt)),
                        set("collections", ids),
                        set(FROZEN, false),
                        unset(BUILDER),
                        unset(LEASE)));
    }

    /** The builder has given up; the live generation goes on. */
    void giveUp(String builder) {
        update(eq(BUILDER, builder), NOBODY_BUILDS);
    }

    /** The builder is gone, unless its lease was renewed meanwhile; the live generation goes on. */
    void dismiss(String builder, Instant now) {
        update(and(eq(BUILDER, builder), lt(LEASE, Date.from(now))), NOBODY_BUILDS);
    }

    /** What was seen live has lost something. What has taken its place has not, though it may have the same number. */
    void lose(State seen) {
        update(and(eq(LIVE, seen.live()), eq(BORN_AT, Date.from(seen.bornAt()))), set(WHOLE, false));
    }

    private boolean update(Bson condition, Bson update) {
        var result =
                Mono.from(marks.updateOne(and(eq(view), condition), update)).block(LONGEST);
        return result != null && result.getMatchedCount() == 1;
    }
}
