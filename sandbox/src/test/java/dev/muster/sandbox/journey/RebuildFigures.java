package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.newAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.muster.sandbox.launch.Options;
import dev.muster.sandbox.launch.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast the records of many sign-ups are built anew, beside a plain consumer of the same topic. It takes minutes and a quiet
 * machine, and is none of the tests that always run: {@code mvn verify -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtest=RebuildFigures}.
 */
class RebuildFigures {

    private static final int SIGN_UPS = Integer.getInteger("muster.figures", 100_000);
    private static final int AT_ONCE = 32;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @Test
    void recordsAreBuiltAnewWhilePeopleSignUp(@TempDir Path directory) throws Exception {
        try (var sandbox = Sandbox.start(Options.forTests(directory.resolve("data")));
                var community = new Community(sandbox);
                var client = MongoClients.create(sandbox.mongoUri())) {
            sandbox.takeDown("slack-service");
            sandbox.takeDown("crm-service");
            signUp(community);
            await().atMost(PATIENCE).until(() -> signupsIn(client).countDocuments() >= SIGN_UPS);
            var before = contentIn(client);
            var plain = timed(
                    () -> assertThat(community.log().records("muster.signups")).hasSizeGreaterThanOrEqualTo(SIGN_UPS));

            var meanwhile = new AtomicInteger();
            var over = new AtomicBoolean();
            var signingUp = Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    community.signUp(newAddress());
                    meanwhile.incrementAndGet();
                }
            });
            var bornBefore = bornAt(client);
            var rebuilt = timed(() -> {
                databaseIn(client).drop();
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(50))
                        .ignoreException(NoSuchElementException.class)
                        .until(() -> mark(client).getBoolean("whole")
                                && bornAt(client).isAfter(bornBefore));
            });
            over.set(true);
            signingUp.join();

            assertThat(contentIn(client)).containsAllEntriesOf(before);
            assertThat(community.slackCalls()).isEmpty();
            System.out.printf(
                    "%,d sign-ups rebuilt in %.1f s, %,.0f/s; a plain consumer %.1f s, %,.0f/s; ratio %.1f; %,d signed up meanwhile%n",
                    SIGN_UPS, rebuilt, SIGN_UPS / rebuilt, plain, SIGN_UPS / plain, rebuilt / plain, meanwhile.get());
            assertThat(meanwhile).hasPositiveValue();
        }
    }

    private static void signUp(Community community) {
        try (var people =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            for (var i = 0; i < SIGN_UPS; i++) {
                people.execute(() -> community.signUp(newAddress()));
            }
        }
    }

    private static double timed(Runnable work) {
        var begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e9;
    }

    private static Map<String, Document> contentIn(MongoClient client) {
        var content = new HashMap<String, Document>();
        signupsIn(client).find().forEach(record -> content.put(record.getString("_id"), record));
        return content;
    }

    private static MongoCollection<Document> signupsIn(MongoClient client) {
        var live = mark(client).getInteger("live");
        return databaseIn(client).getCollection(live == 1 ? "signups" : "signups." + live);
    }

    private static Document mark(MongoClient client) {
        return databaseIn(client)
                .getCollection("views")
                .find(new Document("_id", "signups"))
                .into(new ArrayList<>())
                .getFirst();
    }

    private static Instant bornAt(MongoClient client) {
        return mark(client).getDate("bornAt").toInstant();
    }

    private static MongoDatabase databaseIn(MongoClient client) {
        return client.getDatabase("muster");
    }
}
