package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Shapes;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code users.*}: the workspace's members. */
final class UsersApi {

    private final Cursor users = new Cursor("user");
    private final Cursor channels = new Cursor("team");
    private final Workspace workspace;
    private final Conversations conversations;
    private final Shapes shapes;
    private final InstantSource clock;

    UsersApi(Workspace workspace, Shapes shapes, InstantSource clock) {
        this.workspace = workspace;
        this.conversations = new Conversations(workspace);
        this.shapes = shapes;
        this.clock = clock;
    }

    List<Method> methods() {
        return List.of(
                Method.of("users.info", Tier.FOUR, this::info),
                Method.of("users.list", Tier.TWO, this::list),
                Method.of("users.conversations", Tier.THREE, this::conversations),
                // The journeys of invitations ask it as often as they invite.
                Method.of("users.lookupByEmail", null, this::lookupByEmail));
    }

    private ObjectNode info(Caller caller, Arguments arguments) {
        caller.needs("users:read");
        return user(
                caller, workspace.member(arguments.text("user")).orElseThrow(() -> SlackError.of("user_not_found")));
    }

    private ObjectNode user(Caller caller, Member member) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.set("user", shapes.user(member, caller.has("users:read.email")));
        return answer;
    }

    private ObjectNode list(Caller caller, Arguments arguments) {
        caller.needs("users:read");
        List<Member> all = workspace.members();
        var page = users.page(all, Member::id, arguments, arguments.number("limit", Math.max(1, all.size()), 1000));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode members = answer.putArray("members");
        page.items().forEach(member -> members.add(shapes.user(member, caller.has("users:read.email"))));
        answer.put("cache_ts", clock.instant().getEpochSecond());
        page.tell(answer);
        return answer;
    }

    private ObjectNode conversations(Caller caller, Arguments arguments) {
        String user = arguments.has("user") ? arguments.text("user") : caller.user();
        if (workspace.member(user).isEmpty()) {
            throw SlackError.of("invalid_arguments");
        }
        List<Channel> all = conversations.ofTypes(caller, arguments).stream()
                .filter(channel -> channel.members().contains(user))
                .filter(channel -> channel.kind() == Channel.Kind.PUBLIC
                        || channel.members().contains(caller.user()))
                .toList();
        var page = channels.page(all, Channel::id, arguments, arguments.number("limit", 100, 999));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode list = answer.putArray("channels");
        page.items().forEach(channel -> list.add(shapes.channel(channel, caller.user())));
        page.tell(answer);
        return answer;
    }

    /** Somebody deactivated, or invited and not yet come, is not found. */
    private ObjectNode lookupByEmail(Caller caller, Arguments arguments) {
        caller.needs("users:read.email");
        return user(
                caller,
                workspace
                        .memberWith(arguments.text("email"))
                        .filter(Member::active)
                        .orElseThrow(() -> SlackError.of("users_not_found")));
    }
}
