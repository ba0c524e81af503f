package dev.muster.sandbox.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.KeyConstraintError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * An index that also serves queries with conditions beside its keys, the driver's {@code and} among them, which the store's own leaves
 * to a search through all documents. What it finds is compared with the whole query afterwards.
 */
final class PrefixIndex extends Index<Object> {

    private final Index<Object> index;

    PrefixIndex(Index<Object> index) {
        super(index.getName(), index.getKeys(), false);
        this.index = index;
    }

    @Override
    public boolean canHandle(Document query) {
        return index.canHandle(keysIn(query));
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        return index.getPositions(keysIn(query));
    }

    private Document keysIn(Document query) {
        var own = new Document();
        for (var condition : conditionsOf(query)) {
            keys().stream().filter(condition::containsKey).forEach(key -> own.putIfAbsent(key, condition.get(key)));
        }
        return own;
    }

    /** Each must be met, so that the documents that meet one of them are enough to look at. */
    private static List<Document> conditionsOf(Document query) {
        var conditions = new ArrayList<>(List.of(query));
        if (query.get("$and") instanceof Collection<?> all) {
            all.forEach(condition -> conditions.add((Document) condition));
        }
        return conditions;
    }

    @Override
    public Object getPosition(Document document) {
        return index.getPosition(document);
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        index.checkAdd(document, collection);
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        index.add(document, position, collection);
    }

    @Override
    public Object remove(Document document) {
        return index.remove(document);
    }

    @Override
    public long getCount() {
        return index.getCount();
    }

    @Override
    public long getDataSize() {
        return index.getDataSize();
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
        index.checkUpdate(before, after, collection);
    }

    @Override
    public void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection)
            throws KeyConstraintError {
        index.updateInPlace(before, after, position, collection);
    }

    @Override
    public boolean isUnique() {
        return index.isUnique();
    }

    @Override
    public void drop() {
        index.drop();
    }
}
