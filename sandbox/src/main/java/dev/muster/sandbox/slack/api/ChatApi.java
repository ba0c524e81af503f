package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.blocks.Blocks;
import dev.muster.sandbox.slack.interaction.Ephemeral;
import dev.muster.sandbox.slack.interaction.Ephemerals;
import dev.muster.sandbox.slack.interaction.Events;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Message;
import dev.muster.sandbox.slack.workspace.Shapes;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Team;
import dev.muster.sandbox.slack.workspace.Ts;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code chat.*}: an app's messages. */
final class ChatApi {

    /** Slack cuts longer texts (its changelog of April 2018). */
    private static final int LONGEST_TEXT = 40_000;

    private static final int LONGEST_UPDATE = 4_000;

    private final Workspace workspace;
    private final Conversations conversations;
    private final Events events;
    private final Ephemerals ephemerals;
    private final Shapes shapes;

    ChatApi(Workspace workspace, Events events, Ephemerals ephemerals, Shapes shapes) {
        this.workspace = workspace;
        this.conversations = new Conversations(workspace);
        this.events = events;
        this.ephemerals = ephemerals;
        this.shapes = shapes;
    }

    List<Method> methods() {
        return List.of(
                // One message a second in a channel, "short bursts" allowed: any five seconds take five.
                Method.ofBots("chat.postMessage", null, this::postMessage).limited(5, 5),
                Method.ofBots("chat.update", Tier.THREE, this::update),
                Method.ofBots("chat.delete", Tier.THREE, this::delete),
                Method.ofBots("chat.postEphemeral", Tier.FOUR, this::postEphemeral),
                Method.of("chat.getPermalink", null, this::permalink));
    }

    private record Content(String text, @Nullable ArrayNode blocks) {}

