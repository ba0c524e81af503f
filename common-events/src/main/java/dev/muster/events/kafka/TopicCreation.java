package dev.muster.events.kafka;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Looks whether the topics are there that a service needs, and creates those that are missing where it may: before the listeners
 * start, or, as long as that fails, every few seconds. What it waits for it says once.
 */
final class TopicCreation implements SmartInitializingSingleton, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int LONGEST_ANSWER_MS = 3000;

    private final Map<String, Object> client;
    private final Map<String, NewTopic> needed;
    private final boolean creates;
    private volatile @Nullable Thread later;
    private String said = "";

    /**
     * Makes it, to begin when everything else is made.
     *
     * @param client the settings of Kafka's admin client
     * @param creates whether missing topics are created; if not, somebody else does that
     */
    TopicCreation(Map<String, Object> client, Collection<NewTopic> needed, boolean creates) {
        this.client = client;
        this.needed = needed.stream().collect(toMap(NewTopic::name, identity()));
        this.creates = creates;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var admin = Admin.create(client);
        if (areThere(admin)) {
            admin.close(Duration.ZERO);
        } else {
            later = Thread.ofVirtual().name("topic-creation").start(() -> look(admin));
        }
    }

    @Override
    public void destroy() {
        var looking = later;
        if (looking != null) {
            looking.interrupt();
        }
    }

    private void look(Admin admin) {
        try (admin) {
            do {
                Thread.sleep(PAUSE);
            } while (!areThere(admin));
            log.info("The topics are there");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean areThere(Admin admin) {
        try {
            var lacking = lacking(admin);
            if (!lacking.isEmpty()) {
                sayOnce("Waits for topics: " + inWords(lacking));
            }
            return lacking.isEmpty();
        } catch (ExecutionException e) {
            sayOnce("The topics are looked for again every " + PAUSE.toSeconds() + " s: "
                    + (e.getCause() instanceof TimeoutException ? "Kafka does not answer" : e.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** The topics that are not there, or not for this service to see, each with the reason. */
    private Map<String, String> lacking(Admin admin) throws ExecutionException, InterruptedException {
        var lacking = new TreeMap<String, String>();
        var missing = new TreeSet<String>();
        var asked = admin.describeTopics(needed.keySet(), new DescribeTopicsOptions().timeoutMs(LONGEST_ANSWER_MS));
        for (var topic : asked.topicNameValues().entrySet()) {
            switch (failureOf(topic.getValue())) {
                case null -> {}
                case UnknownTopicOrPartitionException _ -> missing.add(topic.getKey());
                case TopicAuthorizationException _ -> lacking.put(topic.getKey(), "this user has no access");
                case Throwable other -> throw new ExecutionException(other);
            }
        }
        if (creates) {
            lacking.putAll(create(admin, missing));
        } else {
            missing.forEach(topic -> lacking.put(topic, "not created yet, which is for others to do"));
        }
        return lacking;
    }

    private Map<String, String> create(Admin admin, Collection<String> missing) throws InterruptedException {
        var lacking = new TreeMap<String, String>();
        var topics = missing.stream().map(needed::get).toList();
        var asked = admin.createTopics(topics, new CreateTopicsOptions().timeoutMs(LONGEST_ANSWER_MS));
        for (var topic : asked.values().entrySet()) {
            switch (failureOf(topic.getValue())) {
                case null -> log.info("{} created", topic.getKey());
                case TopicExistsException _ -> {}
                case TopicAuthorizationException _ ->
                    lacking.put(topic.getKey(), "not created yet, and this user may not create them");
                case Throwable other -> lacking.put(topic.getKey(), other.toString());
            }
        }
        return lacking;
    }

    /** What Kafka answers instead; null where it does as it was asked. */
    static @Nullable Throwable failureOf(KafkaFuture<?> answer) throws InterruptedException {
        try {
            answer.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** Topics with the reasons, those with the same reason together. */
    static String inWords(Map<String, String> lacking) {
        return lacking.keySet().stream()
                .collect(groupingBy(topic -> String.valueOf(lacking.get(topic)), TreeMap::new, joining(", ")))
                .entrySet()
                .stream()
                .map(each -> each.getValue() + " (" + each.getKey() + ")")
                .collect(joining("; "));
    }

    private void sayOnce(String what) {
        if (!what.equals(said)) {
            said = what;
            log.warn(what);
        }
    }
}
