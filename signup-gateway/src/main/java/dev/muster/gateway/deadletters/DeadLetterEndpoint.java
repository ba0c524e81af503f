package dev.muster.gateway.deadletters;

import static dev.muster.gateway.web.OperatorAnswers.json;
import static dev.muster.gateway.web.OperatorAnswers.notAllowed;
import static java.util.stream.Collectors.joining;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.events.replay.ReplaySettings;
import dev.muster.gateway.replay.Redriven;
import dev.muster.gateway.replay.ReplayLog;
import dev.muster.gateway.web.InvalidField;
import dev.muster.gateway.web.OperatorAnswers;
import dev.muster.gateway.web.Refusal;
import dev.muster.gateway.web.Refusals;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
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
import reactor.core.publisher.Mono;

/** The dead letters over HTTP, for operators: to see, to look into, and to have handed over again. */
@Configuration(proxyBeanMethods = false)
class DeadLetterEndpoint {

    /** In KB: a thousand places. */
    private static final int LARGEST_BODY = 64;

    private static final int USUALLY_LISTED = 100;
    private static final int MOST_LISTED = 1000;
    private static final String GROUPS = ConsumerGroup.all().stream().collect(joining(", "));

    private final LetterLog letters;
    private final ReplayLog replays;
    private final OperatorAnswers answers;
    private final Refusals refusals;
    private final ReplaySettings settings;

    DeadLetterEndpoint(
            LetterLog letters, ReplayLog replays, OperatorAnswers answers, Refusals refusals, ReplaySettings settings) {
        this.letters = letters;
        this.replays = replays;
        this.answers = answers;
        this.refusals = refusals;
        this.settings = settings;
    }

    @Bean
    RouterFunction<ServerResponse> deadLetterRoutes() {
        var all = RequestPredicates.path("/api/dead-letters");
        var redrive = RequestPredicates.path("/api/dead-letters/{group}/redrive");
        var one = RequestPredicates.path("/api/dead-letters/{group}/{place}");
        var reading = RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD);
        return RouterFunctions.route()
                .route(all.and(reading), this::list)
                .route(redrive.and(RequestPredicates.method(HttpMethod.POST)), this::redrive)
                .route(redrive, request -> notAllowed(request, HttpMethod.POST))
                .route(one.and(reading), this::show)
                .route(all.or(one), request -> notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
                .build();
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        var groups = request.queryParam("group")
                .<Collection<String>>map(group -> List.of(known(request, group)))
                .orElseGet(ConsumerGroup::all);
        var limit = limit(request);
        return answers.of(request, "letters-unavailable", () -> {
                    replays.catchUp();
                    var newest = letters.newest(groups, limit);
                    return new Listing(
                            newest.letters().stream()
                                    .map(letter -> ShownLetter.of(letter, redriven(letter.group(), letter.place())))
                                    .toList(),
                            newest.total());
                })
                .flatMap(listing -> json(HttpStatus.OK, listing));
    }

    private record Listing(List<ShownLetter> deadLetters, long total) {}

    private int limit(ServerRequest request) {
        var limit = request.queryParam("limit");
        var number = limit.filter(text -> text.matches("\\d{1,4}"))
                .map(Integer::parseInt)
                .filter(each -> each >= 1 && each <= MOST_LISTED);
        if (limit.isPresent() && number.isEmpty()) {
            throw refusals.undoable(request, "invalid-limit", List.of());
        }
        return number.orElse(USUALLY_LISTED);
    }

    private Mono<ServerResponse> show(ServerRequest request) {
        var group = known(request, request.pathVariable("group"));
        var place = Place.parse(request.pathVariable("place"));
        return answers.of(request, "letters-unavailable", () -> {
                    replays.catchUp();
                    var record = place.flatMap(where -> letters.find(group, where))
                            .orElseThrow(() -> refusals.unknown(request, "no-letter"));
                    var letter = Letter.of(group, record);
                    return ShownLetter.Whole.of(ShownLetter.of(letter, redriven(group, letter.place())), record);
                })
                .flatMap(whole -> json(HttpStatus.OK, whole));
    }

    private Mono<ServerResponse> redrive(ServerRequest request) {
        var group = known(request, request.pathVariable("group"));
        return answers.read(request, "invalid-replay", LARGEST_BODY)
                .flatMap(body ->
                        answers.of(request, "replay-unavailable", () -> redrive(request, group, RedriveOrder.of(body))))
                .flatMap(begun -> ServerResponse.accepted()
                        .location(URI.create("/api/replays/" + begun.replayId()))
                        .cacheControl(CacheControl.noStore())
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(begun));
    }

    private record Begun(String replayId, int letters) {}

    private Begun redrive(ServerRequest request, String group, RedriveOrder order) throws InterruptedException {
        if (group.equals(ConsumerGroup.REPORTS)) {
            throw undoable(request, List.of(new InvalidField("#", "error.replay.streams")));
        }
        return switch (order) {
            case RedriveOrder.Refused(var errors) -> throw undoable(request, errors);
            case RedriveOrder.Named(var places) -> request(group, existing(request, group, places));
            case RedriveOrder.All(var atMost) -> {
                replays.catchUp();
                var oldest = letters.oldest(group, this::isToBeRedriven, atMost);
                if (oldest.isEmpty()) {
                    throw undoable(request, List.of(new InvalidField("#/all", "error.letters.all.none")));
                }
                yield request(group, oldest);
            }
        };
    }

    /** What was tried often enough is tried again only where it is named. */
    private boolean isToBeRedriven(Letter letter) {
        return redriven(letter.group(), letter.place()).isEmpty()
                && letter.says()
                        .filter(it -> it.redrives() < settings.mostRedrives())
                        .isPresent();
    }

    private Set<Place> existing(ServerRequest request, String group, List<Place> places) {
        var present = letters.present(group, Set.copyOf(places));
        var errors = IntStream.range(0, places.size())
                .filter(index -> !present.contains(places.get(index)))
                .mapToObj(index -> InvalidField.in("#/letters", Integer.toString(index), "error.letters.missing"))
                .toList();
        if (!errors.isEmpty()) {
            throw undoable(request, errors);
        }
        return present;
    }

    private Begun request(String group, Collection<Place> places) {
        var from = new HashMap<String, Long>();
        var to = new HashMap<String, Long>();
        for (var place : places) {
            var partition = new TopicPartition(LetterLog.topicOf(group), place.partition()).toString();
            from.merge(partition, place.offset(), Math::min);
            to.merge(partition, place.offset() + 1, Math::max);
        }
        var only = places.stream().map(Place::toString).toList();
        return new Begun(replays.request(group, from, to, only, Mode.REDRIVE), places.size());
    }

    private Optional<Redriven.Result> redriven(String group, Place place) {
        return replays.redriven(LetterLog.topicOf(group) + "-" + place);
    }

    private String known(ServerRequest request, String group) {
        if (!ConsumerGroup.all().contains(group)) {
            throw undoable(request, List.of(new InvalidField("#/group", "error.replay.group")));
        }
        return group;
    }

    private Refusal undoable(ServerRequest request, List<InvalidField> errors) {
        return refusals.undoable(request, "undoable-replay", errors, GROUPS, "");
    }
}
