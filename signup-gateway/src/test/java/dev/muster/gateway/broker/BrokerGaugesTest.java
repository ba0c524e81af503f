package dev.muster.gateway.broker;

import static dev.muster.gateway.World.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Topic;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaAdmin;

@GatewayTest
class BrokerGaugesTest {

    private static final String LETTERS =
            Topic.deadLettersOf(ConsumerGroup.REPORTS).name();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final KafkaAdmin admin;
    private final World world;
    private final BrokerGauges gauges;

    /** Those whose leader is away. */
    private volatile Predicate<TopicPartition> leaderless = _ -> false;

    @Autowired
    BrokerGaugesTest(KafkaAdmin admin, World world, StandingLetters standing) {
        this.admin = admin;
        this.world = world;
        this.gauges = new BrokerGauges(
                () -> new BrokerView(withoutLeaders(Admin.create(admin.getConfigurationProperties()))),
                standing,
                registry);
    }

    @AfterEach
    void stop() {
        gauges.stop();
    }

    @Test
    void partitionWithoutALeaderHidesWhatIsInItAlone() throws Exception {
        commit(ConsumerGroup.SLACK_RUNS, Topic.STANDUP_RUNS);
        leaderless = partition -> partition.topic().equals(Topic.SIGNUPS) && partition.partition() == 3;

        polled(() -> {
            assertThat(rows("muster.consumer.lag", "topic")).isNotEmpty().doesNotContain(Topic.SIGNUPS);
            assertThat(rows("muster.topic.missing", "topic")).contains(Topic.SIGNUPS);
            assertThat(rows("muster.topic.under.replicated", "topic")).contains(Topic.SIGNUPS);
            assertThat(rows("muster.dead.letters.standing", "group")).contains(ConsumerGroup.GATEWAY_RECORDS);
        });
    }

    @Test
    void whoHasNeverRunIsNotBehind() throws Exception {
        polled(() -> {
            assertThat(rows("muster.dead.letters.standing", "group")).contains(ConsumerGroup.STANDUP_INTERACTIONS);
            assertThat(rows("muster.consumer.lag", "group")).doesNotContain(ConsumerGroup.STANDUP_INTERACTIONS);
        });

        commit(ConsumerGroup.STANDUP_INTERACTIONS, Topic.SLACK_INTERACTIONS);

        polled(() -> assertThat(rows("muster.consumer.lag", "group")).contains(ConsumerGroup.STANDUP_INTERACTIONS));
    }

    private void commit(String group, String topic) throws Exception {
        try (var client = Admin.create(admin.getConfigurationProperties())) {
            client.alterConsumerGroupOffsets(group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }
    }

    @Test
    void topicsAreSeenAlthoughNoOffsetIs() {
        leaderless = _ -> true;

        polled(() -> {
            assertThat(rows("muster.topic.missing", "topic")).contains(Topic.SIGNUPS);
            assertThat(rows("muster.consumer.lag", "topic")).isEmpty();
            assertThat(rows("muster.dead.letters.standing", "group")).isEmpty();
        });
    }

    @Test
    void lettersAreCountedAndNotTheEndsOfTheirTransactions() {
        polled(() -> assertThat(rows("muster.dead.letters.standing", "group")).contains(ConsumerGroup.REPORTS));
        var before = standing();

        world.garbageInTransactions(Collections.nCopies(2, new ProducerRecord<>(LETTERS, 0, "key", new byte[1])));

        polled(() -> assertThat(standing()).isEqualTo(before + 2));
    }

    /** Polls until that holds: Kafka may be slow to answer. */
    private void polled(Runnable assertion) {
        soon().untilAsserted(() -> {
            gauges.poll();
            assertion.run();
        });
    }

    private double standing() {
        return registry.get("muster.dead.letters.standing")
                .tag("group", ConsumerGroup.REPORTS)
                .gauge()
                .value();
    }

    private Stream<String> rows(String name, String tag) {
        return registry.find(name).meters().stream().map(Meter::getId).map(id -> String.valueOf(id.getTag(tag)));
    }

    private Admin withoutLeaders(Admin admin) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (_, method, arguments) -> {
                    try {
                        var answer = method.invoke(admin, arguments);
                        return answer instanceof ListOffsetsResult offsets
                                ? withoutLeaders(offsets, (Map<?, ?>) arguments[0])
                                : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private ListOffsetsResult withoutLeaders(ListOffsetsResult offsets, Map<?, ?> asked) {
        var answers = new HashMap<TopicPartition, KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo>>();
        for (var each : asked.keySet()) {
            var partition = (TopicPartition) each;
            answers.put(partition, leaderless.test(partition) ? timedOut() : offsets.partitionResult(partition));
        }
        return new ListOffsetsResult(answers);
    }

    private static <T> KafkaFuture<T> timedOut() {
        var future = new KafkaFutureImpl<T>();
        future.completeExceptionally(new TimeoutException("no leader"));
        return future;
    }
}
