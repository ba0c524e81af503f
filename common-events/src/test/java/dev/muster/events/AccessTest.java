package dev.muster.events;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

class AccessTest {

    private static final Path CHART = Path.of("../deploy/helm/muster/files/kafka.yaml");

    @Test
    void chartDeclaresTheSameTopicsGroupsAndPermissions() throws IOException {
        var declared = KafkaFile.text();
        if (Boolean.getBoolean("muster.golden.update")) {
            Files.writeString(CHART, declared);
        }

        assertThat(CHART).hasContent(declared);
    }

    @Test
    void everyTopicHasOneWriterButThatOfReplays() {
        var writers = Access.all().stream()
                .flatMap(access -> access.writes().stream())
                .collect(groupingBy(topic -> topic, counting()));

        assertThat(writers)
                .containsOnlyKeys(
                        Topic.all(Duration.ZERO).stream().map(Topic::name).toList());
        writers.remove(Topic.REPLAYS);
        assertThat(writers.values()).containsOnly(1L);
    }

    @Test
    void everyGroupIsOfOneServiceNamedForIt() {
        var services = Access.all();

        assertThat(services.stream().flatMap(access -> access.groups().stream()))
                .containsExactlyInAnyOrderElementsOf(ConsumerGroup.all());
        assertThat(services).allSatisfy(access -> assertThat(access.groups())
                .allMatch(group -> (group + ".").startsWith(access.service() + ".")));
    }

    @Test
    void observerReadsAndChangesNothing() {
        var operations = Access.ofObserver().stream()
                .flatMap(permission -> permission.operations().stream())
                .collect(toSet());

        assertThat(operations).containsExactlyInAnyOrder(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
    }
}
