package dev.muster.events;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The broker that all tests of the module share. */
public final class TestBroker {

    public static final String ADDRESS = requireNonNull(System.getProperty("spring.kafka.bootstrap-servers"));

    private static final Duration SOON = Duration.ofMinutes(1);

    private TestBroker() {}

    /** Creates topics, but for those that are there. */
    public static void create(NewTopic... topics) {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, ADDRESS))) {
            var there = admin.listTopics().names().get();
            var missing = Stream.of(topics)
                    .filter(topic -> !there.contains(topic.name()))
                    .collect(toSet());
            admin.createTopics(missing).all().get();
            // The controller has made them; the broker hears of it.
            await().atMost(SOON).until(() -> admin.listTopics().names().get().containsAll(namesOf(topics)));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> namesOf(NewTopic... topics) {
        return Stream.of(topics).map(NewTopic::name).collect(toSet());
    }
}
