package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.newAddress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.emulator.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Journey
class SignUpJourneyTest {

    private final Community community;
    private final String email = newAddress();

    SignUpJourneyTest(Community community) {
        this.community = community;
    }

    @Test
    void newcomerIsInvitedIsAContactAndHasARecord() {
        var signupId = community.signUp(email, "Zoë", "van der Berg");

        community.awaitStatus(signupId, "succeeded");
        var document = community.status(signupId).json();
        assertThat(document.path("signupId").asString()).isEqualTo(signupId);
        assertThat(document.path("steps"))
                .extracting(step -> step.path("step").asString())
                .containsExactly("record", "slack", "crm");
        assertThat(document.path("steps")).allSatisfy(step -> {
            assertThat(step.path("status").asString()).isEqualTo("succeeded");
            assertThat(step.path("attempts").asInt()).isEqualTo(1);
            assertThat(step.has("code")).isFalse();
            assertThat(Instant.parse(step.path("finishedAt").asString()))
                    .isAfterOrEqualTo(Instant.parse(step.path("startedAt").asString()));
        });
        assertThat(document.toString()).doesNotContain(email).doesNotContain("Zoë");
        assertThat(community.slackCalls(email)).singleElement().satisfies(call -> {
            assertThat(call.path("arguments").path("first_name").asString()).isEqualTo("Zoë");
            assertThat(call.path("answer").path("ok").asBoolean()).isTrue();
        });
        assertThat(community.contacts(email)).isEqualTo(1);
    }

    @Test
    void sameAddressIsOnePersonHoweverItIsWritten() {
        var first = community.signUp(email);
        community.awaitStatus(first, "succeeded");

        var second = community.signUp("  " + email.toUpperCase(Locale.ROOT) + " ");

        assertThat(second).isEqualTo(first);
        community.awaitStatus(second, "succeeded");
        assertThat(community.slackCalls(email)).hasSize(1);
        assertThat(community.crmCalls(email)).hasSize(1);
    }

    @Test
    void failingCrmHoldsBackNothingElseAndIsTriedAgain() {
        community.crmFails("""
                {"operation": "contact/sync", "kind": "status", "status": 500}""");

        var signupId = community.signUp(email);

        community.awaitStep(signupId, "crm", "waiting");
        community.awaitStep(signupId, "slack", "succeeded");
        community.awaitStep(signupId, "record", "succeeded");
        var waiting = community.step(signupId, "crm");
        assertThat(waiting.path("code").asString()).isEqualTo("500");
        assertThat(Instant.parse(waiting.path("nextAttemptAt").asString()))
                .isAfter(Instant.parse(waiting.path("startedAt").asString()));
        assertThat(community.status(signupId).json().path("status").asString()).isEqualTo("waiting");

        community.mendProviders();

        community.awaitStatus(signupId, "succeeded");
        assertThat(community.contacts(email)).isEqualTo(1);
    }

    @Test
    void refusedKeyRejectsNobodyAndAllSucceedOnceItIsMended() {
        community.crmFails("""
                {"operation": "contact/sync", "kind": "status", "status": 403}""");

        var signups = IntStream.range(0, 100)
                .mapToObj(_ -> community.signUp(newAddress()))
                .toList();
        community.awaitStep(signups.getFirst(), "crm", "waiting");

        community.mendProviders();

        assertThat(signups).allSatisfy(signup -> community.awaitStatus(signup, "succeeded"));
    }

    @Test
    void refusedAddressIsRejectedAloneAndTriedAgainOnSigningUpAgain() {
        community.slackFails("""
                {"operation": "users.admin.invite", "kind": "error", "error": "invalid_email", "times": 1}""");

        var signupId = community.signUp(email);

        community.awaitStep(signupId, "slack", "rejected");
        assertThat(community.step(signupId, "slack").path("code").asString()).isEqualTo("invalid_email");
        community.awaitStep(signupId, "crm", "succeeded");
        assertThat(community.status(signupId).json().path("status").asString()).isEqualTo("rejected");

        community.signUp(email);

        community.awaitStatus(signupId, "succeeded");
        assertThat(community.crmCalls(email)).hasSize(1);
    }

    @Test
    void whoIsInvitedAlreadyHasSucceededAndNothingTellsSo() {
        community.slackFails("""
                {"operation": "users.admin.invite", "kind": "error", "error": "already_invited", "times": 1}""");

        var signupId = community.signUp(email);

        community.awaitStatus(signupId, "succeeded");
        assertThat(community.status(signupId).text()).doesNotContain("already_");
    }

    @Test
    void codeThatTellsWhoIsAMemberIsNotShown() {
        community.slackFails("""
                {"operation": "users.admin.invite", "kind": "error", "error": "user_disabled", "times": 1}""");

        var signupId = community.signUp(email);

        community.awaitStep(signupId, "slack", "rejected");
        assertThat(community.step(signupId, "slack").path("code").asString()).isEqualTo("not_invitable");
    }

    @Test
    void connectionCutAfterTheEffectGivesOneInvitationAndOneContact() {
        community.slackFails("""
                {"operation": "users.admin.invite", "kind": "reset", "times": 1}""");
        community.crmFails("""
                {"operation": "contact/sync", "kind": "reset", "times": 1}""");

        var signupId = community.signUp(email);

        community.awaitStatus(signupId, "succeeded");
        var attempts = community.log().records("muster.slack-invites", signupId).stream()
                .map(record -> Json.MAPPER.readTree(record.value()).path("effect"))
                .toList();
        assertThat(attempts.getFirst().path("status").asString()).isEqualTo("waiting");
        assertThat(attempts.getFirst().path("code").asString()).isEqualTo("unreachable");
        assertThat(community.slackCalls(email)).last().satisfies(call -> assertThat(
                        call.path("answer").path("error").asString())
                .isEqualTo("already_invited"));
        assertThat(community.contacts(email)).isEqualTo(1);
    }

    @Test
    void throttledProviderIsLeftAloneAsLongAsItAsks() {
        community.slackFails("""
                {"operation": "users.admin.invite", "kind": "throttle", "retryAfter": 3, "times": 1}""");

        var signupId = community.signUp(email);

        community.awaitStatus(signupId, "succeeded");
        var calls = community.slackCalls(email);
        assertThat(calls).hasSize(2);
        assertThat(at(calls.get(1))).isAfterOrEqualTo(at(calls.get(0)).plusSeconds(3));
        assertThat(community.step(signupId, "slack").path("attempts").asInt()).isEqualTo(2);
    }

    private static Instant at(JsonNode call) {
        return Instant.parse(call.path("at").asString());
    }
}
