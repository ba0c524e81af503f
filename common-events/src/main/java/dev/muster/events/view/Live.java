package dev.muster.events.view;

import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Instant;
import org.bson.Document;

/**
 * A view that is whole.
 *
 * @param bornAt when it was swapped in
 */
public record Live(Generation generation, Instant bornAt) {

    /** One of the view's collections. */
    public MongoCollection<Document> collection(String name) {
        return generation.collection(name);
    }
}
