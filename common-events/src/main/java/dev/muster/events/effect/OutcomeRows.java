package dev.muster.events.effect;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static java.util.Comparator.comparingLong;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.muster.events.ContactOutcome;
import dev.muster.events.EffectOutcome;
import dev.muster.events.EventCodec;
import dev.muster.events.InviteOutcome;
import dev.muster.events.MessageDelivered;
import dev.muster.events.MessageFailed;
import dev.muster.events.MusterEvent;
import dev.muster.events.ProviderEvent;
import dev.muster.events.ReplayEvent;
import dev.muster.events.SignupEvent;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.SlackInteractionEvent;
import dev.muster.events.StandupEvent;
import dev.muster.events.StandupParticipationEvent;
import dev.muster.events.StandupPostEvent;
import dev.muster.events.StandupPromptEvent;
import dev.muster.events.StandupReportEvent;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.StandupTickEvent;
import dev.muster.events.effect.EffectLedger.State;
import dev.muster.events.view.Generation;
import dev.muster.events.view.ViewWriter;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A ledger's rows as the published outcomes tell them. What is claimed or called in the live ledger and not published yet is taken
 * along as it stands, so that whoever holds a claim goes on with it.
 */
final class OutcomeRows implements ViewWriter {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int ROWS_AT_ONCE = 500;
    private static final String HISTORY = "history";

    /** An attempt whose row was lost with the store is counted once more: what is settled stays settled. */
    private static final BinaryOperator<EffectOutcome> LATER =
            BinaryOperator.maxBy(comparingLong(EffectOutcome::sequence)
                    .thenComparingInt(EffectOutcome::attempt)
                    .thenComparing(OutcomeRows::isSettled));

    private final EventCodec codec;
    private final String collection;

    OutcomeRows(EventCodec codec, String collection) {
        this.codec = codec;
        this.collection = collection;
    }

    @Override
    public void write(List<ConsumerRecord<String, byte[]>> records, Generation target) {
        var latest = new LinkedHashMap<String, EffectOutcome>();
        for (var record : records) {
            outcomeIn(record).ifPresent(outcome -> latest.merge(outcome.effectId(), outcome, LATER));
        }
        put(latest.values().stream().map(OutcomeRows::rowOf).toList(), target);
    }

    /** Rows are kept for ever; what is claimed is little, and looked for all the time. */
    @Override
    public void index(Generation generation) {
        var ofClaims = new IndexOptions().partialFilterExpression(eq("state", State.CLAIMED));
        Mono.from(generation.collection(collection).createIndex(ascending("state"), ofClaims))
                .block(LONGEST);
    }

    @Override
    public void takeAlong(Generation live, Generation target) {
        Flux.from(live.collection(collection).find(in("state", State.CLAIMED, State.CALLED)))
                .map(OutcomeRows::alongWith)
                .buffer(ROWS_AT_ONCE)
                .toStream()
                .forEach(rows -> put(rows, target));
    }

    /** What fits no filter is there already, and as far or further. */
    private void put(List<WriteModel<Document>> writes, Generation target) {
        if (writes.isEmpty()) {
            return;
        }
        try {
            Mono.from(target.collection(collection).bulkWrite(writes, new BulkWriteOptions().ordered(false)))
                    .block(LONGEST);
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || !e.getWriteErrors().stream().allMatch(error -> EffectLedger.isDuplicate(error.getCode()))) {
                throw e;
            }
        }
    }

    private static WriteModel<Document> alongWith(Document row) {
        var sequence = row.getLong("sequence");
        var attempts = row.getInteger("attempts");
        var earlier = or(
                lt("sequence", sequence),
                and(eq("sequence", sequence), lt("attempts", attempts)),
                and(eq("sequence", sequence), eq("attempts", attempts), eq("state", State.CLAIMED)));
        return new ReplaceOneModel<>(
                and(eq("_id", row.getString("_id")), earlier), row, new ReplaceOptions().upsert(true));
    }

    private static WriteModel<Document> rowOf(EffectOutcome outcome) {
        var state =
                switch (outcome.status()) {
                    case SUCCEEDED -> State.DONE;
                    case REJECTED -> State.REJECTED;
                    case WAITING -> State.CLAIMED;
                };
        var freeAt = Optional.ofNullable(outcome.nextAttemptAt()).orElse(outcome.finishedAt());
        var noLater = or(
                lt("sequence", outcome.sequence()),
                and(eq("sequence", outcome.sequence()), lt("attempts", outcome.attempt())),
                and(
                        eq("sequence", outcome.sequence()),
                        eq("attempts", outcome.attempt()),
                        isSettled(outcome) ? exists("state") : eq("state", State.CLAIMED)));
        return new UpdateOneModel<>(
                and(eq("_id", outcome.effectId()), noLater),
                combine(
                        set("state", state),
                        set("version", outcome.version()),
                        set("cause", outcome.cause()),
                        set("sequence", outcome.sequence()),
                        set("attempts", outcome.attempt()),
                        set("claimedBy", HISTORY),
                        set("leaseUntil", Date.from(freeAt)),
                        set("inDoubt", true),
                        set("setAside", isSetAside(outcome)),
                        set("code", outcome.code()),
                        set("detail", outcome.detail()),
                        set("startedAt", Date.from(outcome.startedAt())),
                        set("finishedAt", Date.from(outcome.finishedAt())),
                        set("externalId", outcome.externalId())),
                new UpdateOptions().upsert(true));
    }

    private static boolean isSettled(EffectOutcome outcome) {
        return outcome.status() != EffectOutcome.Status.WAITING;
    }

    private static boolean isSetAside(EffectOutcome outcome) {
        return !isSettled(outcome) && outcome.nextAttemptAt() == null;
    }

    private Optional<EffectOutcome> outcomeIn(ConsumerRecord<String, byte[]> record) {
        return codec.readOrPassOver(record, MusterEvent.class).flatMap(envelope -> outcomeOf(envelope.event()));
    }

    private static Optional<EffectOutcome> outcomeOf(MusterEvent event) {
        return switch (event) {
            case InviteOutcome invite -> Optional.of(invite.effect());
            case ContactOutcome contact -> Optional.of(contact.effect());
            case MessageDelivered delivered -> Optional.of(delivered.effect());
            case MessageFailed failed -> Optional.of(failed.effect());
            case ProviderEvent _,
                    SignupEvent _,
                    StandupEvent _,
                    StandupTickEvent _,
                    SlackDirectoryEvent _,
                    SlackInteractionEvent _,
                    StandupRunEvent _,
                    StandupPromptEvent _,
                    StandupReportEvent _,
                    StandupPostEvent _,
                    StandupParticipationEvent _,
                    ReplayEvent _ -> Optional.empty();
        };
    }
}
