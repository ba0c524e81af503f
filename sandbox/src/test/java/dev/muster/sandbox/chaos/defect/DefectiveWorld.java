package dev.muster.sandbox.chaos.defect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.chaos.check.AcceptedSignup;
import dev.muster.sandbox.chaos.check.Checks;
import dev.muster.sandbox.chaos.check.Evidence;
import dev.muster.sandbox.chaos.check.Verdict;
import dev.muster.sandbox.chaos.defect.planted.Defect;
import dev.muster.sandbox.launch.Options;
import dev.muster.sandbox.launch.Sandbox;
import dev.muster.sandbox.launch.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.utils.Utils;

/**
 * A Muster on three brokers in which defects are planted and faults struck by hand, and the persons who sign up in one test.
 * Slack is asked to send invitations again where somebody signs up again, so that a call too many is an e-mail too many.
 */
final class DefectiveWorld implements AutoCloseable {

    /** Longer than anything takes on a busy machine: only a failing test waits as long. */
    static final Duration SOON = Duration.ofMinutes(4);

    static final String SLACK = "slack-service";
    static final String GATEWAY = "signup-gateway";

    private static final List<String> BROKERS = List.of("broker", "broker-2", "broker-3");
    private static final String SIGNUPS = "muster.signups";
    private static final String INVITE = "users.admin.invite";

    private final Path directory;
    private final Sandbox sandbox;
    private final Admin admin;
    private final Client gateway;
    private final Client slack;
    private final List<AcceptedSignup> signups = new ArrayList<>();

    private DefectiveWorld(Path directory, Sandbox sandbox) {
        this.directory = directory;
        this.sandbox = sandbox;
        this.admin = Admin.create(sandbox.kafka());
        this.gateway = new Client(sandbox.gateway(), Map.of("Accept", "application/json"));
        this.slack = new Client(sandbox.slack(), Map.of());
    }

    static DefectiveWorld start(Path directory) throws IOException {
        var none = Files.writeString(directory.resolve("defect"), "");
        for (var service : List.of(SLACK, GATEWAY)) {
            Files.createDirectories(directory.resolve(service));
        }
        return new DefectiveWorld(
                directory,
                Sandbox.start(Options.forTests(directory.resolve("data"))
                        .sized(new Size(3, 1))
                        .with(SLACK, "CLASSPATH", DefectJar.in(directory).toString())
                        .with(SLACK, Defect.FILE, none.toString())
                        .with(SLACK, "SPRING_CONFIG_ADDITIONAL_LOCATION", settingsOf(directory, SLACK))
                        .with(SLACK, "SLACK_INVITE_RESEND", "true")
                        .with(SLACK, "SLACK_ANSWER_TIMEOUT", "1s")
                        .with(SLACK, "SLACK_GRACE", "6s")
                        .with(GATEWAY, "SPRING_CONFIG_ADDITIONAL_LOCATION", settingsOf(directory, GATEWAY))));
    }

    private static String settingsOf(Path directory, String service) {
        return "optional:file:" + directory.resolve(service) + "/";
    }

    /** From now on a defect is at work in the slack-service. */
    void plant(Defect defect) throws IOException {
        Files.writeString(directory.resolve("defect"), defect.name());
    }

    /** Has a service run with further settings. */
    void set(String service, String... settings) throws IOException, InterruptedException {
        Files.write(directory.resolve(service).resolve("application.properties"), List.of(settings));
        sandbox.takeDown(service);
        sandbox.bringBack(service);
        sandbox.awaitReady();
    }

    /** Somebody new signs up, and is told that it is accepted. */
    AcceptedSignup signsUp() {
        var email = UUID.randomUUID() + "@example.org";
        return await().atMost(SOON)
                .until(() -> signsUp(email), Optional::isPresent)
                .orElseThrow();
    }

    /** Somebody signs up, and is told that it is accepted, or not. */
    Optional<AcceptedSignup> signsUp(String email) throws IOException {
        var reply = gateway.postJson("signups", "{\"email\": \"%s\", \"firstName\": \"Ada\"}".formatted(email));
        if (reply.status() != 202) {
            return Optional.empty();
        }
        var accepted = new AcceptedSignup(reply.json().path("signupId").asString(), email, Instant.now());
        signups.add(accepted);
        return Optional.of(accepted);
    }

