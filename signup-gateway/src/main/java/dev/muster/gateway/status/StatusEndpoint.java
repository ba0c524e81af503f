package dev.muster.gateway.status;

import dev.muster.gateway.records.SignupRecord;
import dev.muster.gateway.signup.SignupId;
import dev.muster.gateway.status.SignupStatus.Words;
import dev.muster.gateway.web.Preference;
import dev.muster.gateway.web.Problem;
import dev.muster.gateway.web.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows a person how their sign-up goes: as a document, as a stream of it, and as a page. */
@Configuration(proxyBeanMethods = false)
class StatusEndpoint {

    private static final Logger log = LoggerFactory.getLogger(StatusEndpoint.class);

    /** How often a page without JavaScript asks for a sign-up that is not there yet, once a second. */
    private static final int MOST_TRIES = 10;

    private static final Duration WRITTEN_IN = Duration.ofSeconds(1);
    private static final Duration STORE_RETURNS_IN = Duration.ofSeconds(5);
    private static final Duration RECONNECT_IN = Duration.ofSeconds(2);

    private final LiveStatus live;
    private final Outages outages;
    private final StatusSettings settings;
    private final MessageSource messages;

    StatusEndpoint(LiveStatus live, Outages outages, StatusSettings settings, MessageSource messages) {
        this.live = live;
        this.outages = outages;
        this.settings = settings;
        this.messages = messages;
    }

    @Bean
    RouterFunction<ServerResponse> statusRoutes() {
        var status = RequestPredicates.path("/signups/{signupId}");
        var events = RequestPredicates.path("/signups/{signupId}/events");
        var reading = RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD);
        return RouterFunctions.route()
                .route(status.and(reading), this::status)
                .route(events.and(RequestPredicates.method(HttpMethod.GET)), this::events)
                .route(status.or(events), StatusEndpoint::notAGet)
                .build();
    }

    private Mono<ServerResponse> status(ServerRequest request) {
        var signupId = signupId(request);
        var page = Preference.of(request.headers().asHttpHeaders()) == Preference.PAGE;
        return find(request, signupId)
                .map(record -> SignupStatus.of(signupId, record, settings.steps(), outages.now(), words(request)))
                .flatMap(status -> page ? page(HttpStatus.OK, status, 0) : document(status))
                .switchIfEmpty(Mono.defer(() -> page ? pageOfUnknown(request, signupId) : notWritten(request)));
    }

    private Mono<ServerResponse> events(ServerRequest request) {
        var signupId = signupId(request);
        return find(request, signupId)
                .switchIfEmpty(Mono.defer(() -> notWritten(request)))
                .flatMap(_ -> ServerResponse.ok()
                        .headers(StatusEndpoint::neverKept)
                        .header("X-Accel-Buffering", "no")
                        .body(BodyInserters.fromServerSentEvents(stream(signupId, words(request)))));
    }

    private Flux<ServerSentEvent<SignupStatus>> stream(String signupId, Words words) {
        var documents = live.changes(signupId)
                .publish(records -> Flux.combineLatest(
                        records,
                        outages.changes().takeUntilOther(records.ignoreElements()),
                        (record, now) -> SignupStatus.of(signupId, record, settings.steps(), now, words)))
                .distinctUntilChanged()
                .map(status ->
                        ServerSentEvent.builder(status).retry(RECONNECT_IN).build());
        var heartbeats = Flux.interval(settings.heartbeat())
                .onBackpressureDrop()
                .map(_ -> ServerSentEvent.<SignupStatus>builder().comment("").build());
        return documents
                .publish(shared -> Flux.merge(shared, heartbeats.takeUntilOther(shared.ignoreElements())))
                .take(settings.longestStream());
    }

    private Mono<SignupRecord> find(ServerRequest request, String signupId) {
        return live.now(signupId)
                .doOnError(e -> log.warn("The status of {} cannot be read: {}", signupId, e.toString()))
                .onErrorMap(e -> new Refusal(
                        problem(request, "status-unavailable", HttpStatus.SERVICE_UNAVAILABLE), STORE_RETURNS_IN, e));
    }

    private <T> Mono<T> notWritten(ServerRequest request) {
        return Mono.error(new Refusal(problem(request, "not-written", HttpStatus.NOT_FOUND), WRITTEN_IN, null));
    }

    private static Mono<ServerResponse> document(SignupStatus status) {
        return ServerResponse.ok()
                .headers(StatusEndpoint::neverKept)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(status);
    }

    private Mono<ServerResponse> pageOfUnknown(ServerRequest request, String signupId) {
        return page(
                HttpStatus.NOT_FOUND,
                SignupStatus.unknown(signupId, settings.steps(), words(request)),
                tryOf(request) + 1);
    }

    private static Mono<ServerResponse> page(HttpStatus httpStatus, SignupStatus status, int nextTry) {
        return ServerResponse.status(httpStatus)
                .headers(headers -> {
                    neverKept(headers);
                    if (httpStatus == HttpStatus.NOT_FOUND) {
                        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(WRITTEN_IN.toSeconds()));
                    }
                })
                .contentType(Preference.HTML)
                .render(
                        "status",
                        Map.of(
                                "status", status,
                                "known", httpStatus == HttpStatus.OK,
                                "nextTry", nextTry,
                                "givenUp", nextTry > MOST_TRIES,
                                "mostTries", MOST_TRIES));
    }

    private static int tryOf(ServerRequest request) {
        return request.queryParam("try")
                .filter(number -> number.matches("\\d{1,3}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private String signupId(ServerRequest request) {
        var signupId = request.pathVariable("signupId");
        if (!SignupId.isWellFormed(signupId)) {
            throw new Refusal(problem(request, "no-signup", HttpStatus.NOT_FOUND));
        }
        return signupId;
    }

    private static Mono<ServerResponse> notAGet(ServerRequest request) {
        return Mono.error(new MethodNotAllowedException(request.method(), Set.of(HttpMethod.GET, HttpMethod.HEAD)));
    }

    private Problem problem(ServerRequest request, String kind, HttpStatus status) {
        var locale = localeOf(request);
        return Problem.of(
                kind,
                messages.getMessage("problem." + kind + ".title", null, locale),
                status,
                messages.getMessage("problem." + kind, null, locale),
                List.of());
    }

    private Words words(ServerRequest request) {
        var locale = localeOf(request);
        return (step, state, code) -> detail("detail." + step + "." + state, code, locale);
    }

    private @Nullable String detail(String key, @Nullable String code, Locale locale) {
        var lowerCase = key.toLowerCase(Locale.ROOT);
        var general = messages.getMessage(lowerCase, null, null, locale);
        return code == null ? general : messages.getMessage(lowerCase + "." + code, null, general, locale);
    }

    private static Locale localeOf(ServerRequest request) {
        var locale = request.exchange().getLocaleContext().getLocale();
        return locale == null ? Locale.ROOT : locale;
    }

    private static void neverKept(HttpHeaders headers) {
        headers.setCacheControl("no-store");
        headers.setVary(List.of(HttpHeaders.ACCEPT));
    }
}
