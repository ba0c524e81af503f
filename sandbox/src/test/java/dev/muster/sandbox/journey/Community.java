package dev.muster.sandbox.journey;

import static dev.muster.sandbox.Client.told;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.launch.Sandbox;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What people and providers do in a journey: newcomers sign up, organisers look, providers misbehave. */
final class Community implements AutoCloseable {

    /** Longer than anything takes on a busy machine: only a failing journey waits as long. */
    static final Duration SOON = Duration.ofMinutes(4);

    /** How many times faster than the real one Slack's limits run, and the bot that keeps to them. */
    static final int SLACK_TEMPO = 50;

    private final Sandbox sandbox;
    private final Client gateway;
    private final Client slack;
    private final Client crm;

    Community(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.gateway = new Client(sandbox.gateway(), Map.of("Accept", "application/json"));
        this.slack = new Client(sandbox.slack(), Map.of());
        this.crm = new Client(sandbox.crm(), Map.of("Api-Token", "emulated-api-key"));
        raiseCrmLimit();
        hasten(SLACK_TEMPO);
    }

    Sandbox sandbox() {
        return sandbox;
    }

    URI address() {
        return sandbox.gateway();
    }

    Log log() {
        return new Log(sandbox.kafka());
    }

    static String newAddress() {
        return UUID.randomUUID() + "@example.org";
    }

    /** Signs somebody up, asking again where the answer is 503 as that answer says, and returns the sign-up's id. */
    String signUp(String email, String firstName, String lastName) {
        var body = """
                {"email": "%s", "firstName": "%s", "lastName": "%s"}""".formatted(email, firstName, lastName);
        var reply =
                await().pollDelay(Duration.ZERO).atMost(SOON).until(() -> post(body), answer -> answer.status() != 503);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("signupId").asString();
    }

    String signUp(String email) {
        return signUp(email, "Ada", "Lovelace");
    }

    Client.Reply post(String json) {
        return told(() -> gateway.postJson("signups", json));
    }

    Client.Reply status(String signupId) {
        return told(() -> gateway.get("signups/" + signupId));
    }

    JsonNode step(String signupId, String step) {
        return StreamSupport.stream(status(signupId).json().path("steps").spliterator(), false)
                .filter(each -> each.path("step").asString().equals(step))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step " + step + " yet"));
    }

    void awaitStatus(String signupId, String status) {
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        status(signupId).json().path("status").asString())
                .as(status(signupId).text())
                .isEqualTo(status));
    }

    void awaitStep(String signupId, String step, String status) {
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        step(signupId, step).path("status").asString())
                .isEqualTo(status));
    }

    /** The calls that Slack saw for an address. */
    List<JsonNode> slackCalls(String email) {
        return slackCalls().getOrDefault(email, List.of());
    }

    /** The invitations that Slack was asked for, by address. */
    Map<String, List<JsonNode>> slackCalls() {
        return calls(slack, "users.admin.invite")
                .collect(groupingBy(call -> call.path("arguments").path("email").asString("")));
    }

    /** The calls that the CRM saw for an address. */
    List<JsonNode> crmCalls(String email) {
        return calls(crm, "contact/sync")
                .filter(call -> call.path("arguments")
                        .path("contact")
                        .path("email")
                        .asString("")
                        .equals(email))
                .toList();
    }

    /** How many contacts the CRM has with an address. */
    int contacts(String email) {
        return Integer.parseInt(told(() -> crm.get("api/3/contacts?email=" + email))
                .json()
                .path("meta")
                .path("total")
                .asString());
    }

    void slackFails(String fault) {
        fails(slack, fault);
    }

    void crmFails(String fault) {
        fails(crm, fault);
    }

    void mendProviders() {
        told(() -> slack.delete("sandbox/faults"));
        told(() -> crm.delete("sandbox/faults"));
    }

    private void raiseCrmLimit() {
        var raised = told(
                () -> crm.putJson("sandbox/limits", "{\"operation\": \"*\", \"requests\": 10000, \"seconds\": 1}"));
        assertThat(raised.status()).isLessThan(300);
    }

    /** Has Slack's clock, and with it its limits, run that many times faster than the real one. */
    void hasten(int tempo) {
        var hastened = told(() -> slack.putJson("sandbox/clock", "{\"rate\": %d}".formatted(tempo)));
        assertThat(hastened.status()).isLessThan(300);
    }

    private static void fails(Client provider, String fault) {
        var reply = told(() -> provider.putJson("sandbox/faults", fault));
        assertThat(reply.status()).as(reply.text()).isLessThan(300);
    }

    private static Stream<JsonNode> calls(Client provider, String operation) {
        var calls = told(() -> provider.get("sandbox/calls?operation=" + operation));
        return StreamSupport.stream(calls.json().path("calls").spliterator(), false);
    }

    @Override
    public void close() {
        gateway.close();
        slack.close();
        crm.close();
    }
}
