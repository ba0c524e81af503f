package dev.muster.events.effect;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** A database of its own in the embedded store, or in the server that the run or {@code MUSTER_TEST_MONGODB_URI} names. */
public final class TestStore implements AutoCloseable {

    private final Optional<MongoServer> embedded;
    private final MongoClient client;
    private final MongoDatabase database;

    public TestStore() {
        var uri = Optional.ofNullable(
                System.getProperty("muster.test.mongodb", System.getenv("MUSTER_TEST_MONGODB_URI")));
        embedded = uri.isPresent() ? Optional.empty() : Optional.of(new MongoServer(new MemoryBackend()));
        client = MongoClients.create(uri.orElseGet(() -> embedded.orElseThrow().bindAndGetConnectionString()));
        database = client.getDatabase("muster-test-" + UUID.randomUUID());
    }

    public MongoDatabase database() {
        return database;
    }

    public void drop() {
        Mono.from(database.drop()).block();
    }

    @Override
    public void close() {
        drop();
        client.close();
        embedded.ifPresent(MongoServer::shutdownNow);
    }
}
