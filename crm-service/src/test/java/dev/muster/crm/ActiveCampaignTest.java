package dev.muster.crm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.events.effect.CallSettings;
import dev.muster.events.effect.Provider;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import java.time.Instant;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ActiveCampaignTest {

    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private final MockWebServer server = new MockWebServer();
    private final CallSettings calls = new CallSettings(5, PATIENT, PATIENT, Duration.ZERO);
    private final Provider http = new Provider(calls);

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201})
    void createdAndUpdatedAreSuccess(int status) throws Exception {
        answer(status, "{\"fieldValues\":[],\"contact\":{\"email\":\"ada@example.org\",\"id\":\"17\"}}");

        var done = crm().sync(new Contact("ada@example.org", "Ada", ""));

        assertThat(done.externalId()).isEqualTo("17");
        var request = server.takeRequest();
        assertThat(request.getUrl().encodedPath()).isEqualTo("/api/3/contact/sync");
        assertThat(request.getHeaders().get("Api-Token")).isEqualTo("a-key");
        assertThat(requireNonNull(request.getBody()).utf8())
                .isEqualToIgnoringWhitespace("{\"contact\":{\"email\":\"ada@example.org\",\"firstName\":\"Ada\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | not json                                                                   | 400",
                "413 |                                                                            | 413",
                "422 | {\"errors\":[{\"title\":\"t\",\"detail\":\"d\",\"code\":\"field_missing\"}]} | field_missing",
                "422 | {\"errors\":[{\"title\":\"t\"}]}                                            | 422",
                "422 | {\"message\":\"No\"}                                                       | 422",
                "422 | garbage                                                                    | 422"
            })
    void whatCanNeverSucceedIsRejected(int status, String body, String code) {
        answer(status, body == null ? "" : body);

        assertThat(fault()).isInstanceOfSatisfying(Rejected.class, fault -> assertThat(fault.code())
                .isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 401, 402, 403, 404, 405, 408, 409})
    void ourKeyOurAccountAndOurAddressAreOutages(int status) {
        answer(status, "{\"message\":\"No Result found\"}");

        assertThat(fault()).isInstanceOfSatisfying(Unavailable.class, fault -> {
            assertThat(fault.code()).isEqualTo(Integer.toString(status));
            assertThat(fault.isInDoubt()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "302, true",
        "401, true",
        "402, true",
        "403, true",
        "404, true",
        "405, false",
        "409, false",
        "500, false"
    })
    void aKeyAnAccountAndAnAddressMeetEverybodyAlike(int status, boolean everybody) {
        answer(status, "");

        assertThat(fault()).isInstanceOfSatisfying(Unavailable.class, fault -> assertThat(fault.meetsEverybody())
                .isEqualTo(everybody));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void serverErrorsAreInDoubt(int status) {
        answer(status, "");

        assertThat(fault()).isInstanceOfSatisfying(Unavailable.class, fault -> {
            assertThat(fault.code()).isEqualTo(Integer.toString(status));
            assertThat(fault.isInDoubt()).isTrue();
        });
    }

    @Test
    void duplicateIsTriedAgainBecauseItWillThenBeAnUpdate() {
        answer(422, "{\"errors\":[{\"code\":\"duplicate\"}]}");

        assertThat(fault()).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource({"30, 30", "'Fri, 20 Nov 2026 08:00:45 GMT', 45"})
    void throttledForAsLongAsItSays(String header, long seconds) {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", header)
                .build());

        assertThat(fault()).isInstanceOfSatisfying(Throttled.class, fault -> assertThat(fault.retryAfter())
                .contains(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "Fri, 20 Nov 2026 07:00:00 GMT"})
    void throttledWithoutAUsableTimeSaysNone(String header) {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", header)
                .build());

        assertThat(fault()).isInstanceOfSatisfying(Throttled.class, fault -> assertThat(fault.retryAfter())
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"contact\":{}}"})
    void successWithoutAContactIsInDoubt(String body) {
        answer(200, body);

        assertThat(fault()).isInstanceOfSatisfying(Unavailable.class, fault -> assertThat(fault.isInDoubt())
                .isTrue());
    }

    @Test
    void noAnswerIsATimeoutInDoubt() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        // Long enough to connect on any machine: only the answer is to be missing.
        var impatient = new CallSettings(5, Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ZERO);

        try (var http = new Provider(impatient)) {
            assertThat(fault(crm(http))).isInstanceOfSatisfying(Unavailable.class, fault -> {
                assertThat(fault.code()).isEqualTo("timeout");
                assertThat(fault.isInDoubt()).isTrue();
            });
        }
    }

    @Test
    void cutConnectionIsInDoubt() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                .build());

        assertThat(fault()).isInstanceOfSatisfying(Unavailable.class, fault -> {
            assertThat(fault.code()).isEqualTo("unreachable");
            assertThat(fault.isInDoubt()).isTrue();
        });
    }

    @Test
    void refusedConnectionCertainlyHadNoEffect() {
        var crm = crm();
        server.close();

        assertThat(fault(crm)).isInstanceOfSatisfying(Unavailable.class, fault -> {
            assertThat(fault.code()).isEqualTo("unreachable");
            assertThat(fault.isInDoubt()).isFalse();
        });
    }

    private void answer(int status, String body) {
        server.enqueue(new MockResponse.Builder().code(status).body(body).build());
    }

    private Fault fault() {
        return fault(crm());
    }

    private static Fault fault(ActiveCampaign crm) {
        return requireNonNull(
                catchThrowableOfType(Fault.class, () -> crm.sync(new Contact("ada@example.org", "Ada", "Lovelace"))));
    }

    private ActiveCampaign crm() {
        return crm(http);
    }

    private ActiveCampaign crm(Provider http) {
        var settings = new CrmSettings(server.url("/").uri(), "a-key", calls);
        return new ActiveCampaign(http, settings, new JsonMapper(), () -> NOW);
    }
}
