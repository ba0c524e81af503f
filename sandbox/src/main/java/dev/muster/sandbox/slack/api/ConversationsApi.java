package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Posted;
import dev.muster.sandbox.slack.workspace.Shapes;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Ts;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code conversations.*}: channels and direct messages, who is in them and what was said. */
final class ConversationsApi {

    private static final int MOST_USERS = 8;
    private static final Ts LATEST = new Ts(Long.MAX_VALUE);

    private final Cursor members = new Cursor("user");
    private final Cursor history = new Cursor("next_ts");
    private final Cursor channels = new Cursor("team");
    private final Workspace workspace;
    private final Conversations conversations;
    private final Shapes shapes;

    ConversationsApi(Workspace workspace, Shapes shapes) {
        this.workspace = workspace;
        this.conversations = new Conversations(workspace);
        this.shapes = shapes;
    }

    List<Method> methods() {
        return List.of(
                Method.ofBots("conversations.open", Tier.THREE, this::open),
                Method.of("conversations.members", Tier.FOUR, this::members),
                Method.of("conversations.info", Tier.THREE, this::info),
                Method.of("conversations.list", Tier.TWO, this::list),
                Method.of("conversations.history", Tier.THREE, this::history),
                Method.of("conversations.replies", Tier.THREE, this::replies));
    }

    private ObjectNode open(Caller caller, Arguments arguments) {
        caller.needs("im:write");
        String id = arguments.text("channel");
        List<String> users = arguments.list("users");
        if (!id.isEmpty()) {
            Channel channel = conversations.visible(caller, id);
            if (!channel.direct()) {
                throw SlackError.of("method_not_supported_for_channel_type");
            }
            return opened(channel, true, caller, arguments);
        }
        if (users.isEmpty()) {
            throw SlackError.of("users_list_not_supplied");
        }
        if (users.size() > MOST_USERS) {
            throw SlackError.of("too_many_users");
        }
        for (String user : users) {
            Member member = workspace.member(user).orElseThrow(() -> SlackError.of("user_not_found"));
            if (!member.active()) {
                throw SlackError.of("user_disabled");
            }
        }
        if (users.size() > 1) {
            throw SlackError.missingScope(
                    "mpim:write", String.join(",", caller.bot().scopes()));
        }
        String user = users.getFirst();
        boolean there = workspace.direct(caller.user(), user).isPresent();
        if (!there && arguments.flag("prevent_creation")) {
            throw SlackError.of("channel_not_found");
        }
        return opened(workspace.openDirect(caller.user(), user), there, caller, arguments);
    }

