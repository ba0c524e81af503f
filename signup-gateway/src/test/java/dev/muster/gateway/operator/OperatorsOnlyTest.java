package dev.muster.gateway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class OperatorsOnlyTest {

    private final World world;
    private final WebTestClient client;

    @Autowired
    OperatorsOnlyTest(World world) {
        this.world = world;
        this.client = world.client();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/standups",
        "HEAD, /api/standups",
        "PUT, /api/standups/daily",
        "DELETE, /api/standups/daily",
        "POST, /api/standups/daily/ticks",
        "OPTIONS, /api/standups",
        "GET, /api",
        "GET, /api/",
        "PATCH, /api/no/such/path",
        "GET, /%61pi/standups",
        "GET, /api;a=b/standups",
        "GET, /api/%73tandups",
        "GET, /actuator/prometheus",
        "GET, /actuator/prometheus/",
        "GET, /%61ctuator/prometheus"
    })
    void withoutATokenNothingIsTold(String method, String path) {
        assertUnauthorized(client.method(HttpMethod.valueOf(method))
                .uri(URI.create(world.address() + path))
                .exchange());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer a wrong token",
                "Bearer a token of these test",
                "Bearer a token of these tests!",
                "Basic YSB0b2tlbiBvZiB0aGVzZSB0ZXN0cw==",
                "a token of these tests"
            })
    void aWrongTokenIsNone(String authorization, CapturedOutput log) {
        assertUnauthorized(client.get()
                .uri("/api/standups")
                .header(HttpHeaders.AUTHORIZATION, authorization)
                .exchange());
        assertThat(log).doesNotContain(authorization);
    }

    @Test
    void theHashIsNoToken() {
        assertUnauthorized(client.get()
                .uri("/api/standups")
                .headers(headers ->
                        headers.setBearerAuth("17c11c070fe9d38e70c224ae891089be8c6c22ac5c088f9e4464fb1f4a5e4466"))
                .exchange());
    }

    @Test
    void anOperatorIsLetThrough(CapturedOutput log) {
        for (var scheme : List.of("Bearer ", "bearer ")) {
            client.get()
                    .uri("/api/no/such/path")
                    .header(HttpHeaders.AUTHORIZATION, scheme + World.TOKEN)
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
        assertThat(log).doesNotContain(World.TOKEN);
    }

    @Test
    void anOperatorsPrometheusIsLetThroughToTheMetrics() {
        world.operator()
                .get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(metrics -> assertThat(metrics).contains("muster_signups_accepted_total"));
    }

    @Test
    void metricsOnAPortOfTheirOwnNeedNoToken() {
        var letThrough = new AtomicBoolean();
        var filter = new OperatorsOnly(new OperatorSettings(List.of()), true);

        filter.filter(
                        MockServerWebExchange.from(MockServerHttpRequest.get("/actuator/prometheus")),
                        _ -> Mono.fromRunnable(() -> letThrough.set(true)))
                .block();

        assertThat(letThrough).isTrue();
    }

    @Test
    void whatIsPublicStaysSo() {
        client.get().uri("/").exchange().expectStatus().isOk();
        client.get().uri("/apiary").exchange().expectStatus().isNotFound();
        client.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
    }

    @Test
    void scriptsOfOtherPagesAreNotLetIn() {
        world.operator()
                .get()
                .uri("/api/standups")
                .header(HttpHeaders.ORIGIN, "https://example.org")
                .exchange()
                .expectHeader()
                .doesNotExist(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
        client.options()
                .uri("/api/standups")
                .header(HttpHeaders.ORIGIN, "https://example.org")
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "GET")
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS, "authorization")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .doesNotExist(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
    }

    @Test
    void withoutHashesNobodyIsAnOperator() {
        settings("").run(context -> assertThat(
                        context.getBean(OperatorSettings.class).tokenHashes())
                .isEmpty());
    }

    @Test
    void severalTokensMayBeInUse() {
        settings("0".repeat(64) + "," + "f".repeat(64)).run(context -> assertThat(
                        context.getBean(OperatorSettings.class))
                .satisfies(settings -> assertThat(settings.tokenHashes()).hasSize(2))
                .hasToString("OperatorSettings[2 tokens]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "F0F0", "0000000000000000000000000000000000000000000000000000000000000000x"})
    void whatIsNoHashStopsTheStart(String hash) {
        settings(hash).run(context -> assertThatThrownBy(() -> context.getBean(OperatorSettings.class))
                .hasStackTraceContaining("MUSTER_OPERATOR_TOKEN_HASHES"));
    }

    private static ApplicationContextRunner settings(String hashes) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues("muster.operators.token-hashes=" + hashes);
    }

    @EnableConfigurationProperties(OperatorSettings.class)
    static class Settings {}

    private static void assertUnauthorized(ResponseSpec answer) {
        answer.expectStatus()
                .isEqualTo(HttpStatus.UNAUTHORIZED)
                .expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
}
