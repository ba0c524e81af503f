package dev.muster.sandbox.emulator;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The control side of an emulator, on its own port under {@code /sandbox}: what was called, what shall go wrong, and how
 * much is admitted; for people and tests alike.
 */
final class ControlSide {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final Switchboard switchboard;

    ControlSide(Switchboard switchboard) {
        this.switchboard = switchboard;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/sandbox/calls", this::calls)
                .GET("/sandbox/faults", _ -> faults())
                .PUT("/sandbox/faults", request -> change(request, this::fault, this::faults))
                .DELETE("/sandbox/faults", _ -> {
                    switchboard.faults().clear();
                    return faults();
                })
                .GET("/sandbox/limits", _ -> limits())
                .PUT("/sandbox/limits", request -> change(request, this::limit, this::limits))
                .DELETE("/sandbox/limits", _ -> {
                    switchboard.limits().restoreDefaults();
                    return limits();
                })
                .GET("/sandbox/changes", _ -> changes())
                .build();
    }

    private Mono<ServerResponse> calls(ServerRequest request) {
        String operation =
                request.queryParam("operation").filter(name -> !name.isBlank()).orElse(null);
        return json(Map.of("calls", switchboard.calls().of(operation)));
    }

    private Mono<ServerResponse> faults() {
        return json(Map.of("faults", switchboard.faults().all()));
    }

    private Mono<ServerResponse> limits() {
        return json(Map.of("limits", switchboard.limits().all()));
    }

    private void fault(ControlRequest request) {
        switchboard.faults().put(Fault.from(request));
    }

    private void limit(ControlRequest request) {
        switchboard.limits().put(Limit.from(request));
    }

    private Mono<ServerResponse> change(
            ServerRequest request, Consumer<ControlRequest> change, Supplier<Mono<ServerResponse>> shown) {
        return request.bodyToMono(String.class)
                .defaultIfEmpty("")
                .doOnNext(body -> change.accept(
                        ControlRequest.read(body, switchboard.provider().operations())))
                .flatMap(_ -> shown.get())
                .onErrorResume(ControlRequest.Refused.class, ControlSide::problem);
    }

    /** The stream that keeps an open page up to date. */
    private Mono<ServerResponse> changes() {
        Flux<ServerSentEvent<String>> changed = switchboard.changes().map(_ -> ServerSentEvent.builder("changed")
                .build());
        Flux<ServerSentEvent<String>> alive = Flux.interval(Duration.ZERO, KEEP_ALIVE)
                .map(_ -> ServerSentEvent.<String>builder().comment("alive").build());
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("Cache-Control", "no-store")
                .body(Flux.merge(changed, alive), ServerSentEvent.class);
    }

    private static Mono<ServerResponse> json(Object body) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .bodyValue(Json.MAPPER.writeValueAsString(body));
    }

    /** RFC 9457, section 3. */
    private static Mono<ServerResponse> problem(ControlRequest.Refused refused) {
        String sentence = refused.getMessage();
        return ServerResponse.badRequest()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(Json.MAPPER.writeValueAsString(Map.of(
                        "title",
                        "The request cannot be followed",
                        "status",
                        400,
                        "detail",
                        sentence == null ? "" : sentence)));
    }
}
