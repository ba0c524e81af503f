package dev.muster.sandbox.chaos.check;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What the document store makes of the log: of the views everything that the log determines, of the ledgers where each effect
 * stands.
 *
 * @param collections the documents of each collection by their ids
 * @param whole the views that are marked as built
 */
record Views(Map<String, Map<String, Document>> collections, Set<String> whole) {

    /** Each view is marked under the name of its first collection. */
    private static final List<List<String>> VIEWS = List.of(
            List.of("signups"), List.of("runs", "answers", "passed_over"), List.of("slack_runs", "slack_answers"));

    private static final List<String> LEDGERS =
            List.of("slack_invite_effects", "crm_contact_effects", "slack_message_effects");

    /** Of an effect: when it was claimed and by whom is no matter of the log. */
    private static final List<String> OF_AN_EFFECT = List.of("state", "version", "externalId");

    /** How often a document was written is none either. */
    private static final String WRITES = "revision";

    /** The collection of the views' marks. */
    static final String MARKS = "views";

    private static final String WHOLE = "whole";
    private static final String GENERATION = "live";

    Views {
        collections = Map.copyOf(collections);
        whole = Set.copyOf(whole);
    }

    /** What stands in a store now. */
    static Views in(MongoDatabase store) {
        var marks = new HashMap<String, Document>();
        store.getCollection(MARKS).find().forEach(mark -> marks.put(String.valueOf(mark.get("_id")), mark));
        var collections = new TreeMap<String, Map<String, Document>>();
        for (var view : VIEWS) {
            var mark = marks.get(view.getFirst());
            view.forEach(name -> collections.put(name, documents(store, live(name, mark))));
        }
        for (var name : LEDGERS) {
            var rows = documents(store, live(name, marks.get(name)));
            rows.replaceAll((_, row) -> ofAnEffect(row));
            collections.put(name, rows);
        }
        marks.values().removeIf(mark -> Boolean.FALSE.equals(mark.get(WHOLE)));
        return new Views(collections, marks.keySet());
    }

    /** A view that was built anew on demand lives in a collection with a number: {@code signups.2}. */
    private static String live(String name, @Nullable Document mark) {
        var generation = mark == null ? 1 : mark.getInteger(GENERATION, 1);
        return generation > 1 ? name + "." + generation : name;
    }

    private static Map<String, Document> documents(MongoDatabase store, String name) {
        var documents = new TreeMap<String, Document>();
        for (var document : store.getCollection(name).find()) {
            document.remove(WRITES);
            documents.put(String.valueOf(document.get("_id")), document);
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
