package dev.muster.sandbox.emulator;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** How every control side answers: JSON, or problem details (RFC 9457) with a sentence where it cannot follow. */
public final class ControlAnswers {

    private ControlAnswers() {}

    /** Reads the request's JSON object, and answers what comes of it. */
    public static Mono<ServerResponse> to(
            ServerRequest request, Set<String> operations, Function<ControlRequest, Mono<?>> reaction) {
        return request.bodyToMono(String.class)
                .defaultIfEmpty("")
                .flatMap(body -> reaction.apply(ControlRequest.read(body, operations)))
                .flatMap(ControlAnswers::json)
                .onErrorResume(ControlRequest.Refused.class, ControlAnswers::problem);
    }

    /**
     * What a future brings, on the event loop of the request's own connection. Answered from elsewhere, the server now
     * and then leaves the connection's next request but one waiting for ever (seen with Reactor Netty 1.3).
     */
    public static <T> Mono<T> when(ServerRequest request, CompletableFuture<T> future) {
        HttpServerRequest connection =
                ServerHttpRequestDecorator.getNativeRequest(request.exchange().getRequest());
        var loop = new AtomicReference<Executor>(Runnable::run);
        connection.withConnection(open -> loop.set(open.channel().eventLoop()));
        return Mono.fromFuture(future.thenApplyAsync(Function.identity(), loop.get()), true);
    }

    /** A body as JSON, never kept by a browser. */
    public static Mono<ServerResponse> json(Object body) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .bodyValue(Json.MAPPER.writeValueAsString(body));
    }

    /** RFC 9457, section 3. */
    public static Mono<ServerResponse> problem(ControlRequest.Refused refused) {
        String sentence = refused.getMessage();
        return ServerResponse.status(refused.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(Json.MAPPER.writeValueAsString(Map.of(
                        "title",
                        refused.status() == 404 ? "There is no such thing here" : "The request cannot be followed",
                        "status",
                        refused.status(),
                        "detail",
                        sentence == null ? "" : sentence)));
    }
}
