package dev.muster.events.effect;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/** A database of its own in the embedded store, or in the server that the run or {@code MUSTER_TEST_MONGODB_URI} names. */
public final class TestStore implements AutoCloseable {

    private final Optional<MongoServer> embedded;
    private final AtomicReference<Runnable> atRefusal = new AtomicReference<>(() -> {});
    private final MongoClient client;
    private final MongoDatabase database;

    public TestStore() {
        var uri = Optional.ofNullable(
                System.getProperty("muster.test.mongodb", System.getenv("MUSTER_TEST_MONGODB_URI")));
        embedded = uri.isPresent() ? Optional.empty() : Optional.of(new MongoServer(new MemoryBackend()));
        var address = uri.orElseGet(() -> embedded.orElseThrow().bindAndGetConnectionString());
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(address))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandFailed(CommandFailedEvent event) {
                        atRefusal.getAndSet(() -> {}).run();
                    }
                })
                .build());
        database = client.getDatabase("muster-test-" + UUID.randomUUID());
    }

    public MongoDatabase database() {
        return database;
    }

    /** Does that once, when the next command is refused, before whoever gave it hears so. */
    void atNextRefusal(Runnable action) {
        atRefusal.set(action);
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
