package dev.muster.gateway;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** Tests the whole gateway over HTTP, with a real broker and a document store in memory, shared by all such tests. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "muster.kafka.bootstrap=${spring.embedded.kafka.brokers}",
            "muster.kafka.replication=1",
            "muster.kafka.min-in-sync=1",
            "muster.signup.id-secret=the secret of these tests",
            "muster.status.heartbeat=500ms",
            // No test is about how fast the broker is.
            "spring.kafka.producer.properties.max.block.ms=60000",
            "spring.kafka.producer.properties.request.timeout.ms=30000",
            "spring.kafka.producer.properties.delivery.timeout.ms=60000",
            // Of World's token.
            "muster.operators.token-hashes=17c11c070fe9d38e70c224ae891089be8c6c22ac5c088f9e4464fb1f4a5e4466"
        })
@Import({EmbeddedStore.class, World.class})
public @interface GatewayTest {}
