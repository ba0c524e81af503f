package dev.muster.events.effect;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoServerException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.muster.events.fault.Fault;
import dev.muster.events.view.Live;
import dev.muster.events.view.View;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Remembers each outside effect in one row, so that it happens once across crashes, restarts and rebalances. A row is
 * <i>claimed</i> before the call, <i>called</i> after it, and <i>done</i> when its outcome is published; or it is
 * <i>rejected</i>. All writes are conditional updates of a single document, acknowledged by a majority.
 *
 * <p>The ledger is a view of the outcome topic. Where it is not whole it is built anew from there before any effect goes on. An
 * effect that was asked for before the ledger was born and has no row is in doubt, not new; and it is not called for before the
 * longest claim has lapsed that may have been lost.
 *
 * <p>Every method throws {@link com.mongodb.MongoException} where the document store does not answer, and {@link
 * dev.muster.events.fault.Pause} where the ledger is being built.
 */
final class EffectLedger {

    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

    /** How soon an effect is looked at again that is being called: most calls end long before their claims lapse. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final View view;
    private final String collection;
    private final InstantSource clock;

    /**
     * Opens a ledger.
     *
     * @param collection the view's only one
     */
    EffectLedger(View view, String collection, InstantSource clock) {
        this.view = view;
        this.collection = collection;
        this.clock = clock;
    }

