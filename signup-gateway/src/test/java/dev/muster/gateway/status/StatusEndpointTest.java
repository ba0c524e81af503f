package dev.muster.gateway.status;

import static dev.muster.events.EffectOutcome.Status.REJECTED;
import static dev.muster.events.EffectOutcome.Status.SUCCEEDED;
import static dev.muster.events.EffectOutcome.Status.WAITING;
import static dev.muster.gateway.World.soon;
import static dev.muster.gateway.records.Outcomes.newSignupId;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.EffectOutcome;
import dev.muster.events.InviteOutcome;
import dev.muster.events.OutsideSystem;
import dev.muster.events.ProviderPaused;
import dev.muster.events.ProviderResumed;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import dev.muster.gateway.records.Outcomes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;

@GatewayTest
class StatusEndpointTest {

    private static final String A_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
            new ParameterizedTypeReference<>() {};

    private final World world;
    private final WebTestClient client;
    private final KafkaListenerEndpointRegistry listeners;
    private final String signupId = newSignupId();

    @Autowired
    StatusEndpointTest(World world, KafkaListenerEndpointRegistry listeners) {
        this.world = world;
        this.client = world.client();
        this.listeners = listeners;
    }

    @Test
    void theStatusTellsOfThreeSteps() {
        var sequence = world.signedUp(signupId);
        world.slackAnswers(signupId, sequence, 1, WAITING, "timeout");
        world.slackAnswers(signupId, sequence, 2, WAITING, "500");
        world.crmAnswers(signupId, sequence, 1, SUCCEEDED, "200");

        soon().untilAsserted(() -> get("/signups/" + signupId, "*/*")
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
                .expectHeader()
                .valueEquals(HttpHeaders.VARY, "Accept")
                .expectBody()
                .json("""
                        {"signupId": "%s", "status": "waiting", "steps": [
                          {"step": "record", "status": "succeeded", "attempts": 1,
                           "detail": "We have written down your sign-up.",
                           "startedAt": "2026-03-02T08:00:00Z", "finishedAt": "2026-03-02T08:00:00Z"},
                          {"step": "slack", "status": "waiting", "attempts": 2, "code": "500",
                           "detail": "Slack cannot take the invitation just now. We try again by ourselves.",
                           "nextAttemptAt": "%s", "startedAt": "2026-03-02T08:00:00Z"},
                          {"step": "crm", "status": "succeeded", "attempts": 1,
                           "detail": "You are on our contact list.",
                           "startedAt": "2026-03-02T08:00:00Z", "finishedAt": "%s"}]}
                        """.formatted(signupId, at(sequence, 2, 61), at(sequence, 1, 1)), JsonCompareMode.STRICT));
    }

    @Test
    void signingUpAgainBeginsAgain() {
        var first = world.signedUp(signupId);
        world.slackAnswers(signupId, first, 1, REJECTED, "invalid_email");
        world.crmAnswers(signupId, first, 1, SUCCEEDED, null);
        soon().untilAsserted(() -> assertThat(steps()).containsExactly("succeeded", "rejected", "succeeded"));

        world.signedUp(signupId);

        soon().untilAsserted(() -> assertThat(steps()).containsExactly("succeeded", "pending", "pending"));
    }

    @Test
    void aCodeThatTellsWhoIsAMemberIsNotShown() {
        var sequence = world.signedUp(signupId);

        world.slackAnswers(signupId, sequence, 1, REJECTED, "user_disabled");

        soon().untilAsserted(() -> get("/signups/" + signupId, "*/*")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(body -> assertThat(body)
                        .contains("\"code\":\"not_invitable\"")
                        .doesNotContain("user_disabled", "for operators", "example.org", "Ada")));
    }