    private ObjectNode opened(Channel channel, boolean there, Caller caller, Arguments arguments) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        if (there) {
            answer.put("no_op", true).put("already_open", true);
        }
        ObjectNode shape = shapes.channel(channel, caller.user());
        shape.remove("is_user_deleted");
        answer.set("channel", arguments.flag("return_im") ? shape : shape.retain("id"));
        return answer;
    }

    private ObjectNode members(Caller caller, Arguments arguments) {
        Channel channel = readable(caller, arguments);
        var page =
                members.page(List.copyOf(channel.members()), id -> id, arguments, arguments.number("limit", 100, 1000));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        page.items().forEach(answer.putArray("members")::add);
        page.tell(answer);
        return answer;
    }

    private ObjectNode info(Caller caller, Arguments arguments) {
        Channel channel = readable(caller, arguments);
        ObjectNode shape = shapes.channel(channel, caller.user());
        if (!channel.direct()) {
            shape.put("is_member", channel.members().contains(caller.user()));
        }
        if (arguments.flag("include_num_members")) {
            shape.put("num_members", channel.members().size());
        }
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.set("channel", shape);
        return answer;
    }

    private Channel readable(Caller caller, Arguments arguments) {
        Channel channel = conversations.visible(caller, arguments.text("channel"));
        caller.needs(channel.kind().scope() + ":read");
        return channel;
    }

    private ObjectNode list(Caller caller, Arguments arguments) {
        List<Channel> all = conversations.ofTypes(caller, arguments).stream()
                .filter(channel -> channel.kind() == Channel.Kind.PUBLIC
                        || channel.members().contains(caller.user()))
                .toList();
        var page = channels.page(all, Channel::id, arguments, arguments.number("limit", 100, 1000));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode list = answer.putArray("channels");
        for (Channel channel : page.items()) {
            ObjectNode shape = shapes.channel(channel, caller.user());
            if (!channel.direct()) {
                shape.put("is_member", channel.members().contains(caller.user()))
                        .put("num_members", channel.members().size());
            }
            list.add(shape);
        }
        page.tell(answer);
        return answer;
    }

    private ObjectNode history(Caller caller, Arguments arguments) {
        Channel channel = told(caller, arguments, "not_in_channel");
        boolean inclusive = arguments.flag("inclusive");
        Ts latest = latest(arguments, inclusive);
        Ts oldest = arguments.ts("oldest", new Ts(0), "invalid_ts_oldest");
        if (!inclusive && arguments.has("oldest")) {
            oldest = oldest.next();
        }
        String cursor = history.read(arguments);
        if (!cursor.isEmpty()) {
            latest = ts(cursor);
        }
        int limit = arguments.number("limit", 100, 999);
        List<Posted> found = workspace.before(channel.id(), latest, oldest, limit + 1);
        ObjectNode answer = page(found, limit, arguments);
        answer.put("pin_count", 0).putNull("channel_actions_ts").put("channel_actions_count", 0);
        return answer;
    }

    private ObjectNode replies(Caller caller, Arguments arguments) {
        Channel channel = told(caller, arguments, "channel_not_found");
        Ts thread = arguments.ts("ts", "thread_not_found");
        Posted root = workspace.posted(channel.id(), thread).orElseThrow(() -> SlackError.of("thread_not_found"));
        boolean inclusive = arguments.flag("inclusive");
        Ts latest = latest(arguments, inclusive);
        Ts after = arguments.ts("oldest", new Ts(0), "invalid_ts_oldest");
        if (inclusive && after.micros() > 0) {
            after = new Ts(after.micros() - 1);
        }
        String cursor = history.read(arguments);
        int limit = arguments.number("limit", 1000, 1000);
        var found = new ArrayList<Posted>();
        if (cursor.isEmpty()) {
            found.add(root);
        } else {
            after = ts(cursor);
        }
        found.addAll(workspace.replies(channel.id(), thread, after, latest, limit + 1 - found.size()));
        return page(found, limit, arguments);
    }

    /** A conversation that the caller may read, which takes being in it. */
    private Channel told(Caller caller, Arguments arguments, String otherwise) {
        Channel channel = conversations.visible(caller, arguments.text("channel"));
        caller.needs(channel.kind().scope() + ":history");
        if (!channel.members().contains(caller.user())) {
            throw SlackError.of(otherwise);
        }
        return channel;
    }

    private static Ts latest(Arguments arguments, boolean inclusive) {
        Ts latest = arguments.ts("latest", LATEST, "invalid_ts_latest");
        return inclusive && arguments.has("latest") ? latest.next() : latest;
    }

    /** One more than the limit was looked for, so that it is known whether more follow. */
    private ObjectNode page(List<Posted> found, int limit, Arguments arguments) {
        boolean more = found.size() > limit;
        List<Posted> page = more ? found.subList(0, Cursor.pageSize(limit)) : found;
        boolean withMetadata = arguments.flag("include_all_metadata");
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode messages = answer.putArray("messages");
        page.forEach(posted -> messages.add(shapes.history(posted, withMetadata)));
        answer.put("has_more", more);
        if (more) {
            answer.putObject("response_metadata")
                    .put(
                            "next_cursor",
                            history.write(
                                    Long.toString(page.getLast().message().ts().micros())));
        }
        return answer;
    }

    private static Ts ts(String cursor) {
        try {
            return new Ts(Long.parseLong(cursor));
        } catch (NumberFormatException _) {
            throw SlackError.of("invalid_cursor");
        }
    }
}
