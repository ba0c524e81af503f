package dev.muster.sandbox.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.sandbox.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CrmEmulatorTest {

    private static final String SYNC = "api/3/contact/sync";
    private static final String CONTACTS = "api/3/contacts";

    private final Path directory;
    private CrmEmulator crm;
    private Client client;

    CrmEmulatorTest(@TempDir Path directory) {
        this.directory = directory;
        crm = CrmEmulator.start(0, directory, InstantSource.system());
        client = new Client(crm.address(), Map.of("Api-Token", CrmEmulator.API_KEY));
    }

    @AfterEach
    void stop() {
        client.close();
        crm.close();
    }

    @Test
    void syncMakesAContactInTheVendorsShape() throws IOException {
        var reply = client.postJson(SYNC, """
                {"contact": {"email": "ada@example.org", "firstName": "Ada", "lastName": "Lovelace",
                             "fieldValues": [{"field": "1", "value": "London"}]}}""");

        assertThat(reply.status()).isEqualTo(201);
        JsonNode contact = reply.json().at("/contact");
        assertThat(contact.at("/id").isString()).isTrue();
        assertThat(contact.at("/email").asString()).isEqualTo("ada@example.org");
        assertThat(contact.at("/firstName").asString()).isEqualTo("Ada");
        assertThat(contact.at("/lastName").asString()).isEqualTo("Lovelace");
        assertThat(contact.at("/hash").asString()).matches("[0-9a-f]{32}");
        assertThat(contact.propertyNames())
                .contains("cdate", "udate", "phone", "orgid", "orgname", "email_empty", "links", "organization");
        assertThat(reply.json().at("/fieldValues/0/value").asString()).isEqualTo("London");
    }

    @Test
    void syncOfAKnownAddressInAnyCaseUpdatesTheContact() throws IOException {
        String first = sync("Ada@Example.org", "Ada").json().at("/contact/id").asString();
        var again = sync("ada@example.ORG", "Augusta");

        assertThat(again.status()).isIn(200, 201);
        assertThat(again.json().at("/contact/id").asString()).isEqualTo(first);
        JsonNode all = client.get(CONTACTS).json();
        assertThat(all.at("/meta/total").asString()).isEqualTo("1");
        assertThat(all.at("/contacts/0/firstName").asString()).isEqualTo("Augusta");
        assertThat(client.get("/").text()).contains("<td data-label=\"Times synced\">2</td>");
    }

    @Test
    void creatingAKnownContactIsADuplicate() throws IOException {
        String body = "{\"contact\": {\"email\": \"ada@example.org\"}}";

        assertThat(client.postJson(CONTACTS, body).status()).isEqualTo(201);
        var again = client.postJson(CONTACTS, body);

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.json().at("/errors/0/code").asString()).isEqualTo("duplicate");
        assertThat(again.json().at("/errors/0/source/pointer").asString()).isEqualTo("/data/attributes/email");
    }

    @Test
    void contactsAreFoundByAddressSearchAndPage() throws IOException {
        sync("ada@example.org", "Ada");
        sync("lin@example.org", "Lin");

        assertThat(client.get(CONTACTS + "?email=LIN@example.org")
                        .json()
                        .at("/contacts/0/firstName")
                        .asString())
                .isEqualTo("Lin");
        JsonNode page =
                client.get(CONTACTS + "?search=example.org&limit=1&offset=1").json();
        assertThat(page.at("/contacts")).hasSize(1);
        assertThat(page.at("/contacts/0/email").asString()).isEqualTo("lin@example.org");
        assertThat(page.at("/meta/total").asString()).isEqualTo("2");
    }

    @Test
    void contactIsFetchedByIdOrNotFound() throws IOException {
        String id = sync("ada@example.org", "Ada").json().at("/contact/id").asString();

        assertThat(client.get(CONTACTS + "/" + id).json().at("/contact/email").asString())
                .isEqualTo("ada@example.org");
        var missing = client.get(CONTACTS + "/4711");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.json().propertyNames()).containsExactly("message");
        assertThat(client.get("api/3/nothing").status()).isEqualTo(404);
    }

    @Test
    void missingOrWrongKeyIsForbiddenAndNotKept() throws IOException {
        try (var anonymous = new Client(crm.address(), Map.of());
                var stranger = anonymous.with("Api-Token", "wrong-key")) {
            var refused = anonymous.postJson(SYNC, "{\"contact\": {\"email\": \"ada@example.org\"}}");

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().propertyNames()).containsExactly("message");
            assertThat(stranger.get(CONTACTS).status()).isEqualTo(403);
        }
        assertThat(client.get("sandbox/calls").text()).doesNotContain("wrong-key", CrmEmulator.API_KEY);
        assertThat(client.get("/").text()).contains("There is no contact yet.");
    }

    @Test
    void formerKeyIsForbidden() throws IOException {
        crm.changeApiKey();

        try (var renewed = client.with("Api-Token", crm.changedApiKey().orElseThrow())) {
            assertThat(client.get(CONTACTS).status()).isEqualTo(403);
            assertThat(renewed.get(CONTACTS).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                  | 400 |",
                "{}                                 | 400 |",
                "{\"contact\": {}}                  | 422 | field_missing",
                "{\"contact\": {\"email\": \"x\"}}  | 422 | email_invalid",
            })
    void bodyThatCannotBeSyncedIsRefused(String body, int status, @Nullable String code) throws IOException {
        var reply = client.postJson(SYNC, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().at("/errors/0/code").asString("")).isEqualTo(code == null ? "" : code);
    }

    @Test
    void requestBeyondTheAccountsLimitIsThrottled() throws IOException {
        client.putJson("sandbox/limits", """
                {"operation": "*", "requests": 5, "seconds": 60}""");

        var statuses =
                IntStream.range(0, 6).map(i -> status("p" + i + "@example.org")).toArray();

        assertThat(statuses).containsExactly(201, 201, 201, 201, 201, 429);
        assertThat(client.delete("sandbox/limits")
                        .json()
                        .at("/limits/0/requests")
                        .asInt())
                .isEqualTo(5);
        assertThat(client.get("sandbox/limits").json().at("/limits/0/seconds").asInt())
                .isEqualTo(1);
    }

    @Test
    void faultsSpeakTheVendorsLanguage() throws IOException {
        client.putJson("sandbox/faults", """
                {"operation": "contact/sync", "kind": "error", "error": "duplicate", "times": 1}""");
        var error = sync("ada@example.org", "Ada");
        client.putJson("sandbox/faults", """
                {"operation": "contact/sync", "kind": "status", "status": 500}""");
        var status = sync("ada@example.org", "Ada");
        client.putJson("sandbox/faults", """
                {"operation": "contact/sync", "kind": "throttle", "retryAfter": 7}""");
        var throttled = sync("ada@example.org", "Ada");

        assertThat(error.status()).isEqualTo(422);
        assertThat(error.json().at("/errors/0/code").asString()).isEqualTo("duplicate");
        assertThat(status.status()).isEqualTo(500);
        assertThat(status.json().at("/message").asString()).isNotBlank();
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("Retry-After")).contains("7");
    }

    @Test
    void resetSyncsAndCutsTheConnection() throws IOException {
        client.putJson("sandbox/faults", """
                {"operation": "contact/sync", "kind": "reset", "times": 1}""");

        assertThatThrownBy(() -> sync("ada@example.org", "Ada")).isInstanceOf(IOException.class);

        assertThat(client.get(CONTACTS).json().at("/meta/total").asString()).isEqualTo("1");
        JsonNode call =
                client.get("sandbox/calls?operation=contact/sync").json().at("/calls/0");
        assertThat(call.at("/arguments/contact/email").asString()).isEqualTo("ada@example.org");
        assertThat(call.at("/status").isNull()).isTrue();
    }

    @Test
    void contactsOutliveTheProcessAndATornLine() throws IOException {
        sync("ada@example.org", "Ada");
        crm.close();
        Files.writeString(directory.resolve("contacts.jsonl"), "{\"id\":2,", StandardOpenOption.APPEND);

        crm = CrmEmulator.start(0, directory, InstantSource.system());
        client = new Client(crm.address(), Map.of("Api-Token", CrmEmulator.API_KEY));

        assertThat(sync("ada@example.org", "Ada").json().at("/contact/id").asString())
                .isEqualTo("1");
        assertThat(sync("lin@example.org", "Lin").json().at("/contact/id").asString())
                .isEqualTo("2");
    }

    private int status(String email) {
        try {
            return sync(email, "Somebody").status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Client.Reply sync(String email, String firstName) throws IOException {
        return client.postJson(
                SYNC, "{\"contact\": {\"email\": \"" + email + "\", \"firstName\": \"" + firstName + "\"}}");
    }
}
