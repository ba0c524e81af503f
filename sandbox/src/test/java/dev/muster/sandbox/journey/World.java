package dev.muster.sandbox.journey;

import dev.muster.sandbox.launch.Options;
import dev.muster.sandbox.launch.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/** One running Muster for all journeys of a run; the providers' faults and limits are cleared after each of them. */
final class World implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(World.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Community.class;
    }

    @Override
    public Community resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context).community();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        running(context).community().mendProviders();
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot().getStore(SPACE).computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    }

    /** Kafka and MongoDB where the run has named them, in place of the sandbox's own. */
    private static Map<String, String> realSystems() {
        var mongodb = System.getProperty("muster.test.mongodb");
        return mongodb == null
                ? Map.of()
                : Map.of(
                        "MUSTER_MONGODB_URI",
                        mongodb + "/muster",
                        "MUSTER_KAFKA_BOOTSTRAP",
                        System.getProperty("spring.kafka.bootstrap-servers"),
                        "MUSTER_KAFKA_REPLICATION",
                        "1",
                        "MUSTER_KAFKA_MIN_IN_SYNC",
                        "1");
    }

    private record Running(Path directory, Sandbox sandbox, Community community) implements AutoCloseable {

        static Running start() {
            try {
                var directory = Files.createTempDirectory("muster-journeys");
                var real = realSystems();
                // Quicker than a person may call the real ones, so that hundreds of sign-ups take seconds.
                var options = Options.forTests(directory.resolve("data"))
                        .withVariables(real)
                        .with("slack-service", "SLACK_INVITE_PACE", "200")
                        .with("crm-service", "ACTIVECAMPAIGN_PACE", "200")
                        .with("slack-service", "SLACK_TEMPO", Integer.toString(Community.SLACK_TEMPO))
                        // As long as a killed service's calls may take, nobody else makes them: several times this.
                        .with("slack-service", "SLACK_ANSWER_TIMEOUT", "3s");
                // With access control, so that every journey shows that the services may do what they have to.
                var sandbox = Sandbox.start(real.isEmpty() ? options.withAccessControl() : options);
                var running = new Running(directory, sandbox, new Community(sandbox));
                // The first calls on a cold machine may take longer than that.
                running.community.awaitStatus(running.community.signUp(Community.newAddress()), "succeeded");
                return running;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            community.close();
            sandbox.close();
            FileSystemUtils.deleteRecursively(directory);
        }
    }
}
