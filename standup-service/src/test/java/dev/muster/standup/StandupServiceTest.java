package dev.muster.standup;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** Tests the whole service, with a real broker and a document store in memory, shared by all such tests. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "muster.kafka.bootstrap=${spring.embedded.kafka.brokers}",
            "muster.kafka.replication=1",
            "muster.kafka.min-in-sync=1"
        })
@Import({EmbeddedStore.class, World.class})
public @interface StandupServiceTest {}
