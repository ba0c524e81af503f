package dev.muster.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.muster.sandbox.launch.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentStoreTest {

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
    void aDatabaseIsDroppedWhileOthersWriteAndTakesNewDocuments() throws InterruptedException {
        try (var _ = DocumentStore.start(port, directory);
                var client = client()) {
            var writers = IntStream.range(0, 3)
                    .mapToObj(writer -> Thread.ofPlatform().start(() -> {
                        for (var i = 0; i < 100; i++) {
                            signups(client).insertOne(new Document("_id", writer + "-" + i));
                        }
                    }))
                    .toList();

            while (writers.stream().anyMatch(Thread::isAlive)) {
                client.getDatabase("muster").drop();
            }

            signups(client).insertOne(new Document("_id", "a"));
            assertThat(signups(client).find(new Document("_id", "a"))).hasSize(1);
        }
    }

    private MongoClient client() {
        return MongoClients.create("mongodb://127.0.0.1:" + port);
    }

    private static MongoCollection<Document> signups(MongoClient client) {
        return client.getDatabase("muster").getCollection("signups");
    }
}
