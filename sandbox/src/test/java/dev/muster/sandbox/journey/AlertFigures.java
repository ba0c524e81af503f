package dev.muster.sandbox.journey;

import static dev.muster.sandbox.Client.told;
import static dev.muster.sandbox.journey.Community.newAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.client.MongoClients;
import dev.muster.sandbox.Client;
import dev.muster.sandbox.launch.Options;
import dev.muster.sandbox.launch.Prometheus;
import dev.muster.sandbox.launch.Sandbox;
import dev.muster.sandbox.launch.Size;
import dev.muster.sandbox.watch.Watching;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every alert fired once, by causing its condition, with seconds for minutes. It needs a Prometheus, a quarter of an hour and a
 * quiet machine, and is none of the tests that always run: {@code mvn -pl sandbox verify -Dtest=AlertFigures}, once everything is
 * packaged.
 */
class AlertFigures {

    private static final List<String> BROKERS = List.of("broker", "broker-2", "broker-3");
    /** The sandbox's brokers speak no TLS: of a certificate, {@code alerts.test.yaml} tries the rule. */
    private static final List<String> BY_PROMTOOL = List.of("MusterCertificateExpiring");

    @Test
    void everyAlertFiresWhenItsConditionIsCaused(@TempDir Path directory) throws Exception {
        var program = Prometheus.find(System.getenv());
        assumeTrue(
                program.isPresent(), "no Prometheus: apt-get install prometheus, or name one with MUSTER_PROMETHEUS");
        var options = Options.forTests(directory.resolve("data"))
                .sized(new Size(3, 1))
                .watchedBy(Alarm.impatient(program.get(), directory))
                .with("crm-service", "MUSTER_SET_ASIDE_AFTER", "1s")
                .with("slack-service", "SLACK_TEMPO", Integer.toString(Community.SLACK_TEMPO));
        try (var sandbox = Sandbox.start(options);
                var community = new Community(sandbox);
                var alarm = new Alarm(sandbox);
                var operator =
                        new Client(sandbox.gateway(), Map.of("Authorization", "Bearer " + sandbox.operatorToken()));
                var kafka = Admin.create(Map.of("bootstrap.servers", sandbox.kafkaBootstrap()));
                var team = Team.of(community, 1)) {
            people(sandbox, community, alarm, team);
            providers(sandbox, community, alarm);
            machinery(sandbox, community, alarm, operator);
            brokers(sandbox, community, alarm, operator, team);
            topics(sandbox, alarm, kafka, team);

            assertThat(Watching.runbooks().keySet())
                    .containsAll(alarm.figures().keySet())
                    .containsAll(BY_PROMTOOL)
                    .hasSize(alarm.figures().size() + BY_PROMTOOL.size());
            System.out.println(alarm.figures().size() + " alerts fired");
        }
    }

    private static void people(Sandbox sandbox, Community community, Alarm alarm, Team team) throws Exception {
        team.slack("faults", Map.of("operation", "views.publish", "kind", "status", "status", 500));
        alarm.rings(
                "Slack fails to show homes",
                () -> {
                    for (var i = 0; i < 3; i++) {
                        team.home(team.member(0));
                        Thread.sleep(Duration.ofSeconds(2));
                    }
                },
                "MusterInteractionsFailing");
        community.mendProviders();

        alarm.rings("Slack is down", () -> sandbox.takeDown("slack"), "MusterSocketModeDown");
        sandbox.bringBack("slack");

        alarm.rings("the standup-service is down", () -> sandbox.takeDown("standup-service"), "MusterServiceDown");
        sandbox.bringBack("standup-service");
        sandbox.awaitReady();

        team.fire("ASK");
        team.awaitAsked();
        alarm.rings(
                "the report-service is down when a run closes",
                () -> {
                    sandbox.takeDown("report-service");
                    team.fire("CLOSE");
                },
                "MusterReportLate");
        sandbox.bringBack("report-service");
        sandbox.awaitReady();
    }

    private static void providers(Sandbox sandbox, Community community, Alarm alarm) throws Exception {
        alarm.rings(
                "the CRM answers 403",
                () -> {
                    community.crmFails("{\"operation\": \"contact/sync\", \"kind\": \"status\", \"status\": 403}");
                    community.signUp(newAddress());
                },
                "MusterCredentialsRefused",
                "MusterProviderPaused");
        community.mendProviders();

        alarm.rings(
                "Slack does what it is asked and never says so",
                () -> {
                    community.slackFails("{\"operation\": \"users.admin.invite\", \"kind\": \"stall\"}");
                    community.signUp(newAddress());
                },
                "MusterEffectsInDoubt");
        community.mendProviders();

        alarm.rings(
                "the CRM fails for one person alone",
                () -> {
                    var fault = "{\"operation\": \"contact/sync\", \"kind\": \"status\", \"status\": 500}";
                    community.crmFails(fault);
                    var signupId = community.signUp(newAddress());
                    // Then the next attempt is late enough for somebody else to succeed before.
                    await().atMost(Community.SOON)
                            .ignoreExceptions()
                            .until(() -> community
                                            .step(signupId, "crm")
                                            .path("attempts")
                                            .asInt()
                                    >= 5);
                    community.mendProviders();
                    var others = List.of(newAddress(), newAddress(), newAddress(), newAddress());
                    others.forEach(community::signUp);
                    await().atMost(Community.SOON)
                            .until(() -> others.stream().anyMatch(other -> community.contacts(other) == 1));
                    community.crmFails(fault);
                },
                "MusterEffectsSetAside",
                "MusterDeadLettersStanding");
        community.mendProviders();

        alarm.rings(
                "Slack wants to be left alone for a minute",
                () -> {
                    community.slackFails("""
                            {"operation": "users.admin.invite", "kind": "throttle", "retryAfter": 60, "times": 1}""");
                    community.signUp(newAddress());
                },
                "MusterClaimNotTakenUp");
        sandbox.awaitReady();
    }

