package dev.muster.gateway.clock;

import dev.muster.events.Standup;
import dev.muster.events.StandupTick;
import dev.muster.gateway.web.Refusal;
import dev.muster.gateway.web.Refusals;
import dev.muster.gateway.web.RequestBodies;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
import org.springframework.web.server.MethodNotAllowedException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The standups over HTTP, for operators: to see, to define, to retire, and to fire by hand. */
@Configuration(proxyBeanMethods = false)
class StandupEndpoint {

    private static final Logger log = LoggerFactory.getLogger(StandupEndpoint.class);

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<HttpMethod> ON_A_STANDUP =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.DELETE);

    /** In KB: ten questions, each character of them escaped. */
    private static final int LARGEST_BODY = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration BROKER_RETURNS_IN = Duration.ofSeconds(5);

    private final Standups standups;
    private final RunLog runs;
    private final Ticks ticks;
    private final BotChannels channels;
    private final RequestBodies bodies;
    private final Refusals refusals;
    private final InstantSource clock;

    /** Nothing is known against a channel before the directory is read: see {@link #define}. */
    private final StandupRules rules = new StandupRules(this::mayTakePlaceIn);

    /** What changes a standup blocks until Kafka has it. */
    private final Scheduler threads = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    StandupEndpoint(
            Standups standups,
            RunLog runs,
            Ticks ticks,
            BotChannels channels,
            RequestBodies bodies,
            Refusals refusals,
            InstantSource clock) {
        this.standups = standups;
        this.runs = runs;
        this.ticks = ticks;
        this.channels = channels;
        this.bodies = bodies;
        this.refusals = refusals;
        this.clock = clock;
    }

    @Bean
    RouterFunction<ServerResponse> standupRoutes() {
        var all = RequestPredicates.path("/api/standups");
        var one = RequestPredicates.path("/api/standups/{id}");
        var fired = RequestPredicates.path("/api/standups/{id}/ticks");
        var reading = RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD);
        return RouterFunctions.route()
                .route(all.and(reading), this::list)
                .route(one.and(reading), this::show)
                .route(one.and(RequestPredicates.method(HttpMethod.PUT)), this::define)
                .route(one.and(RequestPredicates.method(HttpMethod.DELETE)), this::retire)
                .route(fired.and(RequestPredicates.method(HttpMethod.POST)), this::fire)
                .route(all, request -> notAllowed(request, READING))
                .route(one, request -> notAllowed(request, ON_A_STANDUP))
                .route(fired, request -> notAllowed(request, Set.of(HttpMethod.POST)))
                .build();
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        return onceKnown(request, standups.isWhole(), "standups-unknown")
                .then(Mono.defer(() -> answer(HttpStatus.OK, new Listing(standups.all()))));
    }

    private record Listing(List<Standup> standups) {}

    private Mono<ServerResponse> show(ServerRequest request) {
        return find(request).flatMap(standup -> answer(HttpStatus.OK, standup));
    }

    private Mono<ServerResponse> define(ServerRequest request) {
        var id = request.pathVariable("id");
        return read(request).flatMap(body -> switch (rules.check(id, body)) {
            case StandupRules.Verdict.Refused(var errors) ->
                Mono.error(refusals.invalid(request, "invalid-standup", errors));
            case StandupRules.Verdict.Accepted(var standup) ->
                onceKnown(request, standups.isWhole(), "standups-unknown")
                        .then(onceKnown(request, channels.isWhole(), "channels-unknown"))
                        .then(Mono.defer(() -> define(request, standup)));
        });
    }

    private Mono<ServerResponse> define(ServerRequest request, Standup standup) {
        var status = standups.find(standup.id()).isPresent() ? HttpStatus.OK : HttpStatus.CREATED;
        return change(request, "standup-unavailable", () -> standups.define(standup))
                .then(Mono.defer(() -> answer(status, standup)));
    }

    private Mono<ServerResponse> retire(ServerRequest request) {
        return find(request)
                .flatMap(standup -> onceKnown(request, runs.isWhole(), "standups-unknown")
                        .then(change(request, "standup-unavailable", () -> standups.retire(standup))))
                .then(Mono.defer(() -> ServerResponse.noContent().build()));
    }

    private Mono<ServerResponse> fire(ServerRequest request) {
        return find(request)
                .zipWhen(_ -> read(request))
                .map(found -> TickOrder.check(
                        found.getT1(),
                        found.getT2(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        mayTakePlaceIn(found.getT1().channel())))
                .flatMap(verdict -> switch (verdict) {
                    case TickOrder.Verdict.Refused(var errors) ->
                        Mono.error(refusals.invalid(request, "invalid-tick", errors));
                    case TickOrder.Verdict.Accepted(var tick) ->
                        change(request, "tick-unavailable", () -> ticks.publish(List.of(tick)))
                                .then(Mono.defer(() -> answer(HttpStatus.ACCEPTED, Fired.of(tick))));
                });
    }

    private record Fired(String tickId, boolean published) {

        static Fired of(StandupTick tick) {
            return new Fired(Ticks.idOf(tick), true);
        }
    }

    private Mono<Standup> find(ServerRequest request) {
        return onceKnown(request, standups.isWhole(), "standups-unknown")
                .then(Mono.defer(() -> Mono.justOrEmpty(standups.find(request.pathVariable("id")))))
                .switchIfEmpty(Mono.error(() -> refusals.unknown(request, "no-standup")));
    }

    private Mono<byte[]> read(ServerRequest request) {
        return bodies.read(request, List.of(MediaType.APPLICATION_JSON), "error.body.type.json", LARGEST_BODY);
    }

    private Mono<Void> onceKnown(ServerRequest request, boolean known, String otherwise) {
        return known ? Mono.empty() : Mono.error(refusals.later(request, otherwise, BROKER_RETURNS_IN, null));
    }

    private Mono<Void> change(ServerRequest request, String otherwise, Runnable change) {
        return Mono.<Void>fromRunnable(change)
                .subscribeOn(threads)
                .timeout(PATIENCE)
                .onErrorMap(e -> unavailable(request, otherwise, e));
    }

    private Refusal unavailable(ServerRequest request, String kind, Throwable cause) {
        log.warn("{} {} may not be done: {}", request.method(), request.path(), cause.toString());
        return refusals.later(request, kind, BROKER_RETURNS_IN, cause);
    }

    private boolean mayTakePlaceIn(String channel) {
        return !channels.isWhole() || channels.contains(channel);
    }

    private static Mono<ServerResponse> answer(HttpStatus status, Object body) {
        return ServerResponse.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body);
    }

    private static Mono<ServerResponse> notAllowed(ServerRequest request, Set<HttpMethod> allowed) {
        return Mono.error(new MethodNotAllowedException(request.method(), allowed));
    }
}
