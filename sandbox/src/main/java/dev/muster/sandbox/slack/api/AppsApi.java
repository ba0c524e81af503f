package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.socket.SocketMode;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Shapes;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Team;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Who a token is, and the way into Socket Mode. */
final class AppsApi {

    private final Workspace workspace;
    private final SocketMode socket;
    private final Shapes shapes;
    private final Supplier<URI> address;

    AppsApi(Workspace workspace, SocketMode socket, Shapes shapes, Supplier<URI> address) {
        this.workspace = workspace;
        this.socket = socket;
        this.shapes = shapes;
        this.address = address;
    }

    List<Method> methods() {
        return List.of(
                Method.of("auth.test", null, this::test).allowing(EnumSet.allOf(Caller.Kind.class)),
                // Bolt for Java opens twice at each start, so the first tier of some documents cannot be meant.
                Method.of("apps.connections.open", Tier.THREE, this::connect).allowing(EnumSet.of(Caller.Kind.APP)),
                Method.of("bots.info", Tier.THREE, this::bot),
                Method.of("team.info", Tier.THREE, this::team));
    }

    private ObjectNode test(Caller caller, Arguments arguments) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        App app = caller.app();
        if (caller.kind() == Caller.Kind.APP && app != null) {
            return answer.put("app_name", app.name()).put("app_id", app.id());
        }
        answer.put("url", Team.URL)
                .put("team", Team.NAME)
                .put("user", workspace.member(caller.user()).map(Member::name).orElse(""))
                .put("team_id", Team.ID)
                .put("user_id", caller.user());
        if (app != null) {
            answer.put("bot_id", app.bot());
        }
        return answer.put("is_enterprise_install", false);
    }

    private ObjectNode connect(Caller caller, Arguments arguments) {
        App app = caller.app();
        if (app == null) {
            throw SlackError.of("not_allowed_token_type");
        }
        return Json.MAPPER
                .createObjectNode()
                .put("url", socket.ticket(app.id(), address.get()).toString());
    }

    private ObjectNode bot(Caller caller, Arguments arguments) {
        caller.needs("users:read");
        App app = workspace.apps().stream()
                .filter(known -> known.bot().equals(arguments.text("bot")))
                .findFirst()
                .orElseThrow(() -> SlackError.of("bot_not_found"));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.set("bot", shapes.bot(app));
        return answer;
    }

    private ObjectNode team(Caller caller, Arguments arguments) {
        caller.needs("team:read");
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putObject("team")
                .put("id", Team.ID)
                .put("name", Team.NAME)
                .put("url", Team.URL)
                .put("domain", Team.DOMAIN)
                .put("email_domain", "");
        return answer;
    }
}
