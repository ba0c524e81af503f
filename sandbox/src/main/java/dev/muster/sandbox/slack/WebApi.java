package dev.muster.sandbox.slack;

import dev.muster.sandbox.emulator.Answer;
import dev.muster.sandbox.emulator.Switchboard;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Slack's Web API: one table from method name to what it does. Arguments come as query, form or JSON, the token as
 * bearer or argument (docs.slack.dev, "Using the Slack Web API").
 */
final class WebApi {

    private final String token;
    private final Workspace workspace;
    private final Map<String, Function<Arguments, Answer>> methods = Map.of(
            "auth.test", _ -> authTest(),
            "users.admin.invite", this::invite,
            "users.lookupByEmail", this::lookupByEmail);
    private final Switchboard switchboard;

    WebApi(String token, Workspace workspace, InstantSource clock) {
        this.token = token;
        this.workspace = workspace;
        this.switchboard = new Switchboard(new Slack(methods.keySet()), clock);
    }

    Switchboard switchboard() {
        return switchboard;
    }

    Mono<ServerResponse> call(ServerRequest request) {
        String method = request.pathVariable("method");
        return arguments(request)
                .flatMap(arguments ->
                        switchboard.answer(request, method, arguments.values(), () -> perform(method, arguments)))
                .onErrorResume(
                        JacksonException.class,
                        _ -> switchboard.answer(request, method, Map.of(), () -> Slack.refused("invalid_json")));
    }

    private Answer perform(String method, Arguments arguments) {
        Function<Arguments, Answer> performed = methods.get(method);
        if (performed == null) {
            return Slack.refused("unknown_method");
        }
        return refusal(arguments.token()).map(Slack::refused).orElseGet(() -> performed.apply(arguments));
    }

    private Optional<String> refusal(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return Optional.of("not_authed");
        }
        return given.equals(token) ? Optional.empty() : Optional.of("invalid_auth");
    }

    private Answer authTest() {
        Member admin = Workspace.MEMBERS.getFirst();
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("ok", true);
        answer.put("url", "https://muster.slack.example/");
        answer.put("team", Workspace.TEAM_NAME);
        answer.put("user", admin.name());
        answer.put("team_id", Workspace.TEAM_ID);
        answer.put("user_id", admin.id());
        return new Answer(200, answer);
    }

    private Answer invite(Arguments arguments) {
        String firstName = arguments.text("first_name");
        String lastName = arguments.text("last_name");
        if (firstName.isEmpty() && lastName.isEmpty()) {
            firstName = arguments.text("real_name");
        }
        List<String> channels = arguments.list("channels");
        if (channels.isEmpty()) {
            channels = List.of(Workspace.CHANNELS.keySet().iterator().next());
        }
        return workspace
                .invite(arguments.text("email"), firstName, lastName, channels, arguments.flag("resend"))
                .map(Slack::refused)
                .orElseGet(Slack::ok);
    }

    /** Somebody deactivated, or invited and not yet come, is not found. */
    private Answer lookupByEmail(Arguments arguments) {
        return workspace
                .memberWith(arguments.text("email"))
                .filter(member -> member.standing() == Member.Standing.ACTIVE)
                .map(WebApi::user)
                .orElseGet(() -> Slack.refused("users_not_found"));
    }

    private static Answer user(Member member) {
        var profile = new LinkedHashMap<String, @Nullable Object>();
        profile.put("real_name", member.realName());
        profile.put("display_name", member.name());
        profile.put("email", member.email());
        profile.put("team", Workspace.TEAM_ID);
        var user = new LinkedHashMap<String, @Nullable Object>();
        user.put("id", member.id());
        user.put("team_id", Workspace.TEAM_ID);
        user.put("name", member.name());
        user.put("deleted", false);
        user.put("real_name", member.realName());
        user.put("tz", "Etc/UTC");
        user.put("tz_label", "Coordinated Universal Time");
        user.put("tz_offset", 0);
        user.put("profile", profile);
        user.put("is_bot", false);
        user.put("is_app_user", false);
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("ok", true);
        answer.put("user", user);
        return new Answer(200, answer);
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
        return request.formData().map(form -> {
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
