package dev.muster.gateway.web;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.node.ObjectNode;

/** How operators are answered: what they ask for blocks on Kafka, so it has a thread of its own and its time. */
@Component
public final class OperatorAnswers {

    private static final Logger log = LoggerFactory.getLogger(OperatorAnswers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BROKER_RETURNS_IN = Duration.ofSeconds(5);

    private final RequestBodies bodies;
    private final Refusals refusals;
    private final Scheduler threads = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    OperatorAnswers(RequestBodies bodies, Refusals refusals) {
        this.bodies = bodies;
        this.refusals = refusals;
    }

    /**
     * The JSON object that a request sends, or a {@link Refusal}.
     *
     * @param kind the problem where it is none
     * @param largest how large it may be, in KB
     */
    public Mono<ObjectNode> read(ServerRequest request, String kind, int largest) {
        return bodies.read(request, List.of(MediaType.APPLICATION_JSON), "error.body.type.json", largest)
                .map(body -> {
                    try {
                        return StrictJson.object(body);
                    } catch (StrictJson.UnreadableBody e) {
                        throw refusals.invalid(request, kind, List.of(new InvalidField("#", e.reason())));
                    }
                });
    }

    /**
     * Does what was asked for.
     *
     * @param otherwise the problem where Kafka does not let it be done in time
     * @param work blocks; a {@link Refusal} of its own is passed on
     */
    public <T> Mono<T> of(ServerRequest request, String otherwise, Callable<T> work) {
        return confirm(request, otherwise, Mono.fromCallable(work).subscribeOn(threads));
    }

    /** Does what was asked for, likewise, where that does not block. */
    public <T> Mono<T> confirm(ServerRequest request, String otherwise, Mono<T> work) {
        return work.timeout(PATIENCE)
                .onErrorMap(
                        failure -> !(failure instanceof Refusal), failure -> unavailable(request, otherwise, failure));
    }

    private Refusal unavailable(ServerRequest request, String kind, Throwable cause) {
        log.warn("{} {} may not be done: {}", request.method(), request.path(), cause.toString());
        return refusals.later(request, kind, BROKER_RETURNS_IN, cause);
    }

    /** An answer as JSON, never kept by anybody on the way. */
    public static Mono<ServerResponse> json(HttpStatus status, Object body) {
        return ServerResponse.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body);
    }

    /** What an address does not do. */
    public static Mono<ServerResponse> notAllowed(ServerRequest request, HttpMethod... allowed) {
        return Mono.error(new MethodNotAllowedException(request.method(), Set.of(allowed)));
    }
}
