package dev.muster.events.view;

import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Filters that begin with a document's id. */
public final class ById {

    private ById() {}

    /**
     * The document of that id, where it meets the conditions. The id stands apart from them, unlike in what the driver's {@code and}
     * renders, so that every store looks it up: the sandbox's would go through all documents.
     */
    public static Bson where(String id, Bson... conditions) {
        return new Document("_id", id).append("$and", List.of(conditions));
    }
}
