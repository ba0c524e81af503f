package dev.muster.gateway.signup;

import static dev.muster.gateway.records.Outcomes.newSignupId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.Topic;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

@GatewayTest
class SignupEndpointTest {

    private static final String A_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private final World world;
    private final WebTestClient client;

    @Autowired
    SignupEndpointTest(World world) {
        this.world = world;
        this.client = world.client();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/signups", "/signup"})
    void aSignUpIsAnsweredWithItsAddressOnceItStandsInTheLog(String path) {
        var email = newSignupId() + "@example.org";
        var signupId = SignupId.of(email, "the secret of these tests").value();

        var answer = client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", " " + email.toUpperCase(Locale.ROOT), "name", "Ada King Noel"))
                .exchange();

        answer.expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals(HttpHeaders.LOCATION, "/signups/" + signupId)
                .expectBody()
                .json("{\"signupId\": \"" + signupId + "\", \"status\": \"pending\"}");
        assertThat(published(signupId)).singleElement().satisfies(record -> {
            assertThat(new String(record.value(), UTF_8))
                    .isEqualTo("{\"signupId\":\"" + signupId + "\",\"email\":\"" + email
                            + "\",\"firstName\":\"Ada\",\"lastName\":\"King Noel\"}");
            assertThat(header(record, "ce_type")).isEqualTo("dev.muster.UserSignedUp");
            assertThat(header(record, "ce_source")).isEqualTo("/muster/signup-gateway");
            assertThat(header(record, "ce_id")).matches("[0-9a-f-]{36}");
        });
    }

    @Test
    void aFormIsTakenFromAProgramToo() {
        form("email=" + newSignupId() + "%40example.org&name=Ada", "*/*")
                .expectStatus()
                .isAccepted();
    }

    @Test
    void aFormInABrowserLeadsToTheStatusPage() {
        form("email=" + newSignupId() + "%40example.org&name=Ada", A_BROWSER)
                .expectStatus()
                .isSeeOther()
                .expectHeader()
                .valueMatches(HttpHeaders.LOCATION, "/signups/[a-z2-7]{26}");
    }

    @Test
    void aWrongFormInABrowserComesBackWithWhatWasTypedAndItsErrors() {
        var markup = URLEncoder.encode("\"><script>alert(1)</script>", UTF_8);

        form("email=ada.example.org&name=" + markup, A_BROWSER)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                .expectBody(String.class)
                .value(page -> assertThat(page)
                        .contains("value=\"ada.example.org\"")
                        .contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"")
                        .doesNotContain("<script>alert")
                        .contains("aria-invalid=\"true\" aria-describedby=\"email-error email-hint\"")
                        .contains("aria-invalid=\"true\" aria-describedby=\"name-error name-hint\"")
                        .contains("href=\"#email\"")
                        .contains("<title>Error: Join our community</title>"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        json("{\"email\": \"ada\", \"first_name\": \"<b>\", \"age\": 36}")
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:muster:problem:invalid-signup")
                .jsonPath("$.title")
                .isNotEmpty()
                .jsonPath("$.status")
                .isEqualTo(400)
                .jsonPath("$.detail")
                .isNotEmpty()
                .jsonPath("$.errors[*].pointer")
                .value(pointers -> assertThat((List<?>) pointers)
                        .hasSize(3)
                        .extracting(Object::toString)
                        .containsExactlyInAnyOrder("#/email", "#/first_name", "#/age"))
                .jsonPath("$.errors[0].detail")
                .isNotEmpty();
    }

    @Test
    void whatIsRefusedIsNotPublished() {
        var email = newSignupId() + "@example.org";

        json("{\"email\": \"" + email + "\", \"firstName\": \"\"}")
                .expectStatus()
                .isBadRequest();
        json("{\"email\": \"" + email + "\", \"unknown\": \"\"}").expectStatus().isBadRequest();

        assertThat(published(SignupId.of(email, "the secret of these tests").value()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{}", "{\"email\": null}", "{\"email\": [\"a@b.cd\"]}"})
    void aBodyThatIsNoSignUpIsABadRequest(String body) {
        json(body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isNotEmpty()
                .jsonPath("$.errors[0].detail")
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {17 * 1024, 20 * 1024, 4 * 1024 * 1024})
    void aBodyOfMoreThan16KbIsTooLarge(int size) {
        json("{\"email\": \"ada@example.org\", \"name\": \"" + "x".repeat(size) + "\"}")
                .expectStatus()
                .isEqualTo(HttpStatus.CONTENT_TOO_LARGE)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(413)
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("#");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain",
                "application/xml",
                "multipart/form-data; boundary=x",
                "application/json; charset=iso-8859-1",
                "application/json; charset=no-such-charset",
                "application/x-www-form-urlencoded; charset=utf-16",
                "nonsense",
                "''"
            })
    void anotherContentTypeIsNotSupported(String contentType) {
        var request = client.post().uri("/signups");

        var answer = (contentType.isEmpty() ? request : request.header(HttpHeaders.CONTENT_TYPE, contentType))
                .body((output, context) -> output.writeWith(
                        Mono.just(output.bufferFactory().wrap("{\"email\": \"ada@example.org\"}".getBytes(UTF_8)))))
                .exchange();

        answer.expectStatus()
                .isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json;charset=UTF-8", "application/json; charset=\"utf-8\"", "APPLICATION/JSON"})
    void aContentTypeMayBeWrittenInSeveralWays(String contentType) {
        client.post()
                .uri("/signups")
                .header(HttpHeaders.CONTENT_TYPE, contentType)
                .body((output, context) -> output.writeWith(Mono.just(output.bufferFactory()
                        .wrap(("{\"email\": \"" + newSignupId() + "@example.org\"}").getBytes(UTF_8)))))
                .exchange()
                .expectStatus()
                .isAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "image/png", "nonsense", "text/html;q=0.1, application/json"})
    void whateverAProgramAcceptsItIsAnsweredInJson(String accept) {
        client.post()
                .uri("/signups")
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.ACCEPT, accept)
                .bodyValue("{\"email\": \"" + newSignupId() + "@example.org\"}")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON);
    }

