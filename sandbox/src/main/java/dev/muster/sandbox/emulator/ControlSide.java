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
                .GET("/sandbox/faults", _ -> ControlAnswers.json(faults()))
                .PUT("/sandbox/faults", request -> change(request, this::fault, this::faults))
                .DELETE("/sandbox/faults", _ -> {
                    switchboard.faults().clear();
                    return ControlAnswers.json(faults());
                })
                .GET("/sandbox/limits", _ -> ControlAnswers.json(limits()))
                .PUT("/sandbox/limits", request -> change(request, this::limit, this::limits))
                .DELETE("/sandbox/limits", _ -> {
                    switchboard.limits().restoreDefaults();
                    return ControlAnswers.json(limits());
                })
                .GET("/sandbox/clock", _ -> ControlAnswers.json(clock()))
                .PUT("/sandbox/clock", request -> change(request, this::run, this::clock))
                .GET("/sandbox/changes", _ -> changes())
                .build();
    }

    private Mono<ServerResponse> calls(ServerRequest request) {
        String operation =
                request.queryParam("operation").filter(name -> !name.isBlank()).orElse(null);
        return ControlAnswers.json(Map.of("calls", switchboard.calls().of(operation)));
    }

    private Map<String, ?> faults() {
        return Map.of("faults", switchboard.faults().all());
    }

    private Map<String, ?> limits() {
        return Map.of("limits", switchboard.limits().all());
    }

    private Map<String, ?> clock() {
        return Map.of(
                "rate", switchboard.clock().rate(), "now", switchboard.clock().instant());
    }

    private void fault(ControlRequest request) {
        switchboard.faults().put(Fault.from(request));
    }

    private void limit(ControlRequest request) {
        switchboard.limits().put(Limit.from(request));
    }

    private void run(ControlRequest request) {
        request.allowOnly("rate");
        switchboard.clock().run(request.required("rate", 1, RunningClock.FASTEST));
    }

    private Mono<ServerResponse> change(
            ServerRequest request, Consumer<ControlRequest> change, Supplier<Map<String, ?>> shown) {
        return ControlAnswers.to(request, switchboard.provider().operations(), fields -> {
            change.accept(fields);
            return Mono.just(shown.get());
        });
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
}
