package dev.muster.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.events.ChannelRoster;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.MemberProfile;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.TestBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** A table on a real broker. */
class TopicTableTest {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    private final String topic = "table-" + UUID.randomUUID();
    private final EventCodec codec = new EventCodec();
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS),
            new StringSerializer(),
            new ByteArraySerializer());
    private final TopicTable<SlackDirectoryEvent> table = new TopicTable<>(
            new DefaultKafkaConsumerFactory<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            TestBroker.ADDRESS,
                            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                            false),
                    new StringDeserializer(),
                    new ByteArrayDeserializer()),
            codec,
            topic,
            SlackDirectoryEvent.class);

    @BeforeEach
    void createTopic() {
        TestBroker.create(new NewTopic(topic, 3, (short) 1));
    }

    @AfterEach
    void end() {
        table.stop();
        producer.close();
    }

    @Test
    void holdsTheLatestOfEachKeyThatWasThereBeforeAndFollows() throws Exception {
        publish(roster("C1", "U1"));
        publish(roster("C1", "U1", "U2"));
        publish(roster("C2", "U3"));

        table.start();

        await().atMost(LONG_ENOUGH).until(table::isWhole);
        assertThat(members("C1")).containsExactly("U1", "U2");
        assertThat(table.all()).hasSize(2);

        publish(roster("C1", "U2"));
        assertThat(table.catchUp(LONG_ENOUGH)).isTrue();
        assertThat(members("C1")).containsExactly("U2");
    }

    @Test
    void tombstoneTakesAKeyOut() throws Exception {
        publish(roster("C1", "U1"));
        producer.send(new ProducerRecord<>(topic, "C1", null)).get();

        table.start();

        assertThat(table.catchUp(LONG_ENOUGH)).isTrue();
        assertThat(table.get("C1")).isEmpty();
    }

    @Test
    void whatCannotBeReadIsPassedOver() throws Exception {
        producer.send(new ProducerRecord<>(topic, "C1", "garbage".getBytes(UTF_8)))
                .get();
        publish(roster("C1", "U1"));

        table.start();

        assertThat(table.catchUp(LONG_ENOUGH)).isTrue();
        assertThat(members("C1")).containsExactly("U1");
    }

    @Test
    void tableThatDoesNotReadDoesNotCatchUp() throws Exception {
        publish(roster("C1", "U1"));

        assertThat(table.catchUp(Duration.ofSeconds(3))).isFalse();
        assertThat(table.isWhole()).isFalse();
    }

    private List<String> members(String channel) {
        return switch (table.get(channel).orElseThrow().event()) {
            case ChannelRoster roster -> roster.members();
            case MemberProfile _ -> List.of();
        };
    }

    private static ChannelRoster roster(String channel, String... members) {
        return new ChannelRoster(channel, "general", List.of(members));
    }

    private void publish(ChannelRoster roster) throws Exception {
        var written = codec.write(new Envelope<>("1", "/test", Instant.EPOCH, roster));
        producer.send(new ProducerRecord<>(topic, null, written.key(), written.value(), written.headers()))
                .get();
    }
}