    private static Content content(Arguments arguments, String tooLong) {
        String text = arguments.verbatim("text");
        JsonNode blocks = arguments.json("blocks", "invalid_blocks_format");
        if (blocks != null && !blocks.isArray()) {
            throw SlackError.of("invalid_blocks_format");
        }
        ArrayNode checked = Blocks.ofMessage(blocks, tooLong);
        if (text.isBlank() && checked == null) {
            throw SlackError.of("no_text");
        }
        int length = text.codePointCount(0, text.length());
        return new Content(
                length > LONGEST_TEXT ? text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT)) : text, checked);
    }

    private static @Nullable JsonNode metadata(Arguments arguments) {
        JsonNode metadata = arguments.json("metadata", "invalid_metadata_format");
        if (metadata == null || (metadata.isObject() && metadata.isEmpty())) {
            return null;
        }
        if (!metadata.path("event_type").isString()
                || !metadata.path("event_payload").isObject()) {
            throw SlackError.of("invalid_metadata_schema");
        }
        return metadata;
    }

    private ObjectNode postMessage(Caller caller, Arguments arguments) {
        caller.needs("chat:write");
        App app = caller.bot();
        Channel channel = writable(caller, arguments.text("channel"));
        if (channel.direct() && !app.home().messages()) {
            throw SlackError.of("messages_tab_disabled");
        }
        Content content = content(arguments, "msg_blocks_too_long");
        JsonNode metadata = metadata(arguments);
        String username = arguments.optional("username");
        String icon = arguments.optional("icon_url");
        String emoji = arguments.optional("icon_emoji");
        if (username != null || icon != null || emoji != null) {
            caller.needs("chat:write.customize");
        }
        Ts thread = thread(channel, arguments);
        Message message = workspace.post(ts -> new Message(
                channel.id(),
                ts,
                app.user(),
                app.id(),
                content.text(),
                content.blocks(),
                metadata,
                thread,
                username,
                icon,
                emoji,
                null,
                null,
                Map.of()));
        events.posted(message);
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.put("channel", channel.id()).put("ts", message.ts().toString());
        answer.set("message", shapes.posted(message));
        return answer;
    }

    /** A reply belongs to the thread of the message it answers, which may be a reply itself. */
    private @Nullable Ts thread(Channel channel, Arguments arguments) {
        if (arguments.text("thread_ts").isEmpty()) {
            return null;
        }
        Ts given = arguments.ts("thread_ts", "cannot_reply_to_message");
        Message answered =
                workspace.message(channel.id(), given).orElseThrow(() -> SlackError.of("cannot_reply_to_message"));
        return answered.thread() == null ? given : answered.thread();
    }

    /** A conversation to post to; a member's id stands for the direct messages with that member. */
    private Channel writable(Caller caller, String id) {
        Channel channel = workspace
                .member(id)
                .filter(Member::active)
                .map(member -> workspace.openDirect(caller.user(), member.id()))
                .orElseGet(() -> conversations.visible(caller, id));
        boolean withSomebodyGone = channel.direct()
                && workspace
                        .member(channel.other(caller.user()))
                        .filter(Member::active)
                        .isEmpty();
        if (channel.archived() || withSomebodyGone) {
            throw SlackError.of("is_archived");
        }
        return conversations.joined(caller, channel.id());
    }

    private ObjectNode update(Caller caller, Arguments arguments) {
        caller.needs("chat:write");
        Message message = own(caller, arguments, "cant_update_message");
        if (workspace.channel(message.channel()).filter(Channel::archived).isPresent()) {
            throw SlackError.of("is_inactive");
        }
        Content content = content(arguments, "msg_too_long");
        if (content.text().codePointCount(0, content.text().length()) > LONGEST_UPDATE) {
            throw SlackError.of("msg_too_long");
        }
        JsonNode given = metadata(arguments);
        Message changed = workspace
                .change(
                        message.channel(),
                        message.ts(),
                        old -> old.changed(
                                content.text(),
                                content.blocks(),
                                arguments.has("metadata") ? given : old.metadata(),
                                workspace.tick()))
                .orElseThrow(() -> SlackError.of("message_not_found"));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.put("channel", changed.channel())
                .put("ts", changed.ts().toString())
                .put("text", changed.text());
        answer.set("message", shapes.changed(changed));
        return answer;
    }

    private ObjectNode delete(Caller caller, Arguments arguments) {
        caller.needs("chat:write");
        Message message = own(caller, arguments, "cant_delete_message");
        workspace.remove(message.channel(), message.ts());
        return Json.MAPPER
                .createObjectNode()
                .put("channel", message.channel())
                .put("ts", message.ts().toString());
    }

    private Message own(Caller caller, Arguments arguments, String otherwise) {
        Channel channel = conversations.visible(caller, arguments.text("channel"));
        Message message = workspace
                .message(channel.id(), arguments.ts("ts", "message_not_found"))
                .orElseThrow(() -> SlackError.of("message_not_found"));
        if (!caller.bot().id().equals(message.app())) {
            throw SlackError.of(otherwise);
        }
        return message;
    }

    private ObjectNode postEphemeral(Caller caller, Arguments arguments) {
        caller.needs("chat:write");
        Channel channel = writable(caller, arguments.text("channel"));
        String user = arguments.text("user");
        if (!channel.members().contains(user)) {
            throw SlackError.of("user_not_in_channel");
        }
        Content content = content(arguments, "msg_too_long");
        Ts ts = workspace.tick();
        ephemerals.show(new Ephemeral(user, channel.id(), ts, caller.bot(), content.text(), content.blocks()));
        return Json.MAPPER.createObjectNode().put("message_ts", ts.toString());
    }

    private ObjectNode permalink(Caller caller, Arguments arguments) {
        Channel channel = conversations.visible(caller, arguments.text("channel"));
        Message message = workspace
                .message(channel.id(), arguments.ts("message_ts", "message_not_found"))
                .orElseThrow(() -> SlackError.of("message_not_found"));
        return Json.MAPPER
                .createObjectNode()
                .put("channel", channel.id())
                .put(
                        "permalink",
                        Team.URL + "archives/" + channel.id() + "/p"
                                + message.ts().micros());
    }
}
