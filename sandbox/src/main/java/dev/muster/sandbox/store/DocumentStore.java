package dev.muster.sandbox.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded document store, which speaks MongoDB's protocol and keeps one file. A kill may lose its last second, so a store
 * that was not closed is emptied when it is opened again: everything in it is made anew from the log by those who keep it there.
 */
public final class DocumentStore implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DocumentStore.class);

    private final MongoServer server;
    private final Path opened;

    private DocumentStore(MongoServer server, Path opened) {
        this.server = server;
        this.opened = opened;
    }

    /** Opens the file in the directory and serves it on the loopback address. */
    public static DocumentStore start(int port, Path directory) {
        var documents = directory.resolve("documents.mv");
        var opened = directory.resolve("opened");
        try {
            Files.createDirectories(directory);
            if (Files.exists(opened)) {
                log.warn("The document store was not closed: it is emptied, and built anew from the log");
                Files.deleteIfExists(documents);
            } else {
                Files.createFile(opened);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var server = new MongoServer(new Undisturbed(documents.toString()));
        server.bind("127.0.0.1", port);
        return new DocumentStore(server, opened);
    }

    /** Stops serving and closes the file; everything acknowledged is in it. */
    @Override
    public void close() {
        server.shutdownNow();
        try {
            Files.deleteIfExists(opened);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A collection that is dropped while somebody writes it would fail for good: nothing else goes on meanwhile. */
    private static final class Undisturbed extends H2Backend {

        private static final Set<String> ALONE = Set.of("create", "drop", "dropDatabase");

        private final ReadWriteLock lock = new ReentrantReadWriteLock();

        Undisturbed(String file) {
            super(file);
        }

        @Override
        protected MongoDatabase openOrCreateDatabase(String name) {
            return new Indexed(name, getMvStore(), getCursorRegistry());
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            var command = message.getDocument().keySet().iterator().next();
            var turn = ALONE.contains(command) ? lock.writeLock() : lock.readLock();
            turn.lock();
            try {
                return super.handleMessage(message);
            } finally {
                turn.unlock();
            }
        }
    }

    private static final class Indexed extends H2Database {

        Indexed(String name, MVStore file, CursorRegistry cursors) {
            super(name, file, cursors);
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            var index = super.openOrCreateUniqueIndex(collection, name, keys, sparse);
            return sparse ? index : new PrefixIndex(index);
        }

        /** One that finds nothing: what a sandbox holds is looked through, and nobody is warned of that at each start. */
        @Override
        protected Index<Object> openOrCreateSecondaryIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            return new EmptyIndex<>(name, keys);
        }
    }
}
