package dev.muster.sandbox.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.KeyConstraintError;

/**
 * An index that also serves queries with conditions beside its keys, which the store's own leaves to a search through all documents.
 * What it finds is compared with the whole query afterwards.
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
        keys().stream().filter(query::containsKey).forEach(key -> own.append(key, query.get(key)));
        return own;
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
