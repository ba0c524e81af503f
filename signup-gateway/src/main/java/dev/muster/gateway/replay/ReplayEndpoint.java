package dev.muster.gateway.replay;

import static dev.muster.gateway.web.OperatorAnswers.json;
import static dev.muster.gateway.web.OperatorAnswers.notAllowed;
import static java.util.stream.Collectors.joining;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.ReplayFound.Finding;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.gateway.replay.LogPlaces.Meaning;
import dev.muster.gateway.replay.ReplayOrder.Verdict;
import dev.muster.gateway.web.InvalidField;
import dev.muster.gateway.web.OperatorAnswers;
import dev.muster.gateway.web.Refusal;
import dev.muster.gateway.web.Refusals;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The replays over HTTP, for operators: to order, to watch, to look into and to cancel. */
@Configuration(proxyBeanMethods = false)
class ReplayEndpoint {

    /** In KB: a thousand keys of two hundred characters. */
    private static final int LARGEST_BODY = 256;

    private static final int MOST_LISTED = 100;
    private static final String GROUPS = ConsumerGroup.all().stream()
            .filter(group -> !group.equals(ConsumerGroup.REPORTS))
            .collect(joining(", "));
    private static final String MODES =
            ReplayOrder.MODES.stream().map(ShownReplay::nameOf).collect(joining(", "));

    private final ReplayLog replays;
    private final LogPlaces places;
    private final Findings findings;
    private final OperatorAnswers answers;
    private final Refusals refusals;

    ReplayEndpoint(ReplayLog replays, LogPlaces places, Findings findings, OperatorAnswers answers, Refusals refusals) {
        this.replays = replays;
        this.places = places;
        this.findings = findings;
        this.answers = answers;
        this.refusals = refusals;
    }

    @Bean
    RouterFunction<ServerResponse> replayRoutes() {
        var all = RequestPredicates.path("/api/replays");
        var one = RequestPredicates.path("/api/replays/{id}");
        var found = RequestPredicates.path("/api/replays/{id}/findings");
        var reading = RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD);
        return RouterFunctions.route()
                .route(all.and(reading), this::list)
                .route(all.and(RequestPredicates.method(HttpMethod.POST)), this::order)
                .route(one.and(reading), this::show)
                .route(one.and(RequestPredicates.method(HttpMethod.DELETE)), this::cancel)
                .route(found.and(RequestPredicates.method(HttpMethod.GET)), this::found)
                .route(all, request -> notAllowed(request, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST))
                .route(one, request -> notAllowed(request, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE))
                .route(found, request -> notAllowed(request, HttpMethod.GET))
                .build();
    }

    private Mono<ServerResponse> order(ServerRequest request) {
        return answers.read(request, "invalid-replay", LARGEST_BODY)
                .map(body -> switch (ReplayOrder.check(body)) {
                    case Verdict.Accepted(var order) -> order;
                    case Verdict.Refused(var errors) -> throw undoable(request, errors);
                })
                .flatMap(order -> answers.of(request, "replay-unavailable", () -> request(request, order)))
                .flatMap(id -> ServerResponse.accepted()
                        .location(URI.create("/api/replays/" + id))
                        .cacheControl(CacheControl.noStore())
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(new Ordered(id)));
    }

    private record Ordered(String replayId) {}

    private String request(ServerRequest request, ReplayOrder order) {
        if (order.mode() == Mode.REBUILD) {
            return replays.request(order.group(), Map.of(), Map.of(), List.of(), order.mode());
        }
        return switch (places.of(order)) {
            case Meaning.Offsets(var from, var to) ->
                replays.request(order.group(), from, to, order.only(), order.mode());
            case Meaning.None(var errors) -> throw undoable(request, errors);
        };
    }

    private Refusal undoable(ServerRequest request, List<InvalidField> errors) {
        return refusals.undoable(request, "undoable-replay", errors, GROUPS, MODES);
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        return answers.of(request, "replays-unknown", () -> {
                    replays.catchUp();
                    var all = replays.all();
                    return new Listing(
                            all.stream().limit(MOST_LISTED).map(ShownReplay::of).toList(), all.size());
                })
                .flatMap(listing -> json(HttpStatus.OK, listing));
    }

    private record Listing(List<ShownReplay> replays, int total) {}

    private Mono<ServerResponse> show(ServerRequest request) {
        return find(request).flatMap(logged -> json(HttpStatus.OK, ShownReplay.of(logged.replay())));
    }

    private Mono<ServerResponse> cancel(ServerRequest request) {
        return find(request)
                .flatMap(logged -> {
                    if (logged.replay().isOver()) {
                        return Mono.error(refusals.conflict(request, "replay-over"));
                    }
                    return answers.of(request, "replay-unavailable", () -> {
                        replays.cancel(logged.replay().request().replayId());
                        return logged;
                    });
                })
                .flatMap(logged -> json(
                        HttpStatus.ACCEPTED,
                        new Ordered(logged.replay().request().replayId())));
    }

    private Mono<ServerResponse> found(ServerRequest request) {
        return find(request).flatMap(logged -> answers.of(request, "replays-unknown", () -> findings.first(logged))
                .flatMap(first -> ServerResponse.ok()
                        .cacheControl(CacheControl.noStore())
                        .contentType(MediaType.APPLICATION_NDJSON)
                        .body(all(request, logged, first), Finding.class)));
    }

    private Flux<Finding> all(ServerRequest request, ReplayLog.Logged logged, Findings.Piece first) {
        return Mono.just(first)
                .expand(piece -> piece.isLast()
                        ? Mono.empty()
                        : answers.of(request, "replays-unknown", () -> findings.next(logged, piece)))
                .concatMapIterable(Findings.Piece::findings, 1);
    }

    /** What this replica does not know may have been asked for at another one just now. */
    private Mono<ReplayLog.Logged> find(ServerRequest request) {
        var id = request.pathVariable("id");
        return answers.of(request, "replays-unknown", () -> {
            replays.catchUp();
            return replays.find(id).orElseThrow(() -> refusals.unknown(request, "no-replay"));
        });
    }
}
