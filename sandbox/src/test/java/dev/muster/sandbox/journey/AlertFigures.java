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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every alert fired once, by causing its condition, with seconds for minutes. It needs a Prometheus, half an hour and a quiet
 * machine, and is none of the tests that always run: {@code mvn -pl sandbox verify -Dtest=AlertFigures}, once everything is packaged;
 * or, for some of them, {@code -Dtest=AlertFigures#topics+certificates}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertFigures {

    private static final List<String> BROKERS = List.of("broker", "broker-2", "broker-3");

    private final Sandbox sandbox;
    private final Community community;
    private final Alarm alarm;
    private final Client operator;

    AlertFigures(@TempDir Path directory) throws IOException {
        var program = Prometheus.find(System.getenv());
        assumeTrue(
                program.isPresent(), "no Prometheus: apt-get install prometheus, or name one with MUSTER_PROMETHEUS");
        sandbox = Sandbox.start(Options.forTests(directory.resolve("data"))
                .sized(new Size(3, 1))
                .withAccessControl()
                .watchedBy(Alarm.impatient(program.get(), directory))
                .with("crm-service", "MUSTER_SET_ASIDE_AFTER", "1s")
                .with("slack-service", "SLACK_TEMPO", Integer.toString(Community.SLACK_TEMPO)));
        community = new Community(sandbox);
        alarm = new Alarm(sandbox);
        operator = new Client(sandbox.gateway(), Map.of("Authorization", "Bearer " + sandbox.operatorToken()));
    }

    @AfterAll
    void close() {
        operator.close();
        alarm.close();
        community.close();
        sandbox.close();
    }

    @AfterEach
    void nothingStayedSilent() {
        assertThat(alarm.silent()).isEmpty();
    }

    @Test
    @Order(1)
    void people() throws Exception {
        try (var team = Team.of(community, 1)) {
            people(team);
        }
    }

    private void people(Team team) throws Exception {
        team.slack("faults", Map.of("operation", "views.publish", "kind", "status", "status", 500));
        alarm.rings("Slack fails to show a home", () -> team.home(team.member(0)), "MusterInteractionsFailing");
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

    @Test
    @Order(2)
    void providers() throws Exception {
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
    }

    @Test
    @Order(3)
    void machinery() throws Exception {
        alarm.rings(
                "a replay of a group without a view",
                () -> replay("standup-service.ticks", "rebuild"),
                "MusterReplayFailed");

        alarm.rings(
                "people sign up while the crm-service is down, and are replayed",
                () -> {
                    sandbox.takeDown("crm-service");
                    new Crowd(community).joins(150);
                    replay("crm-service.contacts", "heal");
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
    }

    @Test
    @Order(4)
    void listeners() throws Exception {
        sandbox.takeDown("slack-service");
        sandbox.bringBack("slack-service");
        sandbox.awaitReady();
        // It has not been needed yet.
        var needed = classOf("slack-service", "dev/muster/slack/invite/InviteAnswer.class");
        var lost = needed.resolveSibling("lost");
        alarm.rings(
                "a class of the slack-service is missing, which is an Error",
                () -> {
                    Files.move(needed, lost);
                    // Only a refusal is looked up there.
                    community.slackFails("""
                            {"operation": "users.admin.invite", "kind": "error", "error": "invalid_email"}""");
                    community.signUp(newAddress());
                },
                "MusterListenerStopped");
        community.mendProviders();
        Files.move(lost, needed);
        sandbox.kill("slack-service");
        sandbox.awaitReady();
    }

    @Test
    @Order(5)
    void brokers() throws Exception {
        try (var team = Team.of(community, 1)) {
            brokers(team);
        }
    }

    private void brokers(Team team) throws Exception {
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
                        stallOneContact();
                        BROKERS.forEach(sandbox::suspend);
                        for (var i = 0; i < 3; i++) {
                            told(() -> operator.postJson("signups", "{\"email\": \"%s\"}".formatted(newAddress())));
                            later.submit(later.member(0), form, "a" + i, "b", "c");
                        }
                    },
                    "MusterSignUpsNotAccepted",
                    "MusterEventsUnconfirmed",
                    "MusterAnswersRefused",
                    "MusterMetricsStale",
                    "MusterTickOverdue",
                    "MusterClaimNotTakenUp");
            community.mendProviders();
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

    /** Its claim lapses, and the crm-service gets the record no more while no broker answers. */
    private void stallOneContact() {
        var email = newAddress();
        community.crmFails("{\"operation\": \"contact/sync\", \"kind\": \"stall\"}");
        community.signUp(email);
        await().atMost(Community.SOON).until(() -> community.contacts(email) == 1);
    }

    @Test
    @Order(6)
    void certificates() throws Exception {
        alarm.rings(
                "one of the authorities that are trusted has 13 days left",
                () -> {
                    var old = new HeldCertificate.Builder()
                            .certificateAuthority(0)
                            .duration(13, TimeUnit.DAYS)
                            .build();
                    Files.writeString(Trust.authorities(sandbox), old.certificatePem(), StandardOpenOption.APPEND);
                    sandbox.kill("standup-service");
                },
                "MusterCertificateExpiring");
        sandbox.awaitReady();

        var trust = new Trust(sandbox);
        alarm.rings(
                "nobody trusts the brokers' certificate, as if it had expired",
                () -> {
                    trust.lose();
                    for (var i = 0; i < 3; i++) {
                        told(() -> operator.postJson("signups", "{\"email\": \"%s\"}".formatted(newAddress())));
                    }
                },
                "MusterSignUpsNotAccepted",
                "MusterMetricsStale");
        trust.regain();
        sandbox.awaitReady();
        community.awaitStep(community.signUp(newAddress()), "crm", "succeeded");
    }

    @Test
    @Order(7)
    void topics() throws Exception {
        alarm.rings("a topic is deleted", () -> delete("muster.standup-participation"), "MusterTopicMissing");
        alarm.rings("the topic of runs is deleted", () -> delete("muster.standup-runs"), "MusterStreamsNotRunning");
        assertThat(sandbox.process("report-service")).isPresent();
    }

    /** Once all others have been. */
    @Test
    @Order(8)
    void noAlertIsForgotten() {
        assertThat(alarm.figures().keySet())
                .containsExactlyInAnyOrderElementsOf(Watching.runbooks().keySet());
    }

    private void delete(String topic) throws ExecutionException, InterruptedException {
        try (var kafka = Admin.create(sandbox.kafka())) {
            kafka.deleteTopics(List.of(topic)).all().get();
        }
    }

    private void replay(String group, String mode) {
        var reply = told(
                () -> operator.postJson("api/replays", "{\"group\": \"%s\", \"mode\": \"%s\"}".formatted(group, mode)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    }

    private static String at(LocalTime time) {
        return time.format(DateTimeFormatter.ofPattern("HH:mm"));
    }

    private Path classOf(String service, String file) throws IOException {
        try (var unpacked = Files.list(sandbox.options().data().resolve("jars"))) {
            return unpacked.filter(
                            directory -> directory.getFileName().toString().startsWith(service + "-"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("BOOT-INF/classes")
                    .resolve(file);
        }
    }
}
