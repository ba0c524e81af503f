package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.SOON;
import static dev.muster.sandbox.journey.Community.newAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Journey
class OutageJourneyTest {

    private static final String BODY = """
            {"email": "%s", "firstName": "Ada", "lastName": "Lovelace"}""";

    private final Community community;
    private final String email = newAddress();

    OutageJourneyTest(Community community) {
        this.community = community;
    }

    @Test
    void signUpIsRefusedInTimeWhileTheBrokerIsAwayAndTakenWhenItIsBack() throws Exception {
        community.sandbox().takeDown("broker");
        try {
            var asked = System.nanoTime();
            var refusal = community.post(BODY.formatted(email));

            // Within three seconds, as is promised, on a machine that is not slow; by Kafka's own defaults in two
            // minutes.
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(15));
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.header("Retry-After")).isPresent();
            assertThat(refusal.header("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        } finally {
            community.sandbox().bringBack("broker");
        }

        await().atMost(SOON).until(() -> community.post(BODY.formatted(email)).status() == 202);
        community.awaitStatus(community.signUp(email), "succeeded");
        assertThat(community.contacts(email)).isEqualTo(1);
        assertThat(community.slackCalls(email)).hasSize(1);
        community.sandbox().awaitReady();
    }

    @Test
    void signUpIsTakenWhileTheDocumentStoreIsAwayAndServedWhenItIsBack() {
        String signupId;
        community.sandbox().takeDown("store");
        try {
            signupId = community.signUp(email);

            var status = community.status(signupId);
            assertThat(status.status()).isEqualTo(503);
            assertThat(status.header("Retry-After")).isPresent();
            assertThat(community.slackCalls(email)).isEmpty();
        } finally {
            community.sandbox().bringBack("store");
        }

        community.awaitStatus(signupId, "succeeded");
        assertThat(community.contacts(email)).isEqualTo(1);
        assertThat(community.slackCalls(email)).hasSize(1);
    }

    @Test
    void whoIsQueuedBehindAnOutageIsToldSoAndWhatIsNotDownGoesOn() {
        community.slackFails("""
                {"operation": "users.admin.invite", "kind": "error", "error": "token_revoked"}""");

        // Several of them in each partition: the first is tried again and again, the others are queued.
        var signups = IntStream.range(0, 30)
                .mapToObj(_ -> community.signUp(newAddress()))
                .toList();

        for (var signupId : signups) {
            community.awaitStep(signupId, "crm", "succeeded");
            community.awaitStep(signupId, "slack", "waiting");
            var slack = community.step(signupId, "slack");
            assertThat(slack.path("code").asString()).isEqualTo("token_revoked");
            assertThat(slack.path("nextAttemptAt").asString("")).isNotEmpty();
        }
        assertThat(signups)
                .anyMatch(signupId ->
                        community.step(signupId, "slack").path("attempts").asInt() == 0);
        community.mendProviders();
        signups.forEach(signupId -> community.awaitStatus(signupId, "succeeded"));
    }
}
