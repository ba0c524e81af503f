package dev.muster.sandbox.store;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The embedded document store, which speaks MongoDB's protocol and keeps one file. A kill may lose its last second;
 * the views in it can be made anew from the log.
 */
public final class DocumentStore implements AutoCloseable {

    /** How much a killed process may lose; it would be a second unless said otherwise. */
    private static final int MILLIS_TO_THE_FILE = 10;

    private final MongoServer server;

    private DocumentStore(MongoServer server) {
        this.server = server;
    }

    /** Opens the file in the directory and serves it on the loopback address. */
    public static DocumentStore start(int port, Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var backend = new H2Backend(directory.resolve("documents.mv").toString());
        backend.getMvStore().setAutoCommitDelay(MILLIS_TO_THE_FILE);
        var server = new MongoServer(backend);
        server.bind("127.0.0.1", port);
        return new DocumentStore(server);
    }

    /** Stops serving and closes the file; everything acknowledged is in it. */
    @Override
    public void close() {
        server.shutdownNow();
    }
}
