package dev.muster.standup;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** A document store in memory, which can be out of order for a while. */
@TestConfiguration(proxyBeanMethods = false)
public class EmbeddedStore {

    @Bean
    MoodyBackend backend() {
        return new MoodyBackend();
    }

    @Bean(destroyMethod = "shutdownNow")
    MongoServer embeddedStore(MoodyBackend backend) {
        var server = new MongoServer(backend);
        server.bind();
        return server;
    }

    @Bean
    DynamicPropertyRegistrar embeddedStoreAddress(MongoServer server) {
        return properties -> properties.add("muster.mongodb.uri", () -> server.getConnectionString() + "/muster");
    }

    static final class MoodyBackend extends MemoryBackend {

        private final AtomicReference<@Nullable String> dropBefore = new AtomicReference<>();
        private volatile boolean outOfOrder;

        void dropBeforeReading(String collection) {
            dropBefore.set(collection);
        }

        void outOfOrder(boolean outOfOrder) {
            this.outOfOrder = outOfOrder;
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            if (outOfOrder) {
                throw new IllegalStateException("out of order");
            }
            var collection = message.getDocument().get("find");
            if (collection != null && collection.equals(dropBefore.get()) && dropBefore.getAndSet(null) != null) {
                dropDatabase(message.getDatabaseName());
            }
            return super.handleMessage(message);
        }
    }
}
