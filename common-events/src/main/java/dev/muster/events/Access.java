package dev.muster.events;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toUnmodifiableList;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a service does on Kafka. Its permissions are made of that, here and in the chart ({@code files/kafka.yaml}), and so is the
 * list of topics that it needs.
 *
 * @param service its name, which is that of its Kafka user too
 * @param writes the topics that it publishes to, besides its dead letters
 * @param groups the consumer groups that it reads in
 * @param tables the topics that it reads whole, without a group: tables, and what its views and ledgers are built anew of
 * @param forOperators whether it shows operators the dead letters of all groups, how far they are, and the records that they read
 */
public record Access(
        String service, List<String> writes, List<String> groups, List<String> tables, boolean forOperators) {

    /** Sees how far every group is and how every topic is set, and reads none: for scaling on lag, and for checks. */
    public static final String OBSERVER = "observer";

    private static final List<Access> ALL = List.of(
            new Access(
                    "signup-gateway",
                    List.of(Topic.SIGNUPS, Topic.STANDUPS, Topic.STANDUP_TICKS, Topic.REPLAYS),
                    List.of(ConsumerGroup.GATEWAY_RECORDS),
                    List.of(
                            Topic.STANDUPS,
                            Topic.SLACK_DIRECTORY,
                            Topic.STANDUP_RUNS,
                            Topic.STANDUP_TICKS,
                            Topic.REPLAYS),
                    true),
            new Access(
                    "slack-service",
                    List.of(
                            Topic.SLACK_INVITES,
                            Topic.SLACK_DIRECTORY,
                            Topic.SLACK_INTERACTIONS,
                            Topic.SLACK_DELIVERIES,
                            Topic.REPLAYS),
                    List.of(
                            ConsumerGroup.SLACK_INVITES,
                            ConsumerGroup.SLACK_PROMPTS,
                            ConsumerGroup.SLACK_RUNS,
                            ConsumerGroup.SLACK_POSTS),
                    List.of(Topic.SLACK_DIRECTORY, Topic.SLACK_INVITES, Topic.SLACK_DELIVERIES, Topic.REPLAYS),
                    false),
            new Access(
                    "crm-service",
                    List.of(Topic.CRM_CONTACTS, Topic.REPLAYS),
                    List.of(ConsumerGroup.CRM_CONTACTS),
                    List.of(Topic.CRM_CONTACTS, Topic.REPLAYS),
                    false),
            new Access(
                    "standup-service",
                    List.of(Topic.STANDUP_RUNS, Topic.STANDUP_PROMPTS, Topic.REPLAYS),
                    List.of(
                            ConsumerGroup.STANDUP_TICKS,
                            ConsumerGroup.STANDUP_INTERACTIONS,
                            ConsumerGroup.STANDUP_RUNS),
                    List.of(Topic.STANDUPS, Topic.SLACK_DIRECTORY, Topic.REPLAYS),
                    false),
            new Access(
                    ConsumerGroup.REPORTS,
                    List.of(Topic.STANDUP_REPORTS, Topic.STANDUP_POSTS, Topic.STANDUP_PARTICIPATION),
                    List.of(ConsumerGroup.REPORTS),
                    List.of(),
                    false));

    /**
     * One thing that a user may do.
     *
     * @param on a topic, a group or a transactional id, or all whose names begin so
     * @param operations in Kafka's own order; reading and writing include describing
     */
    public record Permission(ResourcePattern on, List<AclOperation> operations) {}

    /** All services. */
    public static List<Access> all() {
        return ALL;
    }

    /**
     * That of one service.
     *
     * @throws IllegalArgumentException if there is no such service
     */
    public static Access of(String service) {
        return ALL.stream()
                .filter(access -> access.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service " + service));
    }

    /** What the {@link #OBSERVER} may do. */
    public static List<Permission> ofObserver() {
        var permissions = new Permissions();
        permissions.observe();
        everyTopic().forEach(topic -> permissions.allow(topic(topic), AclOperation.DESCRIBE_CONFIGS));
        return permissions.all();
    }

    /** The names of the topics that it needs, its dead letters' among them, in alphabetical order. */
    public Set<String> topics() {
        return permissions().stream()
                .map(Permission::on)
                .filter(Access::isTopic)
                .map(ResourcePattern::name)
                .collect(toCollection(TreeSet::new));
    }

    /** What it may do, and nothing else. To create the topics that it needs is not among it. */
    public List<Permission> permissions() {
        var permissions = new Permissions();
        writes.forEach(topic -> permissions.allow(topic(topic), AclOperation.WRITE));
        tables.forEach(topic -> permissions.allow(topic(topic), AclOperation.READ));
        groups.forEach(permissions::join);
        if (forOperators) {
            permissions.observe();
            ConsumerGroup.all().forEach(permissions::read);
        }
        permissions.compare();
        return permissions.all();
    }

    private static Stream<String> everyTopic() {
        return Topic.withDeadLetters(Duration.ZERO).stream().map(Topic::name);
    }

    private static String deadLettersOf(String group) {
        return Topic.deadLettersOf(group).name();
    }

    private static boolean isTopic(ResourcePattern on) {
        return on.resourceType() == ResourceType.TOPIC && on.patternType() == PatternType.LITERAL;
    }

    private static ResourcePattern topic(String name) {
        return new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL);
    }

    /** Permissions, as they come together. */
    private static final class Permissions {

        private final Map<ResourcePattern, Set<AclOperation>> allowed =
                new TreeMap<>(Comparator.comparing(ResourcePattern::resourceType)
                        .thenComparing(ResourcePattern::name)
                        .thenComparing(ResourcePattern::patternType));

        void allow(ResourcePattern on, AclOperation... operations) {
            allowed.computeIfAbsent(on, _ -> EnumSet.noneOf(AclOperation.class)).addAll(List.of(operations));
        }

        void join(String group) {
            ConsumerGroup.sourcesOf(group).forEach(source -> allow(topic(source), AclOperation.READ));
            allow(group(group), AclOperation.READ);
            allow(topic(deadLettersOf(group)), AclOperation.READ, AclOperation.WRITE);
            if (group.equals(ConsumerGroup.REPORTS)) {
                stream(group + "-");
            } else {
                allow(prefix(ResourceType.GROUP, ConsumerGroup.ofReplay(group, "")), AclOperation.READ);
            }
        }

        /** Kafka Streams makes topics of its own, and takes out of them what it has repartitioned. */
        private void stream(String prefix) {
            allow(
                    prefix(ResourceType.TOPIC, prefix),
                    AclOperation.READ,
                    AclOperation.WRITE,
                    AclOperation.CREATE,
                    AclOperation.DELETE);
            allow(prefix(ResourceType.TRANSACTIONAL_ID, prefix), AclOperation.WRITE);
        }

        void observe() {
            everyTopic().forEach(topic -> allow(topic(topic), AclOperation.DESCRIBE));
            ConsumerGroup.all().forEach(group -> allow(group(group), AclOperation.DESCRIBE));
        }

        /** How its topics are set is looked at before an upgrade. */
        void compare() {
            allowed.forEach((on, operations) -> {
                if (isTopic(on)) {
                    operations.add(AclOperation.DESCRIBE_CONFIGS);
                }
            });
        }

        void read(String group) {
            ConsumerGroup.sourcesOf(group).forEach(source -> allow(topic(source), AclOperation.READ));
            allow(topic(deadLettersOf(group)), AclOperation.READ);
        }

        private static ResourcePattern group(String name) {
            return new ResourcePattern(ResourceType.GROUP, name, PatternType.LITERAL);
        }

        private static ResourcePattern prefix(ResourceType type, String name) {
            return new ResourcePattern(type, name, PatternType.PREFIXED);
        }

        List<Permission> all() {
            return allowed.entrySet().stream()
                    .map(each -> new Permission(each.getKey(), without(each.getValue())))
                    .collect(toUnmodifiableList());
        }

        /** Who reads or writes may describe as well. */
        private static List<AclOperation> without(Set<AclOperation> operations) {
            var said = new ArrayList<>(operations);
            if (operations.contains(AclOperation.READ) || operations.contains(AclOperation.WRITE)) {
                said.remove(AclOperation.DESCRIBE);
            }
            return List.copyOf(said);
        }
    }
}
