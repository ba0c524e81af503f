package dev.muster.sandbox.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.springframework.core.io.ClassPathResource;

/**
 * A real Kafka broker, controller included (KRaft, combined mode), for a JVM of its own; alone, or one of three that keep
 * each record three times. Its directory is formatted once and keeps the log between runs; {@code server.properties} is
 * written anew at each start, so ports may change.
 *
 * @param cluster what brokers that are formatted together belong to
 * @param node this one
 * @param nodes all of them
 * @param security how clients know the brokers, and these their clients; anybody may do anything where there is none
 */
public record Broker(Path directory, Uuid cluster, Node node, List<Node> nodes, Optional<Security> security) {

    /** One of the brokers, by its number. */
    public record Node(int id, int port, int controllerPort) {}

    /** A user of the brokers, known by a password. */
    public record Login(String user, String password) {

        /** As Kafka's own configuration says it, the broker's as a client's. */
        public String jaasConfig() {
            return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                    .formatted(user, password);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * How the brokers and their clients know each other: by TLS, and by a password.
     *
     * @param login who may do everything, and the brokers themselves
     * @param identity the file with the brokers' private key and its certificate, as PEM
     * @param authority the file with the certificate that clients trust, as PEM
     */
    public record Security(Login login, Path identity, Path authority) {}

    private static final String SETTINGS = "server.properties";

    public Broker {
        nodes = List.copyOf(nodes);
    }

    /**
     * Makes the directory ready: settings, and storage formatted where it is not yet.
     *
     * @throws UncheckedIOException when the directory cannot be written
     */
    public void prepare() {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(SETTINGS), settings());
            try (var logging = new ClassPathResource("broker/logback.xml").getInputStream()) {
                Files.write(directory.resolve("logback.xml"), logging.readAllBytes());
            }
            if (!Files.exists(storage().resolve("meta.properties"))) {
                format();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The broker's directory " + directory + " cannot be made ready", e);
        }
    }

    private Path storage() {
        return directory.resolve("log");
    }

    private void format() {
        var said = new ByteArrayOutputStream();
        var arguments = new ArrayList<>(List.of(
                "format",
                "--cluster-id",
                cluster.toString(),
                "--config",
                directory.resolve(SETTINGS).toString()));
        security.map(Security::login)
                .ifPresent(login -> arguments.addAll(List.of(
                        "--add-scram",
                        "SCRAM-SHA-512=[name=%s,password=%s]".formatted(login.user(), login.password()))));
        int result = StorageTool.execute(
                arguments.toArray(String[]::new), new PrintStream(said, true, StandardCharsets.UTF_8));
        if (result != 0) {
            // What it says of users is what they are known by.
            throw new IllegalStateException("The broker's storage cannot be formatted"
                    + (security.isPresent() ? "" : ": " + said.toString(StandardCharsets.UTF_8)));
        }
    }

    /**
     * What follows {@code java} to run the broker with its directory as the working directory; the class path goes into
     * the environment. Names are relative, so that the command line says nothing of where the project lies.
     */
    public List<String> arguments() {
        return List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=logback.xml",
                "-Dlog4j2.StatusLogger.level=OFF",
                "kafka.Kafka",
                SETTINGS);
    }

    private String settings() {
        return """
                process.roles=broker,controller
                node.id=%1$d
                controller.quorum.voters=%5$s
                controller.listener.names=CONTROLLER
                listeners=CLIENTS://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
                advertised.listeners=CLIENTS://127.0.0.1:%2$d
                inter.broker.listener.name=CLIENTS
                listener.security.protocol.map=CLIENTS:%8$s,CONTROLLER:PLAINTEXT
                log.dirs=%4$s

                # Topics are declared by the services; a name misspelt makes none.
                auto.create.topics.enable=false
                # What has no retention of its own is kept: the log is the truth.
                log.retention.ms=-1

                # Everything internal stands on all brokers, in few partitions, to be read quickly at the start.
                default.replication.factor=%6$d
                min.insync.replicas=%7$d
                offsets.topic.replication.factor=%6$d
                offsets.topic.num.partitions=5
                transaction.state.log.replication.factor=%6$d
                transaction.state.log.min.isr=%7$d
                transaction.state.log.num.partitions=5
                share.coordinator.state.topic.replication.factor=%6$d
                share.coordinator.state.topic.min.isr=%7$d
                share.coordinator.state.topic.num.partitions=1

                # A consumer killed is missed after 6 s instead of 45; heartbeats are as much closer.
                group.consumer.session.timeout.ms=6000
                group.consumer.min.session.timeout.ms=6000
                group.consumer.heartbeat.interval.ms=1500
                group.consumer.min.heartbeat.interval.ms=1000
                group.streams.session.timeout.ms=6000
                group.streams.min.session.timeout.ms=6000
                group.streams.heartbeat.interval.ms=1500
                group.streams.min.heartbeat.interval.ms=1000
                group.min.session.timeout.ms=1000
                group.initial.rebalance.delay.ms=0
                # Ten years: longer than any holiday.
                offsets.retention.minutes=5256000

                # After a kill, the broker's own former session is over in 2 s instead of 9.
                broker.session.timeout.ms=2000
                broker.heartbeat.interval.ms=500
                %9$s""".formatted(
                        node.id(),
                        node.port(),
                        node.controllerPort(),
                        inSettings(storage()),
                        voters(),
                        nodes.size(),
                        nodes.size() == 1 ? 1 : nodes.size() - 1,
                        security.isPresent() ? "SASL_SSL" : "PLAINTEXT",
                        security.map(Broker::accessControl).orElse(""));
    }

    private static String inSettings(Path path) {
        return path.toAbsolutePath().toString().replace("\\", "/");
    }

    /** Brokers know the controllers' listener, at which nobody logs in, by their own loopback address alone. */
    private static String accessControl(Security security) {
        return """

                # Who is not named here may do what the access control lists say.
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:%s;User:ANONYMOUS
                sasl.enabled.mechanisms=SCRAM-SHA-512
                sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
                listener.name.clients.scram-sha-512.sasl.jaas.config=%s
                ssl.keystore.type=PEM
                ssl.keystore.location=%s
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """.formatted(
                        security.login().user(),
                        security.login().jaasConfig(),
                        inSettings(security.identity()),
                        inSettings(security.authority()));
    }

    private String voters() {
        return nodes.stream()
                .map(each -> each.id() + "@127.0.0.1:" + each.controllerPort())
                .collect(Collectors.joining(","));
    }
}
