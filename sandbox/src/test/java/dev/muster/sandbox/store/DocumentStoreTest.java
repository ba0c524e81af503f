package dev.muster.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.muster.sandbox.launch.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentStoreTest {

    private static final int WRITERS = 3;

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
