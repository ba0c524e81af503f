package dev.muster.gateway;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** A document store in memory. */
@TestConfiguration(proxyBeanMethods = false)
public class EmbeddedStore {

    @Bean(destroyMethod = "shutdownNow")
    MongoServer embeddedStore() {
        var server = new MongoServer(new MemoryBackend());
        server.bind();
        return server;
    }

    @Bean
    DynamicPropertyRegistrar embeddedStoreAddress(MongoServer server) {
        return properties -> properties.add("muster.mongodb.uri", () -> server.getConnectionString() + "/muster");
    }
}
