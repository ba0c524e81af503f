package dev.muster.sandbox.slack.control;

import dev.muster.sandbox.emulator.ControlAnswers;
import dev.muster.sandbox.emulator.ControlRequest;
import dev.muster.sandbox.emulator.ControlRequest.Refused;
import dev.muster.sandbox.slack.interaction.Interactions;
import dev.muster.sandbox.slack.interaction.Outcome;
import dev.muster.sandbox.slack.interaction.Unknown;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Team;
import dev.muster.sandbox.slack.workspace.Ts;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Lets whoever asks be any member: what they do is answered with what they then see. */
final class People {

    private final Workspace workspace;
    private final Interactions interactions;
    private final Runnable changed;

    People(Workspace workspace, Interactions interactions, Runnable changed) {
        this.workspace = workspace;
        this.interactions = interactions;
        this.changed = changed;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .POST("/sandbox/members/{user}/actions", request -> does(request, this::press))
                .POST("/sandbox/members/{user}/submissions", request -> does(request, this::submit))
                .POST("/sandbox/members/{user}/closings", request -> does(request, this::close))
                .POST("/sandbox/members/{user}/commands", request -> does(request, this::command))
                .POST("/sandbox/members/{user}/messages", request -> does(request, this::write))
                .POST("/sandbox/members/{user}/home", request -> does(request, this::openHome))
                .build();
    }

    private interface Doing {
        CompletableFuture<Outcome> by(Member member, ControlRequest request);
    }

    private Mono<ServerResponse> does(ServerRequest request, Doing doing) {
        String user = request.pathVariable("user");
        return ControlAnswers.to(request, Set.of(), fields -> ControlAnswers.when(request, done(user, fields, doing))
                .doOnNext(_ -> changed.run()));
    }

    private CompletableFuture<Outcome> done(String user, ControlRequest fields, Doing doing) {
        try {
            Member member = workspace
                    .member(user)
                    .filter(known -> !known.bot() && known.active())
                    .orElseThrow(() -> new Unknown("there is no person " + user + " who could do that"));
            return doing.by(member, fields);
        } catch (Unknown unknown) {
            throw new Refused(404, String.valueOf(unknown.getMessage()));
        } catch (IllegalArgumentException wrong) {
            throw new Refused(String.valueOf(wrong.getMessage()));
        }
    }

    private CompletableFuture<Outcome> press(Member member, ControlRequest request) {
        request.allowOnly("channel", "ts", "view_id", "action_id", "value");
        String action = request.text("action_id");
        Object chosen = request.fields().get("value");
        String view = request.optionalText("view_id");
        return view == null
                ? interactions.pressInMessage(member, request.text("channel"), request.text("ts"), action, chosen)
                : interactions.pressInView(member, view, action, chosen);
    }

    private CompletableFuture<Outcome> submit(Member member, ControlRequest request) {
        request.allowOnly("view_id", "values");
        ControlRequest blocks = request.object("values");
        var typed = new LinkedHashMap<String, Map<String, @Nullable Object>>();
        for (String block : blocks.fields().keySet()) {
            typed.put(block, blocks.object(block).fields());
        }
        return interactions.submit(member, request.text("view_id"), typed);
    }

    private CompletableFuture<Outcome> close(Member member, ControlRequest request) {
        request.allowOnly("view_id", "all");
        return interactions.close(member, request.text("view_id"), Boolean.TRUE.equals(request.flag("all")));
    }

    private CompletableFuture<Outcome> command(Member member, ControlRequest request) {
        request.allowOnly("command", "text", "channel");
        String text = request.words("text");
        String channel = request.optionalText("channel");
        return interactions.command(
                member, request.text("command"), text == null ? "" : text, channel == null ? Team.GENERAL : channel);
    }

    private CompletableFuture<Outcome> write(Member member, ControlRequest request) {
        request.allowOnly("channel", "text", "thread_ts");
        String thread = request.optionalText("thread_ts");
        Ts ts = thread == null
                ? null
                : Ts.parse(thread).orElseThrow(() -> new Refused("\"" + thread + "\" is not a timestamp"));
        return CompletableFuture.completedFuture(
                interactions.write(member, request.text("channel"), request.text("text"), ts));
    }

    private CompletableFuture<Outcome> openHome(Member member, ControlRequest request) {
        request.allowOnly("app");
        String id = request.optionalText("app");
        App app = workspace
                .app(id == null ? Team.MUSTER.id() : id)
                .orElseThrow(() -> new Unknown("there is no app " + id));
        return interactions.openHome(member, app);
    }
}
