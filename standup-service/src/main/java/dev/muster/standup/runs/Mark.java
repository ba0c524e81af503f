package dev.muster.standup.runs;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The views' birth mark, in the document store beside them, in {@code views}: that they were built whole, and up to where in each
 * partition they have taken the log since. It is lost with them, and falls back with them. It is asked for at every event and
 * never remembered: a store that was dropped a moment ago is not to be taken for whole.
 */
@Component
final class Mark {

    private static final Bson ID = eq(Topic.STANDUP_RUNS);
    private static final String WHOLE = "whole";
    private static final String TAKEN = "taken";
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final MongoCollection<Document> marks;

    Mark(MongoDatabase store) {
        this.marks = store.getCollection("views").withWriteConcern(WriteConcern.MAJORITY);
    }

    /** Whether the views were built whole. */
    boolean isThere() {
        return find().isPresent();
    }

    /** Whether the views hold everything that stands before a record. */
    boolean reaches(ConsumerRecord<?, ?> record) {
        return find().map(mark -> mark.get(TAKEN, Document.class))
                .filter(taken -> taken.get(Integer.toString(record.partition()), 0L) >= record.offset())
                .isPresent();
    }

    /** The views hold a record, too; those that are to be built anew do not matter. */
    void take(ConsumerRecord<?, ?> record) {
        await(marks.updateOne(ID, max(fieldOf(record.partition()), record.offset() + 1)));
    }

    /** The views are to be built, whatever they hold. */
    void withdraw() {
        await(marks.updateOne(
                ID, combine(set(WHOLE, false), set(TAKEN, new Document())), new UpdateOptions().upsert(true)));
    }

    /**
     * The views are built.
     *
     * @param ends up to where in the log
     * @return false if the store was dropped meanwhile: then they are not
     */
    boolean put(Map<TopicPartition, Long> ends) {
        var updates = ends.entrySet().stream()
                .map(end -> max(fieldOf(end.getKey().partition()), end.getValue()))
                .toList();
        var result = await(marks.updateOne(ID, combine(set(WHOLE, true), combine(updates))));
        return result != null && result.getMatchedCount() == 1;
    }

    private Optional<Document> find() {
        return Optional.ofNullable(await(marks.find(ID).first())).filter(mark -> mark.getBoolean(WHOLE));
    }

    private static String fieldOf(int partition) {
        return TAKEN + "." + partition;
    }

    private static <T> @Nullable T await(Publisher<T> publisher) {
        return Mono.from(publisher).block(LONGEST);
    }
}