    /** Claims an effect for so long, with one conditional upsert. */
    Claim claim(Effect effect, Duration lease) {
        var live = view.write();
        var rows = rowsOf(live);
        var token = UUID.randomUUID().toString();
        var leaseUntilNanos = System.nanoTime() + lease.toNanos();
        var now = now();
        var leaseUntil = now.plus(lease);
        var lostClaimsLapse = live.bornAt().plus(lease);
        var isOlder = effect.askedAt().isBefore(live.bornAt());
        if (isOlder && now.isBefore(lostClaimsLapse) && find(rows, effect.id()).isEmpty()) {
            return new Claim.Held(lostClaimsLapse);
        }
        var claimed = combine(
                set("state", State.CLAIMED),
                set("version", effect.version()),
                set("cause", effect.cause()),
                set("sequence", effect.sequence()),
                set("claimedBy", token),
                set("leaseUntil", Date.from(leaseUntil)),
                set("startedAt", Date.from(now)),
                set("inDoubt", true),
                unset("setAside"),
                unset("untold"),
                inc("attempts", 1));
        try {
            var before = Optional.ofNullable(await(rows.findOneAndUpdate(
                    and(
                            eq("_id", effect.id()),
                            or(
                                    and(eq("state", State.CLAIMED), lt("leaseUntil", Date.from(now))),
                                    calledForAgain(effect))),
                    claimed,
                    new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.BEFORE))));
            if (!view.isStill(live)) {
                // This claim may stand in a ledger that nobody looks into any more.
                return new Claim.Held(now);
            }
            return Claim.Granted.after(before, effect, isOlder, token, now, leaseUntil, leaseUntilNanos);
        } catch (MongoServerException e) {
            if (!isDuplicate(e.getCode())) {
                throw e;
            }
            return standing(rows, effect, now);
        }
    }

    /** What became of an effect, where nobody has to call for it again. */
    Optional<Claim.Settled> settled(Effect effect) {
        var settled = and(eq("_id", effect.id()), ne("state", State.CLAIMED), nor(calledForAgain(effect)));
        return Optional.ofNullable(await(rows().find(settled).first())).map(Claim.Settled::of);
    }

    /** The settled effects that are called for once more: rejected before, or done in another version. */
    private static Bson calledForAgain(Effect effect) {
        return or(
                and(
                        eq("state", State.REJECTED),
                        effect.again() ? lte("sequence", effect.sequence()) : lt("sequence", effect.sequence())),
                and(
                        in("state", State.DONE, State.CALLED),
                        ne("version", effect.version()),
                        lt("sequence", effect.sequence())));
    }

    /** The row, where it is still as whoever holds that claim left it. */
    private static Bson held(Effect effect, String token, String state) {
        return and(eq("_id", effect.id()), eq("claimedBy", token), eq("state", state));
    }

    /** The call has brought the effect about: from now on nobody calls again. False where the claim was lost meanwhile. */
    boolean called(Effect effect, Claim.Granted claim, Done done, Instant finishedAt) {
        return update(
                held(effect, claim.token(), State.CLAIMED),
                combine(
                        set("state", State.CALLED),
                        set("code", done.code()),
                        unset("detail"),
                        set("externalId", done.externalId()),
                        set("finishedAt", Date.from(finishedAt))));
    }

    /** The outcome of a called effect is published. */
    void done(Effect effect, String token) {
        update(
                held(effect, token, State.CALLED),
                combine(set("state", State.DONE), set("failures", 0), unset("firstFailedAt"), unset("inDoubt")));
    }

    /** The provider will never do this; nobody has been told yet. False where the claim was lost meanwhile. */
    boolean rejected(Effect effect, Claim.Granted claim, Fault fault, Instant finishedAt) {
        return update(
                held(effect, claim.token(), State.CLAIMED),
                combine(
                        set("state", State.REJECTED),
                        set("code", fault.code()),
                        set("detail", fault.detail()),
                        set("finishedAt", Date.from(finishedAt)),
                        set("untold", true),
                        set("failures", 0),
                        unset("firstFailedAt"),
                        unset("inDoubt")));
    }

    /** The outcome of a rejected effect is published. */
    void told(Effect effect, String token) {
        update(held(effect, token, State.REJECTED), unset("untold"));
    }

    /** The call failed. A doubt stays until the effect is settled. False where the claim was lost meanwhile. */
    boolean failed(Effect effect, Setback setback) {
        var firstFailedAt = setback.firstFailedAt();
        return update(
                held(effect, setback.claim().token(), State.CLAIMED),
                combine(
                        set("code", setback.fault().code()),
                        set("detail", setback.fault().detail()),
                        set("inDoubt", setback.claim().inDoubt() || setback.mayStillHappen()),
                        set("leaseUntil", Date.from(setback.freeAt())),
                        set("nextAttemptAt", Date.from(setback.next())),
                        set("failures", setback.claim().failures() + 1),
                        set("lastFailedAt", Date.from(setback.finishedAt())),
                        firstFailedAt == null
                                ? unset("firstFailedAt")
                                : set("firstFailedAt", Date.from(firstFailedAt))));
    }

    /** Nobody calls for the effect again by itself: its event becomes a dead letter. */
    void setAside(Effect effect, Claim.Granted claim) {
        update(held(effect, claim.token(), State.CLAIMED), set("setAside", true));
    }

    /**
     * Whether the operation, which is the first part of an effect's id, has been called for another effect since, and succeeded;
     * bringing about anew and revising are two. Looks through all effects of the operation where it has not.
     *
     * @param anew whether the effect is to be brought about anew
     */
    boolean hasSucceededForAnother(String effectId, boolean anew, Instant since) {
        var operation = Effect.operationOf(effectId);
        return await(rows().find(and(
                                gte("_id", operation + Effect.SEPARATOR),
                                lt("_id", operation + (char) (Effect.SEPARATOR + 1)),
                                ne("_id", effectId),
                                eq("state", State.DONE),
                                nin("code", Done.FOUND, anew ? Done.REVISED : Done.SENT),
                                gt("finishedAt", Date.from(since))))
                        .first())
                != null;
    }

    /** The rows of what is claimed and neither called nor rejected, which the store keeps an index of. */
    Flux<Document> claimed() {
        return Flux.from(
                rows().find(eq("state", State.CLAIMED)).maxTime(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Says what claiming an effect would come to, and claims nothing. */
    String examine(Effect effect, String action) {
        var live = live();
        return Forecast.of(effect, action, find(rowsOf(live), effect.id()).orElse(null), live.bornAt(), now());
    }

    /** The provider's id of what an effect has brought about, as far as anybody knows. */
    Optional<String> externalIdOf(String effectId) {
        return view.read(live -> Mono.from(rowsOf(live).find(eq(effectId)).first()))
                .blockOptional(STORE_TIMEOUT)
                .map(row -> row.getString("externalId"));
    }

    /** The present time, no finer than a row keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whoever held the effect may have settled it since, in a version that is not the one asked for. */
    private Claim standing(MongoCollection<Document> rows, Effect effect, Instant now) {
        var found = await(rows.find(and(eq("_id", effect.id()), nor(calledForAgain(effect))))
                .first());
        if (found == null) {
            return new Claim.Held(now);
        }
        return switch (found.getString("state")) {
            case State.CLAIMED -> heldBy(found, now);
            case State.CALLED, State.DONE, State.REJECTED -> Claim.Settled.of(found);
            default -> throw new IllegalStateException("an effect in state " + found.getString("state"));
        };
    }

    /** Until the claim lapses, where it waits for its next attempt; where it may be called under, that may end sooner. */
    private static Claim.Held heldBy(Document claim, Instant now) {
        var lapses = claim.getDate("leaseUntil").toInstant();
        var waits = now.isBefore(claim.get("nextAttemptAt", Date.from(now)).toInstant());
        var soon = now.plus(BETWEEN_LOOKS);
        return new Claim.Held(waits || lapses.isBefore(soon) ? lapses : soon);
    }

    /** The rows as they are now, to be read. */
    private MongoCollection<Document> rows() {
        return rowsOf(live());
    }

    private Live live() {
        return view.live().blockOptional(STORE_TIMEOUT).orElseThrow();
    }

    private MongoCollection<Document> rowsOf(Live live) {
        return live.collection(collection);
    }

    private static Optional<Document> find(MongoCollection<Document> rows, String effectId) {
        return Optional.ofNullable(await(rows.find(eq("_id", effectId)).first()));
    }

    /** A claim that was lost with its ledger is lost; one that was taken along meanwhile is looked for where it is now. */
    private boolean update(Bson filter, Bson update) {
        for (var live = view.settle(); live.isPresent(); live = view.settle()) {
            var result = await(rowsOf(live.get()).updateOne(filter, update));
            if (view.isStill(live.get())) {
                return result != null && result.getMatchedCount() == 1;
            }
        }
        return false;
    }

    static boolean isDuplicate(int code) {
        return ErrorCategory.fromErrorCode(code) == ErrorCategory.DUPLICATE_KEY;
    }

    private static <T> @Nullable T await(Publisher<T> publisher) {
        return Mono.from(publisher).block(STORE_TIMEOUT);
    }

    /** Of a row. */
    static final class State {
        static final String CLAIMED = "claimed";
        static final String CALLED = "called";
        static final String DONE = "done";
        static final String REJECTED = "rejected";
    }
}
