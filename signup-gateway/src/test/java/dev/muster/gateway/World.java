package dev.muster.gateway;

import static org.awaitility.Awaitility.await;

import dev.muster.events.ContactOutcome;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.Envelope;
import dev.muster.events.InviteOutcome;
import dev.muster.events.MusterEvent;
import dev.muster.events.Topic;
import dev.muster.events.UserSignedUp;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.gateway.records.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What happens around the gateway: people's clients, and the services that publish outcomes. */
@Lazy
@TestComponent
public final class World {

    /** What an operator shows. */
    public static final String TOKEN = "a token of these tests";

    private final EventPublisher events;
    private final KafkaOperations<String, byte[]> kafka;
    private final ConsumerFactory<String, byte[]> consumers;
    private final Environment environment;

    World(
            EventPublisher events,
            KafkaOperations<String, byte[]> kafka,
            ConsumerFactory<String, byte[]> consumers,
            Environment environment) {
        this.consumers = consumers;
        this.events = events;
        this.kafka = kafka;
        this.environment = environment;
    }

    /** Waits until something holds, for longer than any machine takes; what is thrown meanwhile says that it does not hold yet. */
    public static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(2)).ignoreExceptions();
    }

    /** A client of the gateway. */
    public WebTestClient client() {
        return WebTestClient.bindToServer()
                .baseUrl(address())
                .responseTimeout(Duration.ofMinutes(1))
                .build();
    }

    /** A client of the gateway that an operator uses. */
    public WebTestClient operator() {
        return client().mutate()
                .defaultHeaders(headers -> headers.setBearerAuth(TOKEN))
                .build();
    }

    /** Where the gateway is. */
    public String address() {
        return "http://localhost:" + environment.getRequiredProperty("local.server.port");
    }

    /** A person signs up; gives the sequence. */
    public long signedUp(String signupId) {
        return publish(new UserSignedUp(signupId, signupId + "@example.org", "Ada", "Lovelace"));
    }

    /** An attempt at the invitation ends. */
    public void slackAnswers(String signupId, long sequence, int attempt, Status status, @Nullable String code) {
        publish(new InviteOutcome(signupId, Outcomes.attempt(sequence, attempt, status, code)));
    }

    /** An attempt at the contact ends. */
    public void crmAnswers(String signupId, long sequence, int attempt, Status status, @Nullable String code) {
        publish(new ContactOutcome(signupId, Outcomes.attempt(sequence, attempt, status, code)));
    }

    /** Another service publishes what happened there. */
    public void happens(MusterEvent event) {
        publish(event);
    }

    /** The same, and it happens now. */
    public void happensNow(MusterEvent event) {
        publish(event, Instant.now());
    }

    /** A person is erased. */
    public void erased(String signupId) {
        kafka.send(new ProducerRecord<>(Topic.SIGNUPS, signupId, null)).join();
    }

    /** Something is published that nobody can read. */
    public void garbage(String topic, String key, byte[] value) {
        garbage(new ProducerRecord<>(topic, key, value));
    }

    /** The same with headers. */
    public void garbage(ProducerRecord<String, byte[]> record) {
        kafka.send(record).join();
    }

    /** The same, each record in a transaction of its own, as report-service writes its dead letters. */
    public void garbageInTransactions(List<ProducerRecord<String, byte[]>> records) {
        var transactional = new DefaultKafkaProducerFactory<String, byte[]>(
                kafka.getProducerFactory().getConfigurationProperties());
        transactional.setTransactionIdPrefix("garbage");
        try (var producer = transactional.createProducer()) {
            for (var record : records) {
                producer.beginTransaction();
                var unused = producer.send(record);
                producer.commitTransaction();
            }
        } finally {
            transactional.destroy();
        }
    }

    /** Everything that stands under a key in a topic. */
    public List<ConsumerRecord<String, byte[]>> recordsOf(String topic, String key) {
        try (var consumer = consumers.createConsumer(null, "test")) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var found = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found.stream().filter(record -> key.equals(record.key())).toList();
        }
    }

    private long publish(MusterEvent event) {
        return publish(event, Outcomes.BEGIN);
    }

    private long publish(MusterEvent event, Instant time) {
        return events.send(new Envelope<>(UUID.randomUUID().toString(), "/test", time, event))
                .join()
                .offset();
    }
}