    private static void machinery(Sandbox sandbox, Community community, Alarm alarm, Client operator) throws Exception {
        alarm.rings(
                "a replay of a group without a view",
                () -> replay(operator, "standup-service.ticks", "rebuild"),
                "MusterReplayFailed");

        alarm.rings(
                "people sign up while the crm-service is down, and are replayed",
                () -> {
                    sandbox.takeDown("crm-service");
                    new Crowd(community).joins(150);
                    replay(operator, "crm-service.contacts", "heal");
                },
                "MusterLagDoesNotFall",
                "MusterReplayOpenForLong");
        sandbox.bringBack("crm-service");
        sandbox.awaitReady();

        alarm.rings(
                "the document store is down",
                () -> {
                    sandbox.takeDown("store");
                    for (var i = 0; i < 5; i++) {
                        community.signUp(newAddress());
                    }
                },
                "MusterListenerFailing");
        sandbox.bringBack("store");
        sandbox.awaitReady();

        sandbox.takeDown("slack-service");
        sandbox.bringBack("slack-service");
        sandbox.awaitReady();
        alarm.rings(
                "a class of the slack-service is missing, which is an Error",
                () -> {
                    lose(sandbox, "slack-service", "dev/muster/slack/invite/InviteAnswer.class");
                    community.signUp(newAddress());
                },
                "MusterListenerStopped");
    }

    private static void brokers(Sandbox sandbox, Community community, Alarm alarm, Client operator, Team team)
            throws Exception {
        alarm.rings("one broker of three is down", () -> sandbox.takeDown("broker-3"), "MusterTopicUnderReplicated");
        sandbox.bringBack("broker-3");
        sandbox.awaitReady();

        var soon = LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).plusMinutes(2);
        alarm.rings(
                "the gateway is down while a standup is due",
                () -> {
                    team.define(at(soon), at(soon.plusMinutes(1)), true);
                    sandbox.takeDown("signup-gateway");
                    await().atMost(Duration.ofMinutes(6)).until(() -> LocalTime.now(ZoneOffset.UTC)
                            .isAfter(soon.plusMinutes(2).plusSeconds(5)));
                    sandbox.bringBack("signup-gateway");
                },
                "MusterTicksMissed");
        sandbox.awaitReady();

        try (var later = Team.of(community, 1)) {
            var due = LocalTime.now(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.MINUTES)
                    .plusMinutes(2);
            later.fire("ASK");
            later.awaitAsked();
            later.fire("CLOSE");
            var form = later.open(later.member(0), "open_report");
            later.define(at(due), at(due.plusMinutes(30)), true);
            alarm.rings(
                    "no broker answers",
                    () -> {
                        BROKERS.forEach(sandbox::suspend);
                        for (var i = 0; i < 3; i++) {
                            told(() -> operator.postJson("signups", "{\"email\": \"%s\"}".formatted(newAddress())));
                            later.submit(later.member(0), form, "a" + i, "b", "c");
                        }
                    },
                    "MusterSignUpsNotAccepted",
                    "MusterEventsUnconfirmed",
                    "MusterAnswersRefused",
                    "MusterFiguresStale",
                    "MusterTickOverdue");
            alarm.rings(
                    "no broker answers, and the document store is dropped",
                    () -> {
                        try (var store = MongoClients.create(sandbox.mongoUri())) {
                            store.getDatabase("muster").drop();
                        }
                    },
                    "MusterViewNotWhole");
            alarm.rings(
                    "no broker answers, and the gateway starts anew",
                    () -> sandbox.kill("signup-gateway"),
                    "MusterClockStandsStill");
            BROKERS.forEach(sandbox::resume);
            sandbox.awaitReady();
        }
    }

    private static void topics(Sandbox sandbox, Alarm alarm, Admin kafka, Team team) throws Exception {
        alarm.rings("a topic is deleted", () -> delete(kafka, "muster.standup-participation"), "MusterTopicMissing");
        alarm.rings(
                "the topic of runs is deleted", () -> delete(kafka, "muster.standup-runs"), "MusterStreamsNotRunning");
        assertThat(team.runId()).isNotEmpty();
        assertThat(sandbox.process("report-service")).isPresent();
    }

    private static void delete(Admin kafka, String topic) throws ExecutionException, InterruptedException {
        kafka.deleteTopics(List.of(topic)).all().get();
    }

    private static void replay(Client operator, String group, String mode) {
        var reply = told(
                () -> operator.postJson("api/replays", "{\"group\": \"%s\", \"mode\": \"%s\"}".formatted(group, mode)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    }

    private static String at(LocalTime time) {
        return time.format(DateTimeFormatter.ofPattern("HH:mm"));
    }

    /** Takes away a class that has not been needed yet. */
    private static void lose(Sandbox sandbox, String service, String file) throws Exception {
        try (var unpacked = Files.list(sandbox.options().data().resolve("jars"))) {
            var its = unpacked.filter(
                            directory -> directory.getFileName().toString().startsWith(service + "-"))
                    .findFirst()
                    .orElseThrow();
            Files.delete(its.resolve("BOOT-INF/classes").resolve(file));
        }
    }
}