    @ParameterizedTest
    @CsvSource({"GET,/signups", "PUT,/signups", "DELETE,/signup", "POST,/signups/abcdefghijklmnopqrstuvwxyz"})
    void anotherMethodIsNotAllowed(String method, String path) {
        client.method(HttpMethod.valueOf(method))
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED)
                .expectHeader()
                .exists(HttpHeaders.ALLOW)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void anUnknownAddressIsAProblemToAProgramAndAPageToABrowser() {
        client.get()
                .uri("/nowhere")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        client.get()
                .uri("/nowhere")
                .header(HttpHeaders.ACCEPT, A_BROWSER)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_HTML);
    }

    @Test
    void scriptsOfOtherPagesMayPostJson() {
        client.options()
                .uri("/signups")
                .header(HttpHeaders.ORIGIN, "https://example.org")
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "POST")
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS, "content-type")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .expectHeader()
                .valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "content-type");
        client.post()
                .uri("/signup")
                .header(HttpHeaders.ORIGIN, "https://example.org")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"email\": \"" + newSignupId() + "@example.org\"}")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .expectHeader()
                .valueMatches(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, ".*Location.*");
    }

    @Test
    void theFormLoadsNothingFromElsewhere() {
        var page = client.get()
                .uri("/")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueMatches("Content-Security-Policy", "default-src 'self';((?!unsafe).)*")
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("Referrer-Policy", "no-referrer")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(page)
                .doesNotContain("http://", "https://", "style=")
                .contains("autocomplete=\"email\"", "autocomplete=\"name\"", "<label for=\"email\">");
        for (var file :
                List.of("/webjars/picocss__pico/css/pico.orange.min.css", "/muster.css", "/muster.svg", "/status.js")) {
            client.get().uri(file).exchange().expectStatus().isOk();
        }
    }

    private ResponseSpec json(String body) {
        return client.post()
                .uri("/signups")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private ResponseSpec form(String body, String accept) {
        return client.post()
                .uri("/signups")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .header(HttpHeaders.ACCEPT, accept)
                .bodyValue(body)
                .exchange();
    }

    private List<ConsumerRecord<String, byte[]>> published(String signupId) {
        return world.recordsOf(Topic.SIGNUPS, signupId);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
