package dev.muster.gateway.signup;

import dev.muster.gateway.web.OperatorAnswers;
import dev.muster.gateway.web.Refusals;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    private final Retry retry;
    private final OperatorAnswers answers;
    private final Refusals refusals;

    RetryEndpoint(Retry retry, OperatorAnswers answers, Refusals refusals) {
        this.retry = retry;
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
        return answers.confirm(request, "retry-unavailable", published(signupId))
                .filter(isThere -> isThere)
                .switchIfEmpty(Mono.error(() -> refusals.unknown(request, "no-signup-to-retry")))
                .flatMap(_ -> OperatorAnswers.json(HttpStatus.ACCEPTED, new Retried(signupId.value(), "pending")));
    }

    /** Goes on to its end where the operator does not wait for it. */
    private Mono<Boolean> published(SignupId signupId) {
        return Mono.fromFuture(
                () -> CompletableFuture.supplyAsync(() -> retry.of(signupId), Thread::startVirtualThread));
    }

    private record Retried(String signupId, String status) {}
}
