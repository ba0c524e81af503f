package dev.muster.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.muster.sandbox.launch.Ports;
import java.nio.file.Path;
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

    private MongoClient client() {
        return MongoClients.create("mongodb://127.0.0.1:" + port);
    }

    private static MongoCollection<Document> signups(MongoClient client) {
        return client.getDatabase("muster").getCollection("signups");
    }
}
