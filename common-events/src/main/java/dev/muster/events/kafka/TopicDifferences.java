package dev.muster.events.kafka;

import static dev.muster.events.kafka.TopicCreation.failureOf;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the topics that are there lack of what a service needs. It asks, and changes nothing. */
final class TopicDifferences {

    private static final String FOR_EVER = "-1";

    private final Map<String, Object> client;
    private final Map<String, NewTopic> needed;
    private final boolean creates;
    private final int longestAnswerMs;

    /**
     * Makes it, to ask.
     *
     * @param client the settings of Kafka's admin client
     * @param creates whether the service creates what is missing
     * @param patience how long each answer may take
     */
    TopicDifferences(Map<String, Object> client, Collection<NewTopic> needed, boolean creates, Duration patience) {
        this.client = client;
        this.needed = needed.stream().collect(toMap(NewTopic::name, identity()));
        this.creates = creates;
        this.longestAnswerMs = Math.toIntExact(patience.toMillis());
    }

    /**
     * What was found: topics, each with what is wrong.
     *
     * @param there the topics that are there and that this user may see
     * @param lasting what nobody can mend without losing the order of keys
     * @param mendable what whoever makes the topics and the users can mend
     */
    record Found(Set<String> there, Map<String, String> lasting, Map<String, String> mendable) {}

    /**
     * Asks Kafka.
     *
     * @throws ExecutionException if it does not answer
     */
    Found find() throws ExecutionException, InterruptedException {
        var found = new Found(new TreeSet<>(), new TreeMap<>(), new TreeMap<>());
        var missing = new TreeSet<String>();
        try (var admin = Admin.create(client)) {
            var asked = admin.describeTopics(needed.keySet(), new DescribeTopicsOptions().timeoutMs(longestAnswerMs));
            for (var topic : asked.topicNameValues().entrySet()) {
                switch (failureOf(topic.getValue())) {
                    case null -> comparePartitions(topic.getValue().get(), found);
                    case UnknownTopicOrPartitionException _ -> missing.add(topic.getKey());
                    case TopicAuthorizationException _ ->
                        found.mendable().put(topic.getKey(), "this user has no access");
                    case Throwable other -> throw new ExecutionException(other);
                }
            }
            compareSettings(admin, found);
            if (creates) {
                tryToCreate(admin, missing, found);
            } else {
                missing.forEach(topic -> found.mendable().put(topic, "missing, and for others to create"));
            }
        }
        return found;
    }

    private void comparePartitions(TopicDescription topic, Found found) {
        found.there().add(topic.name());
        var partitions = topic.partitions().size();
        var declared = declared(topic.name()).numPartitions();
        if (partitions != declared) {
            found.lasting().put(topic.name(), "has " + partitions + " partitions, needs " + declared);
        }
    }

    private void compareSettings(Admin admin, Found found) throws ExecutionException, InterruptedException {
        var resources = found.there().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        var asked = admin.describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(longestAnswerMs));
        for (var settings : asked.values().entrySet()) {
            var topic = settings.getKey().name();
            var differences =
                    switch (failureOf(settings.getValue())) {
                        case null ->
                            differences(
                                    settings.getValue().get(), declared(topic).configs());
                        case TopicAuthorizationException _ -> "this user may not see how it is set";
                        case Throwable other -> throw new ExecutionException(other);
                    };
            if (!differences.isEmpty()) {
                found.mendable().put(topic, differences);
            }
        }
    }

    /** Only what would lose records, or take too few; for how long answers are kept, say, operators may have changed. */
    private static String differences(Config settings, Map<String, String> declared) {
        var differences = new StringJoiner(", ");
        var policy = declared.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        if (!valueOf(settings, TopicConfig.CLEANUP_POLICY_CONFIG).equals(policy)) {
            differences.add(difference(settings, TopicConfig.CLEANUP_POLICY_CONFIG, policy));
        }
        if (FOR_EVER.equals(declared.get(TopicConfig.RETENTION_MS_CONFIG))
                && !valueOf(settings, TopicConfig.RETENTION_MS_CONFIG).equals(FOR_EVER)) {
            differences.add(difference(settings, TopicConfig.RETENTION_MS_CONFIG, FOR_EVER));
        }
        var largest = declared.getOrDefault(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "0");
        if (Long.parseLong(valueOf(settings, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)) < Long.parseLong(largest)) {
            differences.add(difference(settings, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, largest));
        }
        return differences.toString();
    }

    private static String difference(Config settings, String name, String needed) {
        return "has " + name + " " + valueOf(settings, name) + ", needs " + needed;
    }

    private static String valueOf(Config settings, String name) {
        return settings.get(name).value();
    }

    /** Asks whether they could be created. */
    private void tryToCreate(Admin admin, Collection<String> missing, Found found)
            throws ExecutionException, InterruptedException {
        var asked = admin.createTopics(
                missing.stream().map(this::declared).toList(),
                new CreateTopicsOptions().timeoutMs(longestAnswerMs).validateOnly(true));
        for (var topic : asked.values().entrySet()) {
            switch (failureOf(topic.getValue())) {
                case null -> {}
                case TopicExistsException _ -> {}
                case TopicAuthorizationException _ ->
                    found.mendable().put(topic.getKey(), "missing, and this user may not create it");
                case TimeoutException away -> throw new ExecutionException(away);
                case Throwable other ->
                    found.mendable().put(topic.getKey(), "missing, and cannot be created: " + other.getMessage());
            }
        }
    }

    private NewTopic declared(String topic) {
        return Objects.requireNonNull(needed.get(topic));
    }
}
