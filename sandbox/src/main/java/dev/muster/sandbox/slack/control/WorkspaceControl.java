package dev.muster.sandbox.slack.control;

import dev.muster.sandbox.emulator.ControlAnswers;
import dev.muster.sandbox.emulator.ControlRequest;
import dev.muster.sandbox.emulator.ControlRequest.Refused;
import dev.muster.sandbox.slack.interaction.Interactions;
import dev.muster.sandbox.slack.interaction.Parts;
import dev.muster.sandbox.slack.socket.DisconnectReason;
import dev.muster.sandbox.slack.socket.SocketMode;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Team;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The workspace's control side under {@code /sandbox}: what there is, who is there, and what befalls the connections. */
public final class WorkspaceControl {

    private final Parts parts;
    private final WorkspaceShown shown;
    private final People people;
    private final MemberSetup members;
    private final ChannelSetup channels;
    private final AppSetup apps;
    private final Runnable changed;

    /**
     * The control side of one workspace.
     *
     * @param changed tells open pages that something changed
     */
    public WorkspaceControl(Parts parts, InstantSource clock, Runnable changed) {
        this.parts = parts;
        this.shown = new WorkspaceShown(parts);
        this.people = new People(parts.workspace(), new Interactions(parts), changed);
        this.members = new MemberSetup(parts.workspace(), parts.events(), clock);
        this.channels = new ChannelSetup(parts.workspace(), members, clock);
        this.apps = new AppSetup(parts.workspace());
        this.changed = changed;
    }

    /** Its routes. */
    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/sandbox/workspace", this::workspace)
                .PUT("/sandbox/members", request -> change(request, this::putMembers))
                .PUT("/sandbox/channels", request -> change(request, this::putChannels))
                .POST("/sandbox/apps", request -> change(request, this::install))
                .GET("/sandbox/socket", _ -> ControlAnswers.json(connections()))
                .PUT("/sandbox/socket", request -> change(request, this::disturb))
                .POST("/sandbox/invitations/{email}/acceptance", this::accept)
                .build()
                .and(people.routes());
    }

    private Mono<ServerResponse> workspace(ServerRequest request) {
        return ControlAnswers.json(shown.to(
                request.queryParam("user").filter(user -> !user.isBlank()).orElse(null)));
    }

    private Mono<ServerResponse> change(ServerRequest request, Function<ControlRequest, Object> change) {
        return ControlAnswers.to(request, Set.of(), fields -> {
            Object answer = change.apply(fields);
            changed.run();
            return Mono.just(answer);
        });
    }

    private Object putMembers(ControlRequest request) {
        request.allowOnly("members");
        return Map.of(
                "members",
                members.put(request.objects("members")).stream()
                        .map(member -> parts.shapes().user(member, true))
                        .toList());
    }

    private Object putChannels(ControlRequest request) {
        request.allowOnly("channels");
        return Map.of(
                "channels",
                channels.put(request.objects("channels")).stream()
                        .map(channel ->
                                Map.of("id", channel.id(), "name", channel.name(), "members", channel.members()))
                        .toList());
    }

    private Object install(ControlRequest request) {
        App app = apps.install(request);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("id", app.id());
        answer.put("name", app.name());
        answer.put("user", app.user());
        answer.put("bot_id", app.bot());
        answer.put("bot_token", app.botToken());
        answer.put("app_token", app.appToken());
        return answer;
    }

    private Map<String, ?> connections() {
        return Map.of(
                "apps",
                parts.workspace().apps().stream()
                        .map(app -> Map.of(
                                "app", app.id(), "connections", parts.socket().connections(app.id())))
                        .toList());
    }

    private Object disturb(ControlRequest request) {
        request.allowOnly("app", "action", "reason");
        String given = request.optionalText("app");
        String app = given == null ? Team.MUSTER.id() : given;
        if (parts.workspace().app(app).isEmpty()) {
            throw new Refused(404, "there is no app " + app);
        }
        SocketMode socket = parts.socket();
        String action = request.text("action");
        switch (action) {
            case "disconnect" -> socket.disconnect(app, reason(request.optionalText("reason")));
            case "cut" -> socket.cut(app);
            case "silence" -> socket.silence(app, true);
            case "speak" -> socket.silence(app, false);
            default -> throw new Refused("action is one of disconnect, cut, silence, speak; \"" + action + "\" is not");
        }
        return connections();
    }

    private static DisconnectReason reason(@Nullable String word) {
        if (word == null) {
            return DisconnectReason.REFRESH_REQUESTED;
        }
        List<DisconnectReason> all = Arrays.asList(DisconnectReason.values());
        return all.stream()
                .filter(reason -> reason.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new Refused("reason is one of "
                        + all.stream()
                                .map(reason -> reason.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + "; \"" + word + "\" is not"));
    }

    private Mono<ServerResponse> accept(ServerRequest request) {
        String email = request.pathVariable("email");
        return parts.invitations()
                .accept(email)
                .map(members::admit)
                .map(member -> {
                    changed.run();
                    return ControlAnswers.json(parts.shapes().user(member, true));
                })
                .orElseGet(() ->
                        ControlAnswers.problem(new Refused(404, "nobody with the address " + email + " is invited")));
    }
}
