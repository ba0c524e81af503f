package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.SOON;
import static dev.muster.sandbox.journey.Community.newAddress;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other Kafka tools see of the log, and what they may do to it. */
@ExtendWith(World.class)
class LogJourneyTest {

    private static final String SIGNUPS = "muster.signups";

    private final Community community;
    private final String email = newAddress();

    LogJourneyTest(Community community) {
        this.community = community;
    }

    @Test
    void signUpStandsInTheLogAsACloudEvent() {
        var signupId = community.signUp(email, "Zoë", "Berg");

        var record = records(SIGNUPS).stream()
                .filter(each -> signupId.equals(each.key()))
                .findFirst()
                .orElseThrow();
        assertThat(record.headers())
                .extracting(header -> header.key())
                .contains("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "content-type");
        assertThat(new String(record.headers().lastHeader("ce_type").value(), UTF_8))
                .isEqualTo("dev.muster.UserSignedUp");
        assertThat(new String(record.value(), UTF_8)).contains(email, "Zoë", "Berg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slack-service.invites.dlt", "crm-service.contacts.dlt", "signup-gateway.records.dlt"})
    void garbageLandsInEachGroupsDeadLettersAndTheNextSignUpPasses(String deadLetters) {
        var signupId = community.signUp(email);
        community.awaitStatus(signupId, "succeeded");
        var garbage = "garbage " + UUID.randomUUID();

        produce(signupId, garbage.getBytes(UTF_8));

        await().atMost(SOON).untilAsserted(() -> assertThat(records(deadLetters))
                .filteredOn(record -> new String(record.value(), UTF_8).equals(garbage))
                .singleElement()
                .satisfies(record -> assertThat(record.key()).isEqualTo(signupId)));
        community.signUp(email, "Augusta", "King");
        community.awaitStatus(signupId, "succeeded");
    }

    @Test
    void tombstoneErasesTheRecordAndCallsNobody() {
        var signupId = community.signUp(email);
        community.awaitStatus(signupId, "succeeded");

        produce(signupId, null);

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(community.status(signupId).status()).isEqualTo(404));
        assertThat(community.slackCalls(email)).hasSize(1);
        assertThat(community.crmCalls(email)).hasSize(1);
    }

    private void produce(String key, byte @Nullable [] value) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        community.sandbox().kafkaBootstrap()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(SIGNUPS, key, value)).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        community.sandbox().kafkaBootstrap()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }
}
