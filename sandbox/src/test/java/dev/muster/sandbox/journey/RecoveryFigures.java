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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What recovering takes where the log holds many people. It needs minutes and a quiet machine, and is none of the tests that
 * always run: {@code mvn -pl sandbox verify -Dtest=RecoveryFigures}, once everything is packaged.
 */
class RecoveryFigures {

    private static final int REBUILT = Integer.getInteger("muster.figures.rebuilt", 100_000);
    private static final int HEALED_AMONG = Integer.getInteger("muster.figures.healed", 10_000);
    private static final int REJECTED = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String INVITES = "slack-service.invites";
    private static final String EMULATED_TEMPO = "1000";

    /** The records are dropped while people sign up, and built anew on demand; a plain consumer reads the same topic. */
    @Test
    void recordsAreBuiltAnewWhilePeopleSignUp(@TempDir Path directory) throws Exception {
        try (var sandbox = Sandbox.start(Options.forTests(directory.resolve("data")));
                var community = new Community(sandbox);
                var client = MongoClients.create(sandbox.mongoUri())) {
            sandbox.takeDown("slack-service");
            sandbox.takeDown("crm-service");
            var written = timed(() -> new Crowd(community).joins(REBUILT));
            var followed = timed(
                    () -> await().atMost(PATIENCE).until(() -> signupsIn(client).countDocuments() > REBUILT));
            var before = contentIn(client);
            var plain = timed(
                    () -> assertThat(community.log().records("muster.signups")).hasSizeGreaterThan(REBUILT));

            var meanwhile = new AtomicInteger();
            var over = new AtomicBoolean();
            var signingUp = Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    community.signUp(newAddress());
                    meanwhile.incrementAndGet();
                }
            });
            signupsIn(client).drop();
            var rebuilt = timed(() -> await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> mark(client).getInteger("live") > 1));
            over.set(true);
            signingUp.join();

            assertThat(contentIn(client)).containsAllEntriesOf(before);
            assertThat(community.slackCalls()).isEmpty();
            assertThat(meanwhile).hasPositiveValue();
            System.out.printf(
                    "%,d sign-ups, written to the log in %.1f s, in the records %.1f s later%n",
                    REBUILT, written, followed);
            System.out.printf(
                    "rebuilt in %.1f s, %,.0f/s; a plain consumer %.1f s, %,.0f/s; ratio %.1f; %,d signed up meanwhile%n",
                    rebuilt, REBUILT / rebuilt, plain, REBUILT / plain, rebuilt / plain, meanwhile.get());
        }
    }

    /** Some are rejected, the cause is mended, and everything since yesterday is healed: they are invited, and nobody else. */
    @Test
    void healingCallsForTheRejectedAlone(@TempDir Path directory) throws Exception {
        var options = Options.forTests(directory.resolve("data"))
                .with("slack-service", "SLACK_INVITE_PACE", "1000")
                .with("crm-service", "ACTIVECAMPAIGN_PACE", "1000")
                .with("slack-service", "SLACK_TEMPO", EMULATED_TEMPO);
        try (var sandbox = Sandbox.start(options);
                var community = new Community(sandbox)) {
            community.hasten(Integer.parseInt(EMULATED_TEMPO));
            var crowd = new Crowd(community);
            var invited = timed(() -> {
                crowd.joins(HEALED_AMONG);
                awaitInvitations(community, HEALED_AMONG);
            });
            community.slackFails("""
                    {"operation": "users.admin.invite", "kind": "error", "error": "invalid_email"}""");
            crowd.joins(REJECTED);
            awaitInvitations(community, HEALED_AMONG + REJECTED);
            community.mendProviders();
            var before = community.slackCalls();

            var heal = new ArrayList<Operator.Said>();
            var yesterday = Instant.now().minus(1, ChronoUnit.DAYS).toString();
            var healed = timed(() ->
                    heal.add(new Operator(sandbox).does("replay", "heal", INVITES, "--from", yesterday, "--json")));

            var replay = heal.getFirst().json().getLast();
            var after = community.slackCalls();
            var calledAgain = after.entrySet().stream()
                    .filter(calls -> calls.getValue().size()
                            > before.getOrDefault(calls.getKey(), List.of()).size())
                    .toList();
            System.out.printf(
                    "%,d invited in %.1f s; %s; healed in %.1f s; %d were called for%n",
                    HEALED_AMONG, invited, replay, healed, calledAgain.size());
            assertThat(replay.path("called").asInt()).isEqualTo(REJECTED);
            assertThat(calledAgain).hasSize(REJECTED);
            assertThat(after.values()).allSatisfy(calls -> assertThat(calls).hasSizeLessThanOrEqualTo(2));
        }
    }

    /** How many ended, rejected or done: one outcome each, since nothing else fails. */
    private static void awaitInvitations(Community community, int people) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> community.log().records("muster.slack-invites").size() > people);
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

    private static MongoDatabase databaseIn(MongoClient client) {
        return client.getDatabase("muster");
    }
}
