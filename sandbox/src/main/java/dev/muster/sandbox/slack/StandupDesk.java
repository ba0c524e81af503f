package dev.muster.sandbox.slack;

import dev.muster.sandbox.emulator.ControlAnswers;
import dev.muster.sandbox.emulator.ControlRequest.Refused;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

/**
 * The workspace page's panel of standups: it passes on what the gateway's operator API shows, and fires a standup's
 * phases by hand. The operator token stays on this side of the browser.
 */
public final class StandupDesk implements AutoCloseable {

    private final HttpClient http;
    private final Gateway gateway;
    private final Duration patience;

    /**
     * The operator API of a running gateway.
     *
     * @param address ending in a slash
     * @param token asked for at each call, since the gateway's settings may come later than the emulator
     */
    public record Gateway(URI address, Supplier<String> token) {}

    /**
     * A desk in front of a gateway.
     *
     * @param patience how long the gateway may take
     */
    StandupDesk(Gateway gateway, Duration patience) {
        this.gateway = gateway;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(patience)
                .build();
    }

    /** Ticks are taken as JSON alone, which a page from elsewhere cannot send unasked. */
    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/sandbox/standups", _ -> pass(request("api/standups").GET()))
                .POST(
                        "/sandbox/standups/{id}/ticks",
                        RequestPredicates.contentType(MediaType.APPLICATION_JSON),
                        this::fire)
                .build();
    }

    private Mono<ServerResponse> fire(ServerRequest request) {
        String id = UriUtils.encode(request.pathVariable("id"), "UTF-8");
        return request.bodyToMono(String.class)
                .defaultIfEmpty("{}")
                .flatMap(body -> pass(request("api/standups/" + id + "/ticks")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.address().resolve(path))
                .timeout(patience)
                .header("Accept", "application/json, application/problem+json")
                .header("Authorization", "Bearer " + gateway.token().get());
    }

    private Mono<ServerResponse> pass(HttpRequest.Builder request) {
        return Mono.fromFuture(() -> http.sendAsync(request.build(), BodyHandlers.ofString()))
                .flatMap(StandupDesk::answer)
                .onErrorResume(failure -> ControlAnswers.problem(unreachable(failure)));
    }

    private static Mono<ServerResponse> answer(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            return ControlAnswers.problem(
                    new Refused(502, "The gateway does not accept the sandbox's operator token."));
        }
        if (status >= 500) {
            return ControlAnswers.problem(
                    new Refused(502, "The gateway answered with HTTP status " + status + "; its log says why."));
        }
        return ServerResponse.status(status)
                .contentType(answer.headers()
                        .firstValue("Content-Type")
                        .map(MediaType::parseMediaType)
                        .orElse(MediaType.APPLICATION_JSON))
                .header("Cache-Control", "no-store")
                .bodyValue(answer.body());
    }

    private Refused unreachable(Throwable failure) {
        return switch (failure) {
            case HttpTimeoutException _ ->
                new Refused(504, "The gateway did not answer within " + patience.toSeconds() + " seconds.");
            case ConnectException _ -> new Refused(503, "The gateway is away; this panel waits for it.");
            default -> new Refused(503, "The gateway cannot be reached; this panel tries again.");
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
