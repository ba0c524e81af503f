package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Answer;
import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.emulator.Limit;
import dev.muster.sandbox.emulator.RunningClock;
import dev.muster.sandbox.emulator.Switchboard;
import dev.muster.sandbox.slack.interaction.Parts;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Team;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Slack's Web API: one table from method name to what it does. Arguments come as query, form or JSON, the token as
 * bearer or argument (docs.slack.dev, "Using the Slack Web API").
 */
public final class WebApi {

    private final String inviteToken;
    private final Workspace workspace;
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Switchboard switchboard;

    /**
     * The Web API of one workspace.
     *
     * @param inviteToken the legacy token, which acts for an admin
     * @param clock for the limits, which runs at will
     */
    public WebApi(String inviteToken, Parts parts, InstantSource real, RunningClock clock) {
        this.inviteToken = inviteToken;
        this.workspace = parts.workspace();
        Stream.of(
                        new AppsApi(parts.workspace(), parts.socket(), parts.shapes(), parts.address()).methods(),
                        new ConversationsApi(parts.workspace(), parts.shapes()).methods(),
                        new UsersApi(parts.workspace(), parts.shapes(), real).methods(),
                        new ChatApi(parts.workspace(), parts.events(), parts.ephemerals(), parts.shapes()).methods(),
                        new ViewsApi(parts.workspace(), parts.views(), parts.triggers()).methods(),
                        new ReactionsApi(parts.workspace()).methods(),
                        new InvitesApi(parts.invitations()).methods())
                .flatMap(List::stream)
                .forEach(method -> methods.put(method.name(), method));
        this.switchboard = new Switchboard(new Slack(operations(), limits()), real, clock);
    }

    private Set<String> operations() {
        var operations = new TreeSet<>(methods.keySet());
        operations.add(ResponseRoute.OPERATION);
        return operations;
    }

    private List<Limit> limits() {
        return methods.values().stream()
                .map(Method::limit)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Where every call passes. */
    public Switchboard switchboard() {
        return switchboard;
    }

    /** Answers {@code /api/{method}}. */
    public Mono<ServerResponse> call(ServerRequest request) {
        String method = request.pathVariable("method");
        return arguments(request)
                .flatMap(arguments -> switchboard.answer(
                        request,
                        method,
                        partition(method, arguments),
                        arguments.values(),
                        () -> perform(method, arguments)))
                .onErrorResume(
                        JacksonException.class,
                        _ -> switchboard.answer(
                                request, method, Map.of(), () -> Slack.refused(SlackError.of("invalid_json"))));
    }

    /** Limits hold for each app by itself, and those of posting for each channel. */
    private String partition(String method, Arguments arguments) {
        String app = caller(arguments.token())
                .map(caller ->
                        caller.app() == null ? caller.user() : caller.app().id())
                .orElse("");
        return method.equals("chat.postMessage") ? app + " " + arguments.text("channel") : app;
    }

    private Answer perform(String name, Arguments arguments) {
        try {
            Method method = methods.get(name);
            if (method == null) {
                throw SlackError.of("unknown_method");
            }
            Caller caller = authenticated(arguments.token());
            if (!method.callers().contains(caller.kind())) {
                throw SlackError.of("not_allowed_token_type");
            }
            ObjectNode answer = Json.MAPPER.createObjectNode().put("ok", true);
            return new Answer(200, answer.setAll(method.effect().apply(caller, arguments)));
        } catch (SlackError refused) {
            return Slack.refused(refused);
        }
    }

    private Caller authenticated(@Nullable String token) {
        if (token == null || token.isBlank()) {
            throw SlackError.of("not_authed");
        }
        Caller caller = caller(token).orElseThrow(() -> SlackError.of("invalid_auth"));
        if (caller.kind() == Caller.Kind.BOT
                && workspace.member(caller.user()).filter(Member::active).isEmpty()) {
            throw SlackError.of("account_inactive");
        }
        return caller;
    }

    private Optional<Caller> caller(@Nullable String token) {
        if (inviteToken.equals(token)) {
            return Optional.of(new Caller(Caller.Kind.LEGACY, null, Team.ADMIN));
        }
        for (App app : workspace.apps()) {
            if (switchboard.keys().isOf(app.botToken(), token)) {
                return Optional.of(new Caller(Caller.Kind.BOT, app, app.user()));
            }
            if (app.appToken().equals(token)) {
                return Optional.of(new Caller(Caller.Kind.APP, app, app.user()));
            }
        }
        return Optional.empty();
    }

    private static Mono<Arguments> arguments(ServerRequest request) {
        String bearer = bearer(request);
        MultiValueMap<String, String> query = request.queryParams();
        boolean json = request.headers()
                .contentType()
                .filter(MediaType.APPLICATION_JSON::isCompatibleWith)
                .isPresent();
        if (json) {
            return request.bodyToMono(String.class)
                    .defaultIfEmpty("{}")
                    .map(body -> Arguments.json(body, query, bearer));
        }
        MultiValueMap<String, String> empty = new LinkedMultiValueMap<>();
        return request.body(BodyExtractors.toFormData()).defaultIfEmpty(empty).map(form -> {
            var all = new LinkedMultiValueMap<String, String>(query);
            all.addAll(form);
            return Arguments.of(all, bearer);
        });
    }

    private static @Nullable String bearer(ServerRequest request) {
        String header = request.headers().firstHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }
}
