package dev.muster.standup.runs;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A collection of documents that are each folded from events. A document is replaced only by what was made of it as it stands,
 * so that several replicas may write at once. Every method throws {@link RuntimeException} where the document store does not
 * answer: the event is then to be taken again.
 *
 * <p>Its revision tells a document's content from every other: whoever made something of a document in another generation of the
 * view does not replace one here that says something else.
 */
final class Documents {

    /** Whose day a document is about, as ISO-8601 writes it. */
    static final String DATE = "date";

    private static final String REVISION = "revision";
    private static final int REVISION_BYTES = 8;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final MongoCollection<Document> documents;

    Documents(MongoCollection<Document> documents) {
        this.documents = documents;
    }

    Optional<Document> find(String id) {
        return Optional.ofNullable(await(documents.find(eq(id)).first()));
    }

    List<Document> find(Collection<String> ids) {
        return Flux.from(documents.find(in("_id", ids)))
                .collectList()
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    /** Makes another document of one, or of none, and gives what stands there then. Where both are the same nothing is written. */
    Document change(String id, Function<Optional<Document>, Document> change) {
        while (true) {
            var before = find(id);
            var after = change.apply(before).append("_id", id);
            after.append(REVISION, revisionOf(after));
            var revision = before.map(document -> document.getString(REVISION));
            if (revision.filter(after.getString(REVISION)::equals).isPresent()) {
                return after;
            }
            if (revision.isEmpty() ? insert(after) : replace(id, revision.get(), after)) {
                return after;
            }
        }
    }

    private static String revisionOf(Document content) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(content.toJson().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, REVISION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a document, and says whether there was none of that id. */
    boolean insert(Document document) {
        try {
            await(documents.insertOne(document));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    /** Deletes what is about days before that one. */
    void deleteBefore(LocalDate date) {
        await(documents.deleteMany(lt(DATE, date.toString())));
    }

    private boolean replace(String id, String revision, Document after) {
        var result = await(documents.replaceOne(and(eq(id), eq(REVISION, revision)), after));
        return result != null && result.getMatchedCount() == 1;
    }

    private static <T> @Nullable T await(Publisher<T> publisher) {
        return Mono.from(publisher).block(LONGEST);
    }
}
