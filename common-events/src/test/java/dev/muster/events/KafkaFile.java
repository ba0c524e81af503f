package dev.muster.events;

import static java.util.stream.Collectors.joining;

import dev.muster.events.Access.Permission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** The file in which the chart, and the sandbox, find the topics, the groups and who may do what, as they are declared. */
final class KafkaFile {

    private static final String HEAD = """
            # What is on Kafka, and who may do what there. Not written by hand: it is what dev.muster.events.Topic, ConsumerGroup and
            # Access declare, written by AccessTest with -Dmuster.golden.update=true.
            """;
    private static final Duration ANSWERS_RETENTION = Duration.ofDays(400);

    private KafkaFile() {}

    static String text() {
        var lines = new ArrayList<String>();
        lines.add(
                "# A topic that keepsAnswers keeps them as long as the operator says: retention.ms is then to be replaced.");
        lines.add("topics:");
        Topic.withDeadLetters(ANSWERS_RETENTION).forEach(topic -> add(topic, lines));
        lines.add("");
        lines.add(
                "# The topics of each consumer group: a replay of the group reads them, or its dead letters, in <name>.replay.<id>.");
        lines.add("groups:");
        Access.all().forEach(access -> access.groups()
                .forEach(group -> lines.addAll(List.of(
                        "  - name: " + group,
                        "    service: " + access.service(),
                        "    topics: [" + String.join(", ", ConsumerGroup.sourcesOf(group)) + "]"))));
        lines.add("");
        lines.add(
                "# The access control lists of each service's user, as the spec of a Strimzi KafkaUser has them. The observer sees how far");
        lines.add("# groups are and how topics are set, and reads nothing: for KEDA, and for checks.");
        lines.add("users:");
        Access.all().forEach(access -> add(access.service(), access.permissions(), lines));
        add(Access.OBSERVER, Access.ofObserver(), lines);
        return HEAD + "\n" + lines.stream().map(line -> line + "\n").collect(joining());
    }

    private static void add(Topic topic, List<String> lines) {
        lines.add("  - name: " + topic.name());
        lines.add("    partitions: " + topic.partitions());
        if (!Topic.withDeadLetters(ANSWERS_RETENTION.plusDays(1)).contains(topic)) {
            lines.add("    keepsAnswers: true");
        }
        lines.add("    config:");
        new TreeMap<>(topic.config()).forEach((key, value) -> lines.add("      " + key + ": \"" + value + "\""));
    }

    private static void add(String user, List<Permission> permissions, List<String> lines) {
        lines.add("  - name: " + user);
        lines.add("    acls:");
        for (var permission : permissions) {
            var on = permission.on();
            lines.add("      - resource: {type: %s, name: %s, patternType: %s}"
                    .formatted(
                            typeOf(on.resourceType()),
                            on.name(),
                            on.patternType() == PatternType.PREFIXED ? "prefix" : "literal"));
            lines.add(permission.operations().stream()
                    .map(KafkaFile::nameOf)
                    .collect(joining(", ", "        operations: [", "]")));
        }
    }

    private static String typeOf(ResourceType type) {
        return switch (type) {
            case TOPIC -> "topic";
            case GROUP -> "group";
            case TRANSACTIONAL_ID -> "transactionalId";
            default -> throw new IllegalArgumentException("Strimzi knows no " + type);
        };
    }

    /** As the others write it: {@code DescribeConfigs}. */
    private static String nameOf(AclOperation operation) {
        return Stream.of(operation.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(joining());
    }
}
