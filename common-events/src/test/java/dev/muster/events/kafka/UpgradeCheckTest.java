package dev.muster.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.ReplayCancelled;
import dev.muster.events.TestBroker;
import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.fault.SetAside;
import dev.muster.events.fault.Unavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** What a version finds on a real broker before it takes over. */
@ExtendWith(OutputCaptureExtension.class)
class UpgradeCheckTest {

    private static final Map<String, Object> CLIENT =
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS);
    private static final int PARTITIONS = 6;

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    /** A dead-letter topic that no other test of this module needs: it is there as soon as something creates topics. */
    private static final String NOT_CREATED = "report-service.dlt";

    private final String topic = "checked-" + UUID.randomUUID();
    private final String group = "group-" + UUID.randomUUID();
    private final EventCodec codec = new EventCodec();
    private final Admin admin = Admin.create(CLIENT);
    private final DefaultKafkaProducerFactory<String, byte[]> producers = new DefaultKafkaProducerFactory<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS),
            new StringSerializer(),
            new ByteArraySerializer());
    private final KafkaTemplate<String, byte[]> kafka = new KafkaTemplate<>(producers);
    private final DeadLetters deadLetters =
            new DeadLetters(kafka, InstantSource.system(), new DeadLetterMeters(new SimpleMeterRegistry()));

    @AfterEach
    void end() {
        producers.destroy();
        admin.close();
    }

    @Test
    void everythingWrongWithTopicsIsFoundAtOnce() throws Exception {
        TestBroker.create(topic("-few", 3, Map.of()));
        TestBroker.create(topic("-kept", PARTITIONS, Map.of()));
        TestBroker.create(topic("-ending", PARTITIONS, Map.of(TopicConfig.RETENTION_MS_CONFIG, "60000")));
        TestBroker.create(topic("-small", PARTITIONS, Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1000")));
        TestBroker.create(topic("-right", PARTITIONS, Map.of()));

        var found = check(
                        false,
                        false,
                        topic("-few", PARTITIONS, Map.of()),
                        topic("-kept", PARTITIONS, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact")),
                        topic("-ending", PARTITIONS, Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")),
                        topic("-small", PARTITIONS, Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "2000")),
                        topic("-right", PARTITIONS, Map.of()),
                        topic("-none", PARTITIONS, Map.of()))
                .look();

        assertThat(String.join("; ", found).split("; "))
                .containsExactlyInAnyOrder(
                        topic + "-few (has 3 partitions, needs 6)",
                        topic + "-kept (has cleanup.policy delete, needs compact)",
                        topic + "-ending (has retention.ms 60000, needs -1)",
                        topic + "-small (has max.message.bytes 1000, needs 2000)",
                        topic + "-none (missing, and for others to create)");
    }

    @Test
    void whereOthersMendTopicsWithTheUpgradeTheirPartitionsAloneCount(CapturedOutput output) throws Exception {
        TestBroker.create(topic("-few", 3, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact")));

        var found = check(true, false, topic("-few", PARTITIONS, Map.of()), topic("-none", PARTITIONS, Map.of()))
                .look();

        assertThat(found).containsExactly(topic + "-few (has 3 partitions, needs 6)");
        assertThat(output)
                .contains("mend with the upgrade: " + topic + "-few (has cleanup.policy compact, needs delete); "
                        + topic + "-none (missing, and for others to create)");
    }

    @Test
    void whatTheServiceCanCreateIsNotMissedAndNotCreated() throws Exception {
        var found = check(false, true, topic("-none", PARTITIONS, Map.of())).look();

        assertThat(found).isEmpty();
        assertThat(isCreated(topic + "-none")).isFalse();
    }

    @Test
    void whatTheServiceCouldNotCreateIsFoundBefore() {
        var found =
                check(false, true, new NewTopic(topic, PARTITIONS, (short) 3)).look();

        assertThat(found)
                .singleElement()
                .asString()
                .startsWith(topic + " (missing, and cannot be created: ")
                .contains("replication factor");
    }

    @Test
    void whatThisVersionCannotReadIsFoundWithoutItsContent() throws Exception {
        createTopicOfEvents();
        publish(1, "r-readable", "{\"replayId\": \"r-readable\"}");
        for (var i = 0; i < 5; i++) {
            publish(2, "r-secret", "{\"renamed\": \"r-secret\"}");
        }

        var found = checkEvents().look();

        var why = " (dev.muster.ReplayCancelled: no ReplayCancelled:  required replayId)";
        assertThat(found)
                .containsExactly("unreadable to %s: 5 of the newest records: %s, %s, %s …"
                        .formatted(group, topic + "-2@0" + why, topic + "-2@1" + why, topic + "-2@2" + why));
    }

    @Test
    void deadLetterStandsInNobodysWay() throws Exception {
        createTopicOfEvents();
        var unreadable = publish(2, "r-1", "{}");
        deadLetters.send(unreadable, new UnreadableEvent("no event", null), group);

        assertThat(checkEvents().look()).isEmpty();
    }

    @Test
    void whatWasSetAsideCouldBeReadAndMustStayReadable() throws Exception {
        createTopicOfEvents();
        var setAside = publish(2, "r-1", "{}");
        var fault = Unavailable.inDoubt("500", "as told");
        deadLetters.send(setAside, new SetAside(fault, Instant.now(), Instant.now()), group);

        assertThat(checkEvents().look()).singleElement().asString().contains(topic + "-2@0");
    }

    @Test
    void whoseDeadLetterIsGoneForItsAgeStandsInNobodysWay() throws Exception {
        createTopicOfEvents();
        publish(2, "r-1", "{}");

        assertThat(checkEventsAt(Instant.now().plus(Topic.DEAD_LETTERS_STAY).plusSeconds(60))
                        .look())
                .isEmpty();
    }

    @Test
    void whereKafkaIsAwayThatIsSaid() throws Exception {
        var found = check(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"),
                        Duration.ofSeconds(1),
                        InstantSource.system(),
                        false,
                        false,
                        List.of(topic("", PARTITIONS, Map.of())),
                        Map.of())
                .look();

        assertThat(found).containsExactly("Kafka does not answer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            perhaps | the setting muster.kafka.upgradeCheck must be off, events or all (MUSTER_UPGRADE_CHECK)
            all     | MUSTER_UPGRADE_CHECK goes with java -Dspring.context.exit=onRefresh: else the service would begin to work
            """)
    void serviceThatIsToBeCheckedDoesNotStart(String check, String refusal, CapturedOutput output) throws Exception {
        assertThatThrownBy(() -> Service.main(arguments(check))).isNotNull();

        assertThat(output.getAll().lines().filter(line -> line.contains("ERROR")))
                .singleElement()
                .asString()
                .endsWith("Not started: " + refusal);
        assertThat(isCreated(NOT_CREATED)).isFalse();
    }

    @Test
    void processThatFindsNothingWrongEndsWellAndHasCreatedNothing(@TempDir Path directory) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dspring.context.exit=onRefresh",
                "-cp",
                requireNonNull(System.getProperty("java.class.path")),
                Service.class.getName()));
        command.addAll(List.of(arguments("all")));
        var log = directory.resolve("log");
        var running = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        try {
            assertThat(running.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(log).content().contains("newest records in them");
            assertThat(running.exitValue()).isZero();
            assertThat(isCreated(NOT_CREATED)).isFalse();
        } finally {
            running.destroyForcibly();
        }
    }

    private static String[] arguments(String check) {
        return new String[] {
            "--spring.config.import=classpath:muster-defaults.yml",
            "--spring.application.name=report-service",
            "--spring.main.web-application-type=none",
            "--muster.kafka.bootstrap=" + TestBroker.ADDRESS,
            "--muster.kafka.replication=1",
            "--muster.kafka.min-in-sync=1",
            "--muster.kafka.upgrade-check=" + check
        };
    }

    private NewTopic topic(String ending, int partitions, Map<String, String> configs) {
        return new NewTopic(topic + ending, partitions, (short) 1).configs(configs);
    }

    private void createTopicOfEvents() {
        TestBroker.create(
                topic("", PARTITIONS, Map.of()), Topic.deadLettersOf(group).toNewTopic((short) 1, 1));
    }

    /** Asks the controller, who knows first. */
    private boolean isCreated(String name) throws Exception {
        try {
            admin.createTopics(
                            List.of(new NewTopic(name, PARTITIONS, (short) 1)),
                            new CreateTopicsOptions().validateOnly(true))
                    .all()
                    .get();
            return false;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
            return true;
        }
    }

    /** Publishes what says that it is such an event. */
    private ConsumerRecord<String, byte[]> publish(int partition, String replayId, String data) {
        var event = new Envelope<>(UUID.randomUUID().toString(), "/test", Instant.now(), new ReplayCancelled(replayId));
        var headers = codec.write(event).headers();
        var value = data.getBytes(UTF_8);
        RecordMetadata place = kafka.send(new ProducerRecord<>(topic, partition, replayId, value, headers))
                .join()
                .getRecordMetadata();
        return new ConsumerRecord<>(topic, partition, place.offset(), replayId, value);
    }

    private UpgradeCheck checkEvents() {
        return checkEventsAt(Instant.now());
    }

    private UpgradeCheck checkEventsAt(Instant now) {
        return check(
                CLIENT,
                LONG_ENOUGH,
                InstantSource.fixed(now),
                false,
                false,
                List.of(topic("", PARTITIONS, Map.of())),
                Map.of(group, List.of(topic)));
    }

    private UpgradeCheck check(boolean othersMend, boolean creates, NewTopic... needed) {
        return check(CLIENT, LONG_ENOUGH, InstantSource.system(), othersMend, creates, List.of(needed), Map.of());
    }

    private UpgradeCheck check(
            Map<String, Object> client,
            Duration longestAnswer,
            InstantSource clock,
            boolean othersMend,
            boolean creates,
            Collection<NewTopic> needed,
            Map<String, List<String>> groups) {
        var consumers = new DefaultKafkaConsumerFactory<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        TestBroker.ADDRESS,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        100),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        return new UpgradeCheck(
                "a-service",
                othersMend,
                new TopicDifferences(client, needed, creates, longestAnswer),
                new NewestRecords(new LogScan(consumers), codec, clock),
                groups);
    }

    /** Nothing but what every service has. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(MusterKafka.class)
    static class Service {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        public static void main(String... arguments) {
            new SpringApplicationBuilder(Service.class).run(arguments);
        }
    }
}
