package dev.muster.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mongodb.MongoDBContainer;

/**
 * Has all tests of a run use Kafka and MongoDB in containers, of the images that {@code deploy/images.txt} names. Where no Docker
 * daemon answers, or has the images or can fetch them, they are skipped, and shown so; with {@code MUSTER_REQUIRE_DOCKER=true} they fail.
 *
 * <p>It is for the executions {@code in-containers} of the build alone, which switch the search for extensions on.
 */
public final class RealSystems implements ExecutionCondition {

    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(RealSystems.class);
    private static final Path IMAGES = Path.of("../deploy/images.txt");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return without("no Docker daemon answers");
        }
        try {
            context.getRoot().getStore(SPACE).computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
        } catch (RuntimeException e) {
            if (Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                    .anyMatch(ContainerFetchException.class::isInstance)) {
                return without("its images cannot be had");
            }
            throw e;
        }
        return ConditionEvaluationResult.enabled("Kafka and MongoDB run in containers");
    }

    private static ConditionEvaluationResult without(String reason) {
        if (Boolean.parseBoolean(System.getenv("MUSTER_REQUIRE_DOCKER"))) {
            throw new IllegalStateException("MUSTER_REQUIRE_DOCKER is true, and " + reason);
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    private record Running(KafkaContainer kafka, MongoDBContainer mongodb) implements AutoCloseable {

        static Running start() {
            var running = new Running(new KafkaContainer(image("kafka")), new MongoDBContainer(image("mongodb")));
            quickGroups()
                    .forEach((name, value) -> running.kafka.withEnv(
                            "KAFKA_" + name.toString().toUpperCase(Locale.ROOT).replace('.', '_'), value.toString()));
            running.kafka.start();
            running.mongodb.start();
            System.setProperty("spring.kafka.bootstrap-servers", running.kafka.getBootstrapServers());
            System.setProperty("muster.test.mongodb", running.mongodb.getConnectionString());
            return running;
        }

        @Override
        public void close() {
            mongodb.close();
            kafka.close();
        }
    }

    /** As the embedded broker is set. */
    private static Properties quickGroups() {
        var properties = new Properties();
        try (var settings = RealSystems.class.getResourceAsStream("/broker.properties")) {
            properties.load(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static String image(String name) {
        try (var lines = Files.lines(IMAGES)) {
            return lines.map(line -> line.split("\\s+", -1))
                    .filter(words -> words[0].equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(IMAGES + " does not name " + name))[1];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
