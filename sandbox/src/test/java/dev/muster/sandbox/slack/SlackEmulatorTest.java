package dev.muster.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.emulator.Json;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SlackEmulatorTest {

    private static final String INVITE = "api/users.admin.invite";

    private final Path directory;
    private SlackEmulator slack;
    private Client client;

    SlackEmulatorTest(@TempDir Path directory) {
        this.directory = directory;
        slack = SlackEmulator.start(0, directory, InstantSource.fixed(Instant.now()));
        client = new Client(slack.address(), Map.of("Authorization", "Bearer " + SlackEmulator.INVITE_TOKEN));
    }

    @AfterEach
    void stop() {
        client.close();
        slack.close();
    }

    @Test
    void invitationIsAcceptedAsFormAndAsJson() throws IOException {
        client.putJson("sandbox/channels", """
                {"channels": [{"id": "C0WELCOME", "name": "welcome"}]}""");

        var form = client.postForm(INVITE, Map.of("email", "ada@example.org", "channels", "C0GENERAL,C0WELCOME"));
        var json = client.postJson(INVITE, """
                {"email": "lin@example.org", "channels": ["C0GENERAL"], "set_active": true}""");

        assertThat(form.status()).isEqualTo(200);
        assertThat(form.text()).isEqualTo("{\"ok\":true}");
        assertThat(json.text()).isEqualTo("{\"ok\":true}");
        assertThat(client.get("/").text()).contains("ada@example.org", "lin@example.org", "#general, #welcome");
    }

    @Test
    void formerBotTokenIsWorthless() throws IOException {
        slack.changeBotToken();

        assertThat(error(auth(SlackEmulator.BOT_TOKEN))).isEqualTo("invalid_auth");
        assertThat(error(auth(slack.changedBotToken().orElseThrow()))).isEmpty();
    }

    private Client.Reply auth(String token) throws IOException {
        try (var bot = new Client(slack.address(), Map.of("Authorization", "Bearer " + token))) {
            return bot.postForm("api/auth.test", Map.of());
        }
    }

    @Test
    void tokenIsAcceptedAsArgumentAndNeverKept() throws IOException {
        try (var anonymous = new Client(slack.address(), Map.of())) {
            var reply =
                    anonymous.postForm(INVITE, Map.of("token", SlackEmulator.INVITE_TOKEN, "email", "ada@example.org"));

            assertThat(error(reply)).isEmpty();
        }
        assertThat(client.get("sandbox/calls").text()).doesNotContain(SlackEmulator.INVITE_TOKEN, "\"token\"");
        assertThat(directory.resolve("invitations.jsonl")).content().doesNotContain(SlackEmulator.INVITE_TOKEN);
    }

    @Test
    void callWithoutTokenOrWithAWrongOneIsRefused() throws IOException {
        try (var anonymous = new Client(slack.address(), Map.of());
                var stranger = anonymous.with("Authorization", "Bearer xoxp-wrong")) {
            assertThat(error(anonymous.postForm(INVITE, Map.of("email", "ada@example.org"))))
                    .isEqualTo("not_authed");
            assertThat(error(stranger.postForm(INVITE, Map.of("email", "ada@example.org"))))
                    .isEqualTo("invalid_auth");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mara@crew.example.org, already_in_team",
        "FORMER@crew.example.org, user_disabled",
        "soon@crew.example.org, already_in_team_invited_user",
        "nonsense, invalid_email",
        "'', invalid_email",
        "two@at@example.org, invalid_email",
    })
    void addressIsRefusedWithSlacksOwnCode(String email, String code) throws IOException {
        formerAndFutureMembers();

        var reply = client.postForm(INVITE, Map.of("email", email));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(error(reply)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada+muster@example.org", "jürgen@bücher.example", "用户@例子.example"})
    void unusualAddressIsInvited(String email) throws IOException {
        assertThat(error(client.postForm(INVITE, Map.of("email", email)))).isEmpty();
    }

    @Test
    void unknownChannelIsNotFound() throws IOException {
        var reply = client.postForm(INVITE, Map.of("email", "ada@example.org", "channels", "C0NOWHERE"));

        assertThat(error(reply)).isEqualTo("channel_not_found");
    }

    @Test
    void secondInvitationIsRefusedUnlessTheEmailIsToBeSentAgain() throws IOException {
        client.postForm(INVITE, Map.of("email", "ada@example.org"));

        assertThat(error(client.postForm(INVITE, Map.of("email", "ADA@example.org"))))
                .isEqualTo("already_invited");
        assertThat(error(client.postForm(INVITE, Map.of("email", "ada@example.org", "resend", "true"))))
                .isEmpty();
        assertThat(client.get("/").text()).contains("<td data-label=\"E-mails sent\">2</td>");
    }

    @Test
    void memberIsFoundByEmail() throws IOException {
        formerAndFutureMembers();

        var found = client.get("api/users.lookupByEmail?email=Mara@crew.example.org")
                .json();

        assertThat(found.at("/user/id").asString()).isEqualTo("U0ADMIN");
        assertThat(found.at("/user/profile/email").asString()).isEqualTo("mara@crew.example.org");
        assertThat(error(client.get("api/users.lookupByEmail?email=former@crew.example.org")))
                .isEqualTo("users_not_found");
        assertThat(error(client.get("api/users.lookupByEmail?email=ada@example.org")))
                .isEqualTo("users_not_found");
    }

    @Test
    void tokenIsTested() throws IOException {
        assertThat(client.postForm("api/auth.test", Map.of())
                        .json()
                        .at("/team_id")
                        .asString())
                .isEqualTo("T0MUSTER");
    }

    @Test
    void unknownMethodAndBrokenJsonAreTold() throws IOException {
        assertThat(error(client.postForm("api/users.invent", Map.of()))).isEqualTo("unknown_method");
        assertThat(error(client.postJson("api/auth.test", "{"))).isEqualTo("invalid_json");
        assertThat(error(client.postJson("api/auth.test", "[]"))).isEqualTo("invalid_json");
    }

    @Test
    void callsAreKeptInOrderWithDecodedArguments() throws IOException {
        client.postForm(INVITE, Map.of("email", "ada+x@example.org"));
        client.postForm("api/auth.test", Map.of());
        client.postForm(INVITE, Map.of("email", "ada+x@example.org"));

        JsonNode calls =
                client.get("sandbox/calls?operation=users.admin.invite").json().at("/calls");
        assertThat(calls).hasSize(2);
        assertThat(calls.at("/0/arguments/email").asString()).isEqualTo("ada+x@example.org");
        assertThat(calls.at("/0/operation").asString()).isEqualTo("users.admin.invite");
        assertThat(calls.at("/0/at").asString()).endsWith("Z");
        assertThat(calls.at("/0/answer/ok").asBoolean()).isTrue();
        assertThat(calls.at("/1/answer/error").asString()).isEqualTo("already_invited");
        assertThat(client.get("sandbox/calls").json().at("/calls")).hasSize(3);
    }

    @Test
    void faultStrikesAsOftenAsAsked() throws IOException {
        fault("status", Map.of("status", 503, "times", 2));

        assertThat(invite("ada@example.org").status()).isEqualTo(503);
        assertThat(invite("ada@example.org").status()).isEqualTo(503);
        assertThat(error(invite("ada@example.org"))).isEmpty();
    }

    @Test
    void faultStaysUntilCleared() throws IOException {
        fault("error", Map.of("error", "invite_limit_reached"));

        assertThat(error(invite("ada@example.org"))).isEqualTo("invite_limit_reached");
        assertThat(error(invite("ada@example.org"))).isEqualTo("invite_limit_reached");
        assertThat(client.get("sandbox/faults").json().at("/faults/0/error").asString())
                .isEqualTo("invite_limit_reached");
        client.delete("sandbox/faults");
        assertThat(error(invite("ada@example.org"))).isEmpty();
    }

    @Test
    void laterFaultReplacesTheEarlier() throws IOException {
        fault("status", Map.of("status", 500));
        fault("throttle", Map.of("retryAfter", 3));

        var reply = invite("ada@example.org");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).contains("3");
        assertThat(error(reply)).isEqualTo("ratelimited");
    }

    @Test
    void throttlingAsksForOneSecondUnlessToldOtherwise() throws IOException {
        fault("throttle", Map.of());

        assertThat(invite("ada@example.org").header("Retry-After")).contains("1");
    }

    @Test
    void hangingCallIsNeverAnsweredAndDoesNothing() throws IOException {
        fault("hang", Map.of("times", 1));

        inviteUnanswered("ada@example.org");

        assertThat(client.get("sandbox/calls").json().at("/calls/0/status").isNull())
                .isTrue();
        assertThat(client.get("/").text()).doesNotContain("ada@example.org");
    }

    @Test
    void lateCallHasItsEffectWhenTheFaultsAreCleared() throws IOException {
        fault("late", Map.of("times", 1));
        inviteUnanswered("ada@example.org");
        assertThat(client.get("/").text()).doesNotContain("ada@example.org");

        client.delete("sandbox/faults");

        assertThat(client.get("/").text()).contains("ada@example.org");
    }

    @Test
    void resetInvitesAndCutsTheConnection() throws IOException {
        fault("reset", Map.of("times", 1));

        assertThatThrownBy(() -> invite("ada@example.org"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);

        JsonNode call = client.get("sandbox/calls").json().at("/calls/0");
        assertThat(call.at("/status").isNull()).isTrue();
        assertThat(call.at("/answer").isNull()).isTrue();
        assertThat(error(invite("ada@example.org"))).isEqualTo("already_invited");
    }

    @Test
    void limitIsKeptUntilTheDefaultsAreRestored() throws IOException {
        client.putJson("sandbox/limits", """
                {"operation": "users.admin.invite", "requests": 1, "seconds": 60}""");

        assertThat(invite("ada@example.org").status()).isEqualTo(200);
        var refused = invite("lin@example.org");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).contains("60");
        assertThat(client.postForm("api/auth.test", Map.of()).status()).isEqualTo(200);
        client.delete("sandbox/limits");
        assertThat(error(invite("lin@example.org"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"operation\": \"users.admin.inviet\", \"kind\": \"hang\"}",
                "{\"operation\": \"users.admin.invite\"}",
                "{\"operation\": \"users.admin.invite\", \"kind\": \"explode\"}",
                "{\"operation\": \"users.admin.invite\", \"kind\": \"status\"}",
                "{\"operation\": \"users.admin.invite\", \"kind\": \"status\", \"status\": \"500\"}",
                "{\"operation\": \"users.admin.invite\", \"kind\": \"error\"}",
                "{\"operation\": \"users.admin.invite\", \"kind\": \"hang\", \"times\": 0}",
                "{\"operation\": \"users.admin.invite\", \"kind\": \"hang\", \"time\": 1}"
            })
    void faultThatCannotBeFollowedIsRefusedInASentence(String body) throws IOException {
        var reply = client.putJson("sandbox/faults", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(reply.json().at("/detail").asString()).isNotBlank();
        assertThat(client.get("sandbox/faults").json().at("/faults")).isEmpty();
    }

    @Test
    void invitationsOutliveTheProcessAndATornLine() throws IOException {
        invite("ada@example.org");
        slack.close();
        Files.writeString(directory.resolve("invitations.jsonl"), "{\"email\":\"torn", StandardOpenOption.APPEND);

        slack = SlackEmulator.start(0, directory, InstantSource.system());
        client = new Client(slack.address(), Map.of("Authorization", "Bearer " + SlackEmulator.INVITE_TOKEN));

        assertThat(error(invite("ada@example.org"))).isEqualTo("already_invited");
        assertThat(error(invite("lin@example.org"))).isEmpty();
        assertThat(directory.resolve("invitations.jsonl"))
                .content()
                .doesNotContain("torn")
                .hasLineCount(2);
    }

    @Test
    void pageShowsWhatPeopleTypedAsText() throws IOException {
        client.postForm(INVITE, Map.of("email", "ada@example.org", "first_name", "<script>alert(1)</script>"));

        assertThat(client.get("/").text()).doesNotContain("<script>alert").contains("&lt;script&gt;alert");
    }

    private void formerAndFutureMembers() throws IOException {
        client.putJson("sandbox/members", """
                {"members": [
                  {"name": "former", "email": "former@crew.example.org", "deleted": true},
                  {"name": "soon", "email": "soon@crew.example.org", "is_invited_user": true}]}""");
    }

    private Client.Reply invite(String email) throws IOException {
        return client.postForm(INVITE, Map.of("email", email));
    }

    /** Hangs up as soon as Slack has taken the call, and has had no answer by then. */
    private void inviteUnanswered(String email) {
        CompletableFuture<Client.Reply> answer;
        try (var impatient =
                new Client(slack.address(), Map.of("Authorization", "Bearer " + SlackEmulator.INVITE_TOKEN))) {
            answer = CompletableFuture.supplyAsync(
                    () -> Client.told(() -> impatient.postForm(INVITE, Map.of("email", email))));
            await().untilAsserted(() ->
                    assertThat(client.get("sandbox/calls").json().path("calls")).hasSize(1));
        }
        assertThat(answer).failsWithin(Duration.ofMinutes(1));
    }

    private void fault(String kind, Map<String, Object> more) throws IOException {
        var fault = new HashMap<String, Object>(more);
        fault.put("operation", "users.admin.invite");
        fault.put("kind", kind);
        var reply = client.putJson("sandbox/faults", Json.MAPPER.writeValueAsString(fault));
        assertThat(reply.status()).isEqualTo(200);
    }

    private static String error(Client.Reply reply) {
        return reply.json().path("error").asString("");
    }
}
