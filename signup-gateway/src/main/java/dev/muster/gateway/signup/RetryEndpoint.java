package dev.muster.gateway.signup;

import dev.muster.gateway.web.OperatorAnswers;
import dev.muster.gateway.web.Refusals;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Has a sign-up published again for an operator: what is done stays done, what is not is tried again. */
@Configuration(proxyBeanMethods = false)
class RetryEndpoint {

    private final SignupLog log;
    private final Signups signups;
    private final OperatorAnswers answers;
    private final Refusals refusals;

    RetryEndpoint(SignupLog log, Signups signups, OperatorAnswers answers, Refusals refusals) {
        this.log = log;
        this.signups = signups;
        this.answers = answers;
        this.refusals = refusals;
    }

    @Bean
    RouterFunction<ServerResponse> retryRoutes() {
        var retry = RequestPredicates.path("/api/signups/{signupId}/retry");
        return RouterFunctions.route()
                .route(retry.and(RequestPredicates.method(HttpMethod.POST)), this::retry)
                .route(retry, request -> OperatorAnswers.notAllowed(request, HttpMethod.POST))
                .build();
    }

    private Mono<ServerResponse> retry(ServerRequest request) {
        var signupId = Optional.of(request.pathVariable("signupId"))
                .filter(SignupId::isWellFormed)
                .map(SignupId::new)
                .orElseThrow(() -> refusals.unknown(request, "no-signup"));
        return answers.of(request, "retry-unavailable", () -> log.latest(signupId)
                        .orElseThrow(() -> refusals.unknown(request, "no-signup-to-retry")))
                .flatMap(signup -> answers.confirm(request, "retry-unavailable", signups.publish(signup)))
                .then(Mono.defer(
                        () -> OperatorAnswers.json(HttpStatus.ACCEPTED, new Retried(signupId.value(), "pending"))));
    }

    private record Retried(String signupId, String status) {}
}
