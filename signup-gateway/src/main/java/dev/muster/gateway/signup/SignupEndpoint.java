package dev.muster.gateway.signup;

import dev.muster.gateway.signup.SignupRules.Verdict.Accepted;
import dev.muster.gateway.signup.SignupRules.Verdict.Refused;
import dev.muster.gateway.web.InvalidField;
import dev.muster.gateway.web.Preference;
import dev.muster.gateway.web.Refusals;
import dev.muster.gateway.web.RequestBodies;
import jakarta.validation.Validator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import reactor.core.publisher.Mono;

/** The form, and the address that it and other people's programs post to. */
@Configuration(proxyBeanMethods = false)
class SignupEndpoint {

    private static final List<MediaType> TYPES =
            List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED);

    /** In KB. */
    private static final int LARGEST_BODY = 16;

    private static final int MOST_ERRORS = 20;
    private static final Duration BROKER_RETURNS_IN = Duration.ofSeconds(5);

    private final Signups signups;
    private final RequestBodies bodies;
    private final Refusals refusals;
    private final SignupRules rules;
    private final SignupMeters meters;
    private final SubmissionReader reader = new SubmissionReader();

    SignupEndpoint(Signups signups, RequestBodies bodies, Refusals refusals, Validator validator, SignupMeters meters) {
        this.signups = signups;
        this.bodies = bodies;
        this.refusals = refusals;
        this.rules = new SignupRules(validator);
        this.meters = meters;
    }

    @Bean
    RouterFunction<ServerResponse> signupRoutes() {
        var signupPaths = RequestPredicates.path("/signups").or(RequestPredicates.path("/signup"));
        return RouterFunctions.route()
                .route(
                        RequestPredicates.path("/").and(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD)),
                        _ -> form())
                .route(signupPaths.and(RequestPredicates.method(HttpMethod.POST)), this::signUp)
                .route(signupPaths, this::notAPost)
                .build();
    }

    private Mono<ServerResponse> signUp(ServerRequest request) {
        return read(request).flatMap(submission -> switch (rules.check(submission)) {
            case Accepted(var applicant) -> publish(request, submission, applicant);
            case Refused(var errors) -> refuse(request, submission, errors);
        });
    }

    private Mono<Submission> read(ServerRequest request) {
        return bodies.read(request, TYPES, "error.body.type", LARGEST_BODY)
                .doOnError(_ -> meters.unreadable())
                .map(body -> isJson(request) ? reader.json(body) : reader.form(body));
    }

    private static boolean isJson(ServerRequest request) {
        return request.headers()
                .contentType()
                .filter(MediaType.APPLICATION_JSON::equalsTypeAndSubtype)
                .isPresent();
    }

    private Mono<ServerResponse> publish(ServerRequest request, Submission submission, Applicant applicant) {
        return signups.publish(applicant)
                .flatMap(signupId -> wantsPage(request) ? seeStatus(signupId) : accepted(signupId))
                .onErrorResume(e -> unavailable(request, submission, e));
    }

    private static Mono<ServerResponse> seeStatus(SignupId signupId) {
        return ServerResponse.seeOther(statusOf(signupId)).build();
    }

    private static Mono<ServerResponse> accepted(SignupId signupId) {
        return ServerResponse.accepted()
                .location(statusOf(signupId))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(new Accepting(signupId.value(), "pending"));
    }

    private record Accepting(String signupId, String status) {}

    private Mono<ServerResponse> refuse(ServerRequest request, Submission submission, List<InvalidField> errors) {
        meters.invalid();
        var shown = errors.stream().limit(MOST_ERRORS).toList();
        if (wantsPage(request)) {
            return form(HttpStatus.BAD_REQUEST, submission, shown, null);
        }
        return Mono.error(refusals.invalid(request, "invalid-signup", shown));
    }

    private Mono<ServerResponse> unavailable(ServerRequest request, Submission submission, Throwable cause) {
        if (wantsPage(request)) {
            return form(HttpStatus.SERVICE_UNAVAILABLE, submission, List.of(), "problem.unavailable");
        }
        return Mono.error(refusals.later(request, "unavailable", BROKER_RETURNS_IN, cause));
    }

    private static Mono<ServerResponse> form() {
        return form(HttpStatus.OK, new Submission(Map.of(), "#", List.of()), List.of(), null);
    }

    private static Mono<ServerResponse> form(
            HttpStatus status, Submission submission, List<InvalidField> errors, @Nullable String problem) {
        return ServerResponse.status(status)
                .headers(headers -> {
                    headers.setCacheControl("no-store");
                    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
                        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(BROKER_RETURNS_IN.toSeconds()));
                    }
                })
                .contentType(Preference.HTML)
                .render("form", new FormPage(submission, errors, problem).model());
    }

    private Mono<ServerResponse> notAPost(ServerRequest request) {
        if (wantsPage(request) && request.method().equals(HttpMethod.GET)) {
            return ServerResponse.seeOther(URI.create("/")).build();
        }
        return Mono.error(new MethodNotAllowedException(request.method(), Set.of(HttpMethod.POST)));
    }

    private static boolean wantsPage(ServerRequest request) {
        return Preference.of(request.headers().asHttpHeaders()) == Preference.PAGE;
    }

    private static URI statusOf(SignupId signupId) {
        return URI.create("/signups/" + signupId);
    }
}
