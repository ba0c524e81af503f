package dev.muster.report;

import static dev.muster.report.History.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.events.Topic;
import dev.muster.events.kafka.DeadLetterMeters;
import dev.muster.events.trace.Spans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** What must not stop the service: a Kafka that is away when it starts, and one in which its topics are still missing. */
@ExtendWith(OutputCaptureExtension.class)
class ReportStreamsTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 6);
    private final History run = new History("daily|2026-11-20");
    private final Path state;

    ReportStreamsTest(@TempDir Path state) {
        this.state = state;
    }

    @BeforeEach
    void startBroker() {
        broker.brokerProperties(Map.of(
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "3",
                "group.initial.rebalance.delay.ms", "0"));
        // The one that all tests share keeps its own.
        broker.brokerListProperty("second-broker");
        broker.afterPropertiesSet();
    }

    @AfterEach
    void stopBroker() {
        broker.destroy();
    }

    @Test
    void waitsForKafka() throws Exception {
        try (var relay = new Relay();
                var service = new SpringApplicationBuilder(ReportService.class)
                        .run(
                                "--server.port=0",
                                "--muster.kafka.bootstrap=" + relay.address(),
                                "--spring.kafka.bootstrap-servers=" + relay.address(),
                                "--muster.kafka.replication=1",
                                "--muster.kafka.min-in-sync=1",
                                "--muster.report.state-dir=" + state)) {
            assertThat(service.getBean(ReportStreams.class).health().getStatus())
                    .isEqualTo(Status.UP);

            relay.letIn(broker.getBrokersAsString());

            soon().until(() -> topics().contains(Topic.STANDUP_REPORTS));
            assertReported();
        }
    }

    @Test
    void waitsForItsTopics(CapturedOutput output) throws Exception {
        var meters = new SimpleMeterRegistry();
        var kafka = new KafkaProperties();
        kafka.setBootstrapServers(List.of(broker.getBrokersAsString()));
        kafka.getStreams().setApplicationId("report-service");
        kafka.getStreams().setStateDir(state.toString());
        kafka.getStreams().getProperties().put("processing.guarantee", "exactly_once_v2");
        kafka.getStreams().getProperties().put("session.timeout.ms", "6000");
        var streams = new ReportStreams(
                new ReportSettings(state, 0, Duration.ofDays(400)),
                kafka,
                _ -> {},
                Spans.NONE,
                new StreamsMeters(meters),
                new DeadLetterMeters(meters));

        streams.start();
        try {
            soon().until(() -> output.getAll().contains("MissingSourceTopicException"));
            assertThat(streams.health().getStatus()).isEqualTo(Status.UP);
            soon().untilAsserted(() -> assertThat(
                            meters.get("muster.streams.failures").counter().count())
                    .isPositive());
            createTopics();

            assertReported();
            assertThat(meters.get("muster.streams.running").gauge().value()).isEqualTo(1);
            assertThat(meters.get("kafka.stream.alive.stream.threads").gauge().value())
                    .isEqualTo(1);
        } finally {
            streams.stop();
        }
        assertThat(streams.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(meters.get("muster.streams.running").gauge().value()).isZero();
    }

    private void assertReported() throws Exception {
        try (var log = new RunLog(broker.getBrokersAsString(), run.runId())) {
            log.publish(run.opened(ADA), run.closed());
            soon().untilAsserted(() -> assertThat(log.reports("read_committed")).hasSize(1));
        }
    }

    private void createTopics() throws Exception {
        try (var admin = admin()) {
            admin.createTopics(Topic.all(Duration.ofDays(400)).stream()
                            .map(topic -> topic.toNewTopic((short) 1, 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private Set<String> topics() throws Exception {
        try (var admin = admin()) {
            return admin.listTopics().names().get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString()));
    }

    private static ConditionFactory soon() {
        return await().atMost(SOON).ignoreExceptions();
    }

    /** Sends clients away until it is told to let them in; the broker then tells them its own address. */
    private static final class Relay implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        private volatile @Nullable InetSocketAddress broker;

        Relay() throws IOException {
            Thread.ofVirtual().start(this::accept);
        }

        String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        void letIn(String broker) {
            var address = broker.split(":", 2);
            this.broker = new InetSocketAddress(address[0], Integer.parseInt(address[1]));
        }

        private void accept() {
            try {
                while (true) {
                    var client = socket.accept();
                    var target = broker;
                    if (target == null) {
                        client.close();
                        continue;
                    }
                    var server = new Socket(target.getAddress(), target.getPort());
                    Thread.ofVirtual().start(() -> pump(client, server));
                    Thread.ofVirtual().start(() -> pump(server, client));
                }
            } catch (IOException _) {
                // Closed: the test is over.
            }
        }

        private static void pump(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException _) {
                // One side is gone, and with this the other.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
