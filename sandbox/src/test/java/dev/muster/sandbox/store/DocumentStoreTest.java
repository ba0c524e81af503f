package dev.muster.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import dev.muster.sandbox.launch.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentStoreTest {

    private static final int WRITERS = 3;
    private static final Document OLDER = new Document("age", new Document("$gt", 1));

    private final Path directory;
    private final int port = Ports.free().of("store");

    DocumentStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void documentsAreFoundAgainOnTheSamePort() {
        try (var _ = DocumentStore.start(port, directory);
                var client = client()) {
            signups(client).insertOne(new Document("_id", "a").append("name", "Ada"));
        }

        try (var _ = DocumentStore.start(port, directory);
                var client = client()) {
            assertThat(signups(client).find()).extracting("name").containsExactly("Ada");
        }
    }

    @Test
    void aStoreThatWasNotClosedIsEmptiedOnce() throws IOException {
        try (var _ = DocumentStore.start(port, directory);
                var client = client()) {
            signups(client).insertOne(new Document("_id", "a"));
        }
        // As a kill leaves it.
        Files.createFile(directory.resolve("opened"));

        try (var _ = DocumentStore.start(port, directory);
                var client = client()) {
            assertThat(signups(client).find()).isEmpty();
            signups(client).insertOne(new Document("_id", "b"));
        }

        try (var _ = DocumentStore.start(port, directory);
                var client = client()) {
            assertThat(signups(client).find()).extracting("_id").containsExactly("b");
        }
    }

    @Test
    void conditionsBesideAnIdAreKept() {
        try (var _ = DocumentStore.start(port, directory);
                var client = client()) {
            var signups = signups(client);
            signups.insertMany(List.of(
                    new Document("_id", "a").append("age", 1),
                    new Document("_id", "b").append("age", 2),
                    new Document("_id", "c").append("age", 3)));

            assertThat(signups.find(where("a", OLDER))).isEmpty();
            assertThat(signups.find(where("b", OLDER))).hasSize(1);
            assertThat(signups.find(new Document("_id", new Document("$in", List.of("a", "b"))).append("age", 2)))
                    .extracting("_id")
                    .containsExactly("b");
            assertThat(signups.find(new Document("_id", new Document("$gte", "b")).append("age", 3)))
                    .extracting("_id")
                    .containsExactly("c");
            assertThat(signups.updateOne(where("a", OLDER), aged(9)).getMatchedCount())
                    .isZero();
            assertThat(signups.deleteOne(where("a", OLDER)).getDeletedCount()).isZero();
            var upsert = new UpdateOptions().upsert(true);
            signups.updateOne(where("d", OLDER), aged(4), upsert);
            assertThatThrownBy(() -> signups.updateOne(where("a", OLDER), aged(9), upsert))
                    .isInstanceOf(MongoWriteException.class);
            assertThat(signups.find()).extracting("age").containsExactlyInAnyOrder(1, 2, 3, 4);
        }
    }

    @Test
    void whatAnIndexIsAskedForIsFoundWithoutItAndAfterAStartToo() {
        var two = new Document("age", 2);
        try (var _ = DocumentStore.start(port, directory);
                var client = client()) {
            client.getDatabase("muster")
                    .runCommand(new Document("createIndexes", "signups")
                            .append(
                                    "indexes",
                                    List.of(new Document("key", new Document("age", 1))
                                            .append("name", "age_1")
                                            .append("partialFilterExpression", two))));
            signups(client).insertMany(List.of(new Document("_id", "a").append("age", 1), two.append("_id", "b")));

            assertThat(signups(client).find(new Document("age", 2))).hasSize(1);
        }

        try (var _ = DocumentStore.start(port, directory);
                var client = client()) {
            assertThat(signups(client).find(new Document("age", 2))).hasSize(1);
            assertThat(signups(client).listIndexes()).extracting("name").contains("age_1");
        }
    }

    @Test
    void aDatabaseIsDroppedWhileOthersWriteAndTakesNewDocuments() {
        try (var _ = DocumentStore.start(port, directory);
                var client = client();
                var threads = Executors.newFixedThreadPool(WRITERS)) {
            var writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> writeAHundred(client, writer), threads))
                    .toList();

            while (!writers.stream().allMatch(CompletableFuture::isDone)) {
                client.getDatabase("muster").drop();
            }

            assertThat(writers).allSatisfy(writer -> assertThat(writer).isCompleted());
            signups(client).insertOne(new Document("_id", "a"));
            assertThat(signups(client).find(new Document("_id", "a"))).hasSize(1);
        }
    }

    private static Document where(String id, Document condition) {
        return new Document("$and", List.of(new Document("_id", id), condition));
    }

    private static Document aged(int age) {
        return new Document("$set", new Document("age", age));
    }

    private static void writeAHundred(MongoClient client, int writer) {
        for (var i = 0; i < 100; i++) {
            signups(client).insertOne(new Document("_id", writer + "-" + i));
        }
    }

    private MongoClient client() {
        return MongoClients.create("mongodb://127.0.0.1:" + port);
    }

    private static MongoCollection<Document> signups(MongoClient client) {
        return client.getDatabase("muster").getCollection("signups");
    }
}
