package dev.muster.slack.invite;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.ReplayEnded;
import dev.muster.events.ReplayFound;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.events.Topic;
import dev.muster.events.UserSignedUp;
import dev.muster.slack.SlackServiceTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Sign-ups that are gone over again. */
class InviteReplayTest extends SlackServiceTest {

    private static final int PARTITIONS = 6;

    @Autowired
    KafkaAdmin admin;

    @Autowired
    KafkaListenerEndpointRegistry listeners;

    @Autowired
    KafkaOperations<String, byte[]> kafka;

    @Test
    void healInvitesWhoWasRejectedOrMissedAndNobodyElse() throws Exception {
        var from = ends();
        var done = person();
        var rejected = person();
        var erased = person();
        var missed = person();
        refuse(rejected, "invalid_email");
        refuse(erased, "invalid_email");
        signUp(done, rejected, erased);
        soon(_ -> assertThat(List.of(attempts(done), attempts(rejected), attempts(erased)))
                .containsOnly(1));
        live().stop();
        signUp(missed);
        kafka.send(new ProducerRecord<>(Topic.SIGNUPS, erased.signupId(), null)).join();
        var to = ends();

        var dryRun = replay(Mode.DRY_RUN, from, to);
        assertThat(says(dryRun, done)).containsExactly("done before: invited");
        assertThat(says(dryRun, rejected)).containsExactly("was rejected as invalid_email: would try again to invite");
        assertThat(says(dryRun, erased))
                .containsExactly("the person was erased since: nothing", "nothing follows from it");
        assertThat(says(dryRun, missed)).containsExactly("would invite");
        assertThat(calls(rejected) + calls(missed)).isEqualTo(1);

        var heal = replay(Mode.HEAL, from, to);
        assertThat(called(heal)).isEqualTo(2);
        assertThat(ends()).isEqualTo(to);
        live().start();
        var later = person();
        signUp(later);
        soon(_ -> assertThat(attempts(later)).isEqualTo(1));
        soon(_ -> assertThat(committed()).isEqualTo(ends()));
        assertThat(List.of(calls(done), calls(rejected), calls(erased), calls(missed)))
                .containsExactly(1, 2, 1, 1);
        assertThat(outcomes(effect(rejected)).getLast().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void livePeopleAreInvitedWhileAReplayWaits() throws Exception {
        var from = ends();
        var rejected = person();
        refuse(rejected, "invalid_email");
        signUp(rejected);
        soon(_ -> assertThat(attempts(rejected)).isEqualTo(1));
        refuse(rejected, "token_revoked", "token_revoked", "token_revoked");

        var replayId = begin(Mode.HEAL, from, ends());
        soon(_ -> assertThat(log.all(ReplayProgressed.class))
                .filteredOn(progressed -> progressed.replayId().equals(replayId))
                .extracting(ReplayProgressed::waiting)
                .contains("token_revoked"));
        var meanwhile = person();
        signUp(meanwhile);

        soon(_ -> assertThat(attempts(meanwhile)).isEqualTo(1));
        awaitEnd(replayId);
        assertThat(calls(rejected)).isEqualTo(5);
        assertThat(called(replayId)).isEqualTo(1);
    }

    @Test
    void groupSetBackByKafkasOwnMeansInvitesNobodyAgain() throws Exception {
        var person = person();
        signUp(person);
        soon(_ -> assertThat(attempts(person)).isEqualTo(1));
        live().stop();

        var beginning = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(toMap(i -> new TopicPartition(Topic.SIGNUPS, i), _ -> new OffsetAndMetadata(0)));
        try (var client = patient()) {
            soon(_ -> client.alterConsumerGroupOffsets(ConsumerGroup.SLACK_INVITES, beginning)
                    .all()
                    .get());
        }
        live().start();

        soon(_ -> assertThat(committed()).isEqualTo(ends()));
        assertThat(calls(person)).isEqualTo(1);
    }

    private String replay(Mode mode, Map<String, Long> from, Map<String, Long> to) {
        var replayId = begin(mode, from, to);
        awaitEnd(replayId);
        return replayId;
    }

    private String begin(Mode mode, Map<String, Long> from, Map<String, Long> to) {
        var replayId = UUID.randomUUID().toString();
        var request = new ReplayRequested(replayId, ConsumerGroup.SLACK_INVITES, from, to, List.of(), mode);
        publisher.publish(envelope(UUID.randomUUID().toString(), request));
        return replayId;
    }

    private void awaitEnd(String replayId) {
        soon(_ -> assertThat(log.all(ReplayEnded.class))
                .extracting(ReplayEnded::replayId)
                .contains(replayId));
    }

    private List<String> says(String replayId, UserSignedUp person) {
        return log.all(ReplayFound.class).stream()
                .filter(found -> found.replayId().equals(replayId))
                .flatMap(found -> found.findings().stream())
                .filter(finding -> finding.key().equals(person.signupId()))
                .map(ReplayFound.Finding::says)
                .toList();
    }

    private long called(String replayId) {
        return log.all(ReplayProgressed.class).stream()
                .filter(progressed -> progressed.replayId().equals(replayId))
                .collect(toMap(ReplayProgressed::partition, ReplayProgressed::called, Math::max))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static UserSignedUp person() {
        var signupId = UUID.randomUUID().toString().replaceAll("[^a-f2-7]", "a").substring(0, 26);
        return new UserSignedUp(signupId, signupId + "@example.org", "Zoë", "Berg");
    }

    private void signUp(UserSignedUp... people) {
        for (var person : people) {
            publisher.publish(envelope(UUID.randomUUID().toString(), person));
        }
    }

    private static void refuse(UserSignedUp person, String... codes) {
        for (var code : codes) {
            SLACK.refuse("users.admin.invite", person.email(), code);
        }
    }

    private static int calls(UserSignedUp person) {
        return SLACK.calls("users.admin.invite", person.email()).size();
    }

    private int attempts(UserSignedUp person) {
        return outcomes(effect(person)).size();
    }

    private static String effect(UserSignedUp person) {
        return "invite:" + person.signupId();
    }

    private MessageListenerContainer live() {
        return Objects.requireNonNull(listeners.getListenerContainer(ConsumerGroup.SLACK_INVITES));
    }

    /** The service's own would give up within seconds. */
    private Admin patient() {
        var settings = new HashMap<>(admin.getConfigurationProperties());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
        return Admin.create(settings);
    }

    private Map<String, Long> ends() throws Exception {
        var asked = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(toMap(i -> new TopicPartition(Topic.SIGNUPS, i), _ -> OffsetSpec.latest()));
        try (var client = patient()) {
            return client.listOffsets(asked).all().get().entrySet().stream()
                    .collect(toMap(end -> end.getKey().toString(), end -> end.getValue()
                            .offset()));
        }
    }

    /** Where the group stands. */
    private Map<String, Long> committed() throws Exception {
        try (var client = patient()) {
            var places = client.listConsumerGroupOffsets(ConsumerGroup.SLACK_INVITES)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return IntStream.range(0, PARTITIONS)
                    .mapToObj(i -> new TopicPartition(Topic.SIGNUPS, i))
                    .collect(toMap(
                            TopicPartition::toString,
                            partition -> places.containsKey(partition)
                                    ? places.get(partition).offset()
                                    : 0));
        }
    }
}
