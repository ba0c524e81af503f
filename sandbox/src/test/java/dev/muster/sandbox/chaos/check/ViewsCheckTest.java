package dev.muster.sandbox.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.muster.sandbox.chaos.check.Journals.Invitation;
import dev.muster.sandbox.chaos.check.Journals.Message;
import dev.muster.sandbox.launch.Ports;
import dev.muster.sandbox.store.DocumentStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewsCheckTest {

    private final MadeUp world = MadeUp.healthy();

    @Test
    void viewsAreReadAsFarAsTheLogDeterminesThem(@TempDir Path directory) {
        var port = Ports.free().of("store");
        try (var _ = DocumentStore.start(port, directory);
                var client = MongoClients.create("mongodb://127.0.0.1:" + port)) {
            var one = fill(client.getDatabase("one"), "worker-1", 3, "done");
            var same = fill(client.getDatabase("same"), "worker-2", 7, "done");
            var other = fill(client.getDatabase("other"), "worker-1", 3, "claimed");

            assertThat(violations(one, same)).isEmpty();
            assertThat(one.isLike(same)).isTrue();
            assertThat(one.isLike(other)).isFalse();
            assertThat(violations(one, other))
                    .containsExactly("slack_invite_effects invite:x: rebuilt with other [state]");
            assertThat(violations(one, Views.in(client.getDatabase("empty"))))
                    .containsExactlyInAnyOrder(
                            "runs r: was there and is not rebuilt",
                            "slack_invite_effects invite:x: was there and is not rebuilt",
                            "view runs is not marked as built again");
            assertThat(violations(Views.in(client.getDatabase("empty")), one)).hasSize(2);
        }
    }

    @Test
    void viewThatWasBuiltOnDemandIsReadWhereItLives(@TempDir Path directory) {
        var port = Ports.free().of("store");
        try (var _ = DocumentStore.start(port, directory);
                var client = MongoClients.create("mongodb://127.0.0.1:" + port)) {
            var store = client.getDatabase("muster");
            store.getCollection("answers").insertOne(new Document("_id", "left behind"));
            store.getCollection("answers.2").insertOne(new Document("_id", "live"));
            store.getCollection("views")
                    .insertOne(new Document("_id", "runs").append("whole", true).append("live", 2));

            assertThat(Views.in(store).collections().get("answers")).containsOnlyKeys("live");
        }
    }

    @Test
    void effectThatIsRepeatedForTheRebuildIsSeen() {
        var before = world.journals();
        world.messages.add(new Message("D", "U", "99", "prompt:x", "Hello"));
        world.invitations.set(0, new Invitation(MadeUp.EMAIL, 2));

        var none = new Views(Map.of(), Set.of());
        assertThat(ViewsCheck.of(none, none, before, world.journals()).violations())
                .containsExactly(
                        "8 messages after the rebuild, 7 before it",
                        "2 e-mails of invitations after the rebuild, 1 before it");
    }

    private static Views fill(MongoDatabase store, String worker, long writes, String state) {
        store.getCollection("runs")
                .insertOne(new Document("_id", "r").append("name", "Daily").append("revision", writes));
        store.getCollection("slack_invite_effects")
                .insertOne(
                        new Document("_id", "invite:x").append("state", state).append("claimedBy", worker));
        store.getCollection("views")
                .insertOne(new Document("_id", "runs").append("whole", true).append("live", 1));
        return Views.in(store);
    }

    private List<String> violations(Views before, Views after) {
        return ViewsCheck.of(before, after, world.journals(), world.journals()).violations();
    }
}
