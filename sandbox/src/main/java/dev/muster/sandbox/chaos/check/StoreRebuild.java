package dev.muster.sandbox.chaos.check;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;

/** Drops the document store under the running services, and waits until they have rebuilt what was in it. */
final class StoreRebuild {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private StoreRebuild() {}

    /** What was there before, and what is there when it is like that, or when waiting for it makes no sense any more. */
    record Rebuilt(Views before, Views after) {}

    /**
     * Drops the database that a connection string names.
     *
     * @throws com.mongodb.MongoException if the store does not answer
     */
    static Rebuilt of(String mongoUri) {
        try (var client = MongoClients.create(mongoUri)) {
            var store = client.getDatabase(mongoUri.replaceFirst("^\\w+://[^/]*/([^?]*).*$", "$1"));
            var before = Views.in(store);
            store.drop();
            return new Rebuilt(before, await(store, before));
        }
    }

    private static Views await(MongoDatabase store, Views expected) {
        var until = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            var now = Views.in(store);
            if (now.isLike(expected) || System.nanoTime() - until > 0) {
                return now;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the views are rebuilt", e);
        }
    }
}
