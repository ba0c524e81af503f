package dev.muster.sandbox.chaos.check;

import static java.util.stream.Collectors.toSet;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.bson.Document;

/**
 * What the document store makes of the log: of the views everything that the log determines, of the ledgers where each effect
 * stands.
 *
 * @param collections the documents of each collection by their ids
 * @param whole the views that are marked as built
 */
record Views(Map<String, Map<String, Document>> collections, Set<String> whole) {

    private static final List<String> VIEWS =
            List.of("signups", "runs", "answers", "passed_over", "slack_runs", "slack_answers");
    private static final List<String> LEDGERS =
            List.of("slack_invite_effects", "crm_contact_effects", "slack_message_effects");

    /** Of an effect: when it was claimed and by whom is no matter of the log. */
    private static final List<String> OF_AN_EFFECT = List.of("state", "version", "externalId");

    /** How often a document was written is none either. */
    private static final String WRITES = "revision";

    private static final String MARKS = "views";
    private static final String WHOLE = "whole";

    /** Marks that stand among the documents. */
    private static final Set<String> NO_DOCUMENTS = Set.of("birth", "mark");

    Views {
        collections = Map.copyOf(collections);
        whole = Set.copyOf(whole);
    }

    /** What stands in a store now. */
    static Views in(MongoDatabase store) {
        var collections = new TreeMap<String, Map<String, Document>>();
        VIEWS.forEach(name -> collections.put(name, documents(store, name)));
        LEDGERS.forEach(name -> {
            var rows = documents(store, name);
            rows.replaceAll((_, row) -> ofAnEffect(row));
            collections.put(name, rows);
        });
        var whole = StreamSupport.stream(store.getCollection(MARKS).find().spliterator(), false)
                .filter(mark -> mark.getBoolean(WHOLE, true))
                .map(mark -> String.valueOf(mark.get("_id")))
                .collect(toSet());
        return new Views(collections, whole);
    }

    private static Map<String, Document> documents(MongoDatabase store, String name) {
        var documents = new TreeMap<String, Document>();
        for (var document : store.getCollection(name).find()) {
            var id = String.valueOf(document.get("_id"));
            if (!NO_DOCUMENTS.contains(id)) {
                document.remove(WRITES);
                documents.put(id, document);
            }
        }
        return documents;
    }

    private static Document ofAnEffect(Document row) {
        var kept = new Document();
        OF_AN_EFFECT.forEach(field -> kept.append(field, row.get(field)));
        return kept;
    }

    /** Whether these are the other's views, and marked as built where the other's are. */
    boolean isLike(Views other) {
        return collections.equals(other.collections) && whole.containsAll(other.whole);
    }

    /** The fields in which two documents differ. */
    static List<String> differing(Document one, Document other) {
        var fields = new ArrayList<>(one.keySet());
        other.keySet().stream().filter(field -> !fields.contains(field)).forEach(fields::add);
        return fields.stream()
                .filter(field -> !Objects.equals(one.get(field), other.get(field)))
                .sorted()
                .toList();
    }
}