    @Test
    void aSignUpThatIsNotWrittenYetIsToBeAskedForAgain() {
        for (var path : List.of("/signups/" + signupId, "/signups/" + signupId + "/events")) {
            get(path, "*/*")
                    .expectStatus()
                    .isNotFound()
                    .expectHeader()
                    .valueEquals(HttpHeaders.RETRY_AFTER, "1")
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    @Test
    void outcomesAloneAreNoRecord() {
        world.slackAnswers(signupId, 0, 1, SUCCEEDED, null);
        var other = newSignupId();
        world.signedUp(other);
        soon().untilAsserted(
                        () -> get("/signups/" + other, "*/*").expectStatus().isOk());

        get("/signups/" + signupId, "*/*").expectStatus().isNotFound();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/signups/nobody",
                "/signups/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                "/signups/nobody/events",
                "/signups/%00"
            })
    void whatIsNoIdIsNotFoundForEver(String path) {
        client.get()
                .uri(URI.create(world.address() + path))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .doesNotExist(HttpHeaders.RETRY_AFTER)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void anErasedPersonIsNotKnownAndALateOutcomeBringsNobodyBack() {
        var sequence = world.signedUp(signupId);
        soon().untilAsserted(
                        () -> get("/signups/" + signupId, "*/*").expectStatus().isOk());

        world.erased(signupId);
        soon().untilAsserted(
                        () -> get("/signups/" + signupId, "*/*").expectStatus().isNotFound());
        world.slackAnswers(signupId, sequence, 2, SUCCEEDED, null);
        var other = newSignupId();
        var later = world.signedUp(other);
        world.slackAnswers(other, later, 1, SUCCEEDED, null);
        soon().untilAsserted(
                        () -> get("/signups/" + other, "*/*").expectStatus().isOk());

        get("/signups/" + signupId, "*/*").expectStatus().isNotFound();
    }

    @Test
    void theStreamTellsOfEachStepAsItHappens() {
        var sequence = world.signedUp(signupId);
        soon().untilAsserted(
                        () -> get("/signups/" + signupId, "*/*").expectStatus().isOk());
        var events = new CopyOnWriteArrayList<ServerSentEvent<String>>();
        var stream = stream(signupId).subscribe(events::add);

        soon().untilAsserted(() -> assertThat(documents(events)).hasSize(1));
        world.slackAnswers(signupId, sequence, 1, WAITING, "timeout");
        soon().untilAsserted(
                        () -> assertThat(documents(events)).last().asString().contains("\"code\":\"timeout\""));
        world.slackAnswers(signupId, sequence, 2, SUCCEEDED, null);
        world.crmAnswers(signupId, sequence, 1, SUCCEEDED, null);
        soon().untilAsserted(() ->
                assertThat(documents(events)).last().asString().contains("\"status\":\"succeeded\",\"steps\""));

        assertThat(documents(events)).doesNotHaveDuplicates().hasSizeBetween(3, 4);
        soon().untilAsserted(() -> assertThat(events).anyMatch(event -> event.comment() != null));
        stream.dispose();
    }

    @Test
    void theStreamGoesOnWhenAPersonSignsUpAgainAndEndsWhenTheyAreErased() {
        var sequence = world.signedUp(signupId);
        world.slackAnswers(signupId, sequence, 1, REJECTED, "invalid_email");
        soon().untilAsserted(() -> assertThat(steps()).containsExactly("succeeded", "rejected", "pending"));
        var events = new CopyOnWriteArrayList<ServerSentEvent<String>>();
        var stream = stream(signupId).subscribe(events::add);
        soon().untilAsserted(() -> assertThat(documents(events)).hasSize(1));

        world.signedUp(signupId);
        soon().untilAsserted(() -> assertThat(documents(events))
                .last()
                .asString()
                .contains("\"step\":\"record\",\"status\":\"succeeded\"", "\"step\":\"slack\",\"status\":\"pending\""));
        world.erased(signupId);

        soon().untilAsserted(() -> assertThat(stream.isDisposed()).isTrue());
    }

    @Test
    void aSignUpThatIsHeardOfButNotStoredYetIsPending() {
        world.signedUp(signupId);
        soon().untilAsserted(() -> assertThat(steps()).containsExactly("succeeded", "pending", "pending"));
        var events = new CopyOnWriteArrayList<ServerSentEvent<String>>();
        var stream = stream(signupId).subscribe(events::add);
        soon().untilAsserted(() -> assertThat(documents(events)).hasSize(1));
        var projector = requireNonNull(listeners.getListenerContainer(ConsumerGroup.GATEWAY_RECORDS));
        projector.pause();
        soon().until(projector::isContainerPaused);

        world.signedUp(signupId);

        try {
            soon().untilAsserted(() -> assertThat(documents(events))
                    .last()
                    .asString()
                    .contains("\"step\":\"record\",\"status\":\"pending\""));
            assertThat(steps()).containsExactly("pending", "pending", "pending");
        } finally {
            projector.resume();
        }
        soon().untilAsserted(() -> assertThat(documents(events))
                .hasSize(3)
                .last()
                .asString()
                .contains("\"step\":\"record\",\"status\":\"succeeded\""));
        stream.dispose();
    }

    @Test
    void anOutageIsShownToWhoIsQueuedWhileTheyLookAndSoIsItsEnd() {
        world.signedUp(signupId);
        soon().untilAsserted(() -> assertThat(steps()).containsExactly("succeeded", "pending", "pending"));
        var events = new CopyOnWriteArrayList<ServerSentEvent<String>>();
        var stream = stream(signupId).subscribe(events::add);
        soon().untilAsserted(() -> assertThat(documents(events)).hasSize(1));

        world.happensNow(new ProviderPaused(
                OutsideSystem.SLACK,
                "unreachable",
                null,
                Instant.now(),
                Instant.now().plusSeconds(30)));

        try {
            soon().untilAsserted(() -> assertThat(documents(events))
                    .last()
                    .asString()
                    .contains(
                            "\"step\":\"slack\",\"status\":\"waiting\",\"attempts\":0,\"code\":\"unreachable\"",
                            "Slack cannot be reached just now",
                            "\"nextAttemptAt\""));
            assertThat(steps()).containsExactly("succeeded", "waiting", "pending");
        } finally {
            world.happensNow(new ProviderResumed(OutsideSystem.SLACK, Instant.now()));
        }
        soon().untilAsserted(() -> assertThat(documents(events))
                .hasSize(3)
                .last()
                .asString()
                .contains("\"step\":\"slack\",\"status\":\"pending\""));
        world.erased(signupId);
        soon().untilAsserted(() -> assertThat(stream.isDisposed()).isTrue());
    }

    @Test
    void whatIsSetAsideIsSaidToWaitForTheOperators() {
        var sequence = world.signedUp(signupId);
        world.slackAnswers(signupId, sequence, 1, WAITING, "500");
        world.happens(new InviteOutcome(signupId, setAside(sequence)));

        soon().untilAsserted(() -> get("/signups/" + signupId, A_BROWSER)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("kept for the people who run the community")));
    }

    private static EffectOutcome setAside(long sequence) {
        var at = Outcomes.BEGIN.plusSeconds(3600);
        return new EffectOutcome("effect", "", "cause", sequence, 2, WAITING, "500", "set aside", at, at, null, null);
    }

    @Test
    void thePageShowsTheStepsWithoutJavaScript() {
        var sequence = world.signedUp(signupId);
        world.slackAnswers(signupId, sequence, 1, WAITING, "<b>code</b>");

        soon().untilAsserted(() -> get("/signups/" + signupId, A_BROWSER)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                .expectHeader()
                .valueEquals(HttpHeaders.VARY, "Accept")
                .expectBody(String.class)
                .value(page -> assertThat(page)
                        .contains("Thank you for signing up!")
                        .contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>")
                        .contains("data-step=\"record\" data-status=\"succeeded\"")
                        .contains("data-step=\"slack\" data-status=\"waiting\"")
                        .contains("data-step=\"crm\" data-status=\"pending\"")
                        .contains("<time datetime=\"" + at(sequence, 1, 61) + "\">")
                        .contains("aria-live=\"polite\"")
                        .doesNotContain("<b>", "example.org", "Lovelace")));
    }

    @Test
    void thePageKeepsTryingForTenSecondsAndThenGivesUp() {
        get("/signups/" + signupId, A_BROWSER)
                .expectStatus()
                .isNotFound()
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("content=\"1; url=/signups/" + signupId + "?try=1\""));
        get("/signups/" + signupId + "?try=9", A_BROWSER)
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("?try=10\""));
        get("/signups/" + signupId + "?try=10", A_BROWSER)
                .expectStatus()
                .isNotFound()
                .expectBody(String.class)
                .value(page -> assertThat(page)
                        .contains("We do not know this sign-up")
                        .doesNotContain("http-equiv=\"refresh\""));
    }

    @Test
    void itIsReadyOnceItHearsTheLog() {
        soon().untilAsserted(() ->
                get("/actuator/health/readiness", "*/*").expectStatus().isOk());
    }

    private ResponseSpec get(String path, String accept) {
        return client.get().uri(path).header(HttpHeaders.ACCEPT, accept).exchange();
    }

    private List<String> steps() {
        var body = get("/signups/" + signupId, "*/*")
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseBody()
                .blockFirst();
        return JsonPath.read(body, "$.steps[*].status");
    }

    private Flux<ServerSentEvent<String>> stream(String signupId) {
        return client.get()
                .uri("/signups/{signupId}/events", signupId)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(EVENT)
                .getResponseBody();
    }

    private static List<String> documents(List<ServerSentEvent<String>> events) {
        return events.stream()
                .map(ServerSentEvent::data)
                .filter(Objects::nonNull)
                .toList();
    }

    private static String at(long sequence, int attempt, int seconds) {
        return Outcomes.BEGIN
                .plus(Duration.ofSeconds(100 * sequence + 10L * attempt + seconds))
                .toString();
    }
}