    /** From now on invitations fail at Slack. */
    void slackFails(String kind, String more) throws IOException {
        var fault = "{\"operation\": \"%s\", \"kind\": \"%s\"%s}".formatted(INVITE, kind, more);
        if (slack.putJson("sandbox/faults", fault).status() >= 300) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Slack is well again, and does what it has put off. */
    void slackIsWell() throws IOException {
        slack.delete("sandbox/faults");
    }

    void awaitCalls(AcceptedSignup person, int calls) {
        await().atMost(SOON).until(() -> callsFor(person) >= calls);
    }

    private long callsFor(AcceptedSignup person) throws IOException {
        var calls = slack.get("sandbox/calls?operation=" + INVITE).json().path("calls");
        return StreamSupport.stream(calls.spliterator(), false)
                .filter(call ->
                        call.path("arguments").path("email").asString("").equals(person.email()))
                .count();
    }

    /** Waits until a person's status tells of an attempt at the invitation that has ended. */
    void awaitAttempt(AcceptedSignup person) {
        await().atMost(SOON).until(() -> statusOf(person)
                .json()
                .path("steps")
                .valueStream()
                .anyMatch(step -> step.path("step").asString("").equals("slack")
                        && step.path("attempts").asInt() > 0));
    }

    /** Waits until a person's status says that everything is done. */
    void awaitSuccess(AcceptedSignup person) {
        await().atMost(SOON).until(() -> statusOf(person).json().path("status").asString(""), "succeeded"::equals);
    }

    private Client.Reply statusOf(AcceptedSignup person) throws IOException {
        return gateway.get("signups/" + person.signupId());
    }

    void kill(String process) {
        sandbox.kill(process);
    }

    /** The brokers, that first which leads the partition of a person's sign-ups. */
    List<String> brokersOf(AcceptedSignup person) {
        var names = new ArrayList<>(BROKERS);
        names.addFirst(names.remove(leaderOf(person, partitionsInSync()) - 1));
        return names;
    }

    /** Those whose sign-ups go to a partition that a broker leads now; it is not asked again later. */
    Predicate<AcceptedSignup> ledBy(String broker) {
        var partitions = partitionsInSync();
        return person -> leaderOf(person, partitions) == BROKERS.indexOf(broker) + 1;
    }

    private static int leaderOf(AcceptedSignup person, List<TopicPartitionInfo> partitions) {
        var its = Utils.toPositive(Utils.murmur2(person.signupId().getBytes(UTF_8))) % partitions.size();
        return partitions.get(its).leader().id();
    }

    /** The partitions once each has its leader and all of its replicas, whatever became of the brokers before. */
    private List<TopicPartitionInfo> partitionsInSync() {
        return await().atMost(SOON).until(this::partitions, all -> all.stream()
                .allMatch(each -> each.leader() != null
                        && each.isr().size() == each.replicas().size()));
    }

    private List<TopicPartitionInfo> partitions() throws ExecutionException, InterruptedException {
        var topics = admin.describeTopics(List.of(SIGNUPS)).allTopicNames().get();
        return requireNonNull(topics.get(SIGNUPS)).partitions();
    }

    void suspend(String process) {
        sandbox.suspend(process);
    }

    void resume(String process) {
        sandbox.resume(process);
    }

    /** Waits until everything runs and every sign-up in the log is dealt with. */
    void awaitCalm() throws InterruptedException {
        sandbox.awaitReady();
        for (var group : List.of("slack-service.invites", "crm-service.contacts")) {
            await().atMost(SOON).until(() -> offsetsOf(group).equals(ends()));
        }
    }

    private Map<TopicPartition, Long> offsetsOf(String group) throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(each -> each.getValue().offset() > 0)
                .collect(toMap(Map.Entry::getKey, each -> each.getValue().offset()));
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        var partitions = partitions();
        var asked = partitions.stream()
                .collect(toMap(each -> new TopicPartition(SIGNUPS, each.partition()), _ -> OffsetSpec.latest()));
        return admin.listOffsets(asked).all().get().entrySet().stream()
                .filter(each -> each.getValue().offset() > 0)
                .collect(toMap(Map.Entry::getKey, each -> each.getValue().offset()));
    }

    /** The numbers of the checks that do not hold for those who signed up in this test. */
    Set<Integer> checksThatFail() {
        return Checks.withoutTheRebuild(new Evidence(
                        1,
                        sandbox.kafka(),
                        sandbox.mongoUri(),
                        sandbox.slack(),
                        sandbox.crm(),
                        sandbox.crmKey(),
                        signups,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
                .stream()
                .filter(verdict -> verdict.violations().stream().anyMatch(this::isOfThisTest))
                .map(Verdict::number)
                .collect(toSet());
    }

    private boolean isOfThisTest(String violation) {
        return signups.stream().anyMatch(signup -> violation.contains(signup.signupId()));
    }

    /** Mends everything, and forgets who signed up. */
    void mend() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("defect"), "");
        slackIsWell();
        for (var service : List.of(SLACK, GATEWAY)) {
            if (Files.exists(directory.resolve(service).resolve("application.properties"))) {
                Files.delete(directory.resolve(service).resolve("application.properties"));
                sandbox.takeDown(service);
                sandbox.bringBack(service);
            }
        }
        sandbox.awaitReady();
        signups.clear();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
        gateway.close();
        slack.close();
        sandbox.close();
    }
}
