package dev.muster.sandbox.launch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** Asks whether what was started is of use yet: the broker, a service's own readiness, a group's partitions. */
final class Readiness implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Admin admin;
    private final HttpClient http = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(PATIENCE)
            .build();

    /**
     * Makes it.
     *
     * @param kafka the settings of a client that may ask for everything
     */
    Readiness(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.putAll(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                250));
        this.admin = Admin.create(settings);
    }

    /** Whether at least so many brokers are there. */
    boolean brokers(int count) throws InterruptedException {
        try {
            return admin.describeCluster()
                            .nodes()
                            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                            .size()
                    >= count;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
    }

    /**
     * What a service still lacks to be of use, in words; empty when it is ready and each of its groups has every partition
     * of its topics in somebody's hands.
     */
    Optional<String> lacking(int port, Collection<String> groups) throws InterruptedException {
        Optional<String> service = serviceLacking(port);
        return service.isPresent() ? service : groupsLacking(groups);
    }

    private Optional<String> serviceLacking(int port) throws InterruptedException {
        var address = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
        try {
            var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Optional.empty()
                    : Optional.of(address + " answers " + answer.statusCode() + " " + answer.body());
        } catch (IOException e) {
            return Optional.of(address + " does not answer: " + e);
        }
    }

    private Optional<String> groupsLacking(Collection<String> groups) throws InterruptedException {
        try {
            var described = admin.describeConsumerGroups(groups).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            for (ConsumerGroupDescription group : described.values()) {
                Optional<String> lacking = lacking(group);
                if (lacking.isPresent()) {
                    return lacking.map(what -> "consumer group " + group.groupId() + " " + what);
                }
            }
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("consumer groups " + groups + " cannot be described: " + e);
        }
    }

    private Optional<String> lacking(ConsumerGroupDescription group)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (group.groupState() != GroupState.STABLE) {
            return Optional.of("is " + group.groupState());
        }
        var held = new HashSet<TopicPartition>();
        for (MemberDescription member : group.members()) {
            Set<TopicPartition> assigned = member.assignment().topicPartitions();
            if (member.targetAssignment()
                    .filter(target -> !target.topicPartitions().equals(assigned))
                    .isPresent()) {
                return Optional.of("is still moving partitions");
            }
            held.addAll(assigned);
        }
        var heldOfTopic = new HashMap<String, Integer>();
        held.forEach(partition -> heldOfTopic.merge(partition.topic(), 1, Integer::sum));
        var topics = admin.describeTopics(List.copyOf(heldOfTopic.keySet()))
                .allTopicNames()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (topics.isEmpty()) {
            return Optional.of("has no partition");
        }
        return topics.values().stream()
                .filter(topic -> topic.partitions().size() != heldOfTopic.getOrDefault(topic.name(), 0))
                .map(topic -> "has not every partition of " + topic.name())
                .findFirst();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
        http.shutdownNow();
    }
}
