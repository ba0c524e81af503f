package dev.muster.sandbox.slack.interaction;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.blocks.Blocks;
import dev.muster.sandbox.slack.view.Inputs;
import dev.muster.sandbox.slack.view.View;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Shapes;
import dev.muster.sandbox.slack.workspace.Team;
import dev.muster.sandbox.slack.workspace.Ts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What apps are told of interactions, in the shape of Slack's samples (slackapi/java-slack-sdk, json-logs). */
final class Payloads {

    private final Shapes shapes;

    Payloads(Shapes shapes) {
        this.shapes = shapes;
    }

    ObjectNode command(
            App app, Member member, Channel channel, String command, String text, String responseUrl, Trigger trigger) {
        return Json.MAPPER
                .createObjectNode()
                .put("token", "emulated")
                .put("team_id", Team.ID)
                .put("team_domain", Team.DOMAIN)
                .put("channel_id", channel.id())
                .put("channel_name", name(channel))
                .put("user_id", member.id())
                .put("user_name", member.name())
                .put("command", command)
                .put("text", text)
                .put("api_app_id", app.id())
                .put("is_enterprise_install", false)
                .put("response_url", responseUrl)
                .put("trigger_id", trigger.id());
    }

    ObjectNode pressedInMessage(
            Trigger trigger,
            Member member,
            Channel channel,
            Ts ts,
            @Nullable ObjectNode message,
            ObjectNode action,
            String responseUrl) {
        ObjectNode payload = interaction("block_actions", trigger.app(), member);
        ObjectNode container = payload.putObject("container")
                .put("type", "message")
                .put("message_ts", ts.toString())
                .put("channel_id", channel.id())
                .put("is_ephemeral", message == null);
        if (message != null && message.has("thread_ts")) {
            container.set("thread_ts", message.path("thread_ts"));
        }
        payload.put("trigger_id", trigger.id());
        payload.putObject("channel").put("id", channel.id()).put("name", name(channel));
        if (message != null) {
            payload.set("message", message);
        }
        payload.putObject("state").putObject("values");
        payload.put("response_url", responseUrl).putArray("actions").add(action);
        return payload;
    }

    ObjectNode pressedInView(Trigger trigger, Member member, View view, ObjectNode action) {
        ObjectNode payload = interaction("block_actions", trigger.app(), member);
        payload.putObject("container").put("type", "view").put("view_id", view.id());
        payload.put("trigger_id", trigger.id());
        payload.set("view", view.shape());
        payload.putArray("actions").add(action);
        return payload;
    }

    ObjectNode submitted(Trigger trigger, Member member, View view) {
        ObjectNode payload =
                interaction("view_submission", trigger.app(), member).put("trigger_id", trigger.id());
        payload.set("view", view.shape());
        payload.putArray("response_urls");
        return payload;
    }

    ObjectNode closed(Member member, View view, boolean cleared) {
        ObjectNode payload = interaction("view_closed", view.app(), member);
        payload.set("view", view.shape());
        return payload.put("is_cleared", cleared);
    }

    private ObjectNode interaction(String type, App app, Member member) {
        ObjectNode payload = Json.MAPPER.createObjectNode().put("type", type);
        payload.set("user", shapes.inPayloads(member));
        payload.put("api_app_id", app.id()).put("token", "emulated");
        payload.set("team", Team.inPayloads());
        return payload.putNull("enterprise").put("is_enterprise_install", false);
    }

    /** What was pressed or chosen, as one of a payload's actions. */
    static ObjectNode action(Blocks.Found found, @Nullable Object chosen, Ts at) {
        ObjectNode element = found.element();
        ObjectNode action = Json.MAPPER.createObjectNode();
        action.put("type", found.type()).put("action_id", found.action()).put("block_id", found.block());
        if (found.type().equals("button")) {
            for (String name : List.of("text", "value", "url", "style", "confirm")) {
                copy(element, action, name);
            }
        } else {
            copy(element, action, "placeholder");
            Inputs.value(element, chosen)
                    .propertyStream()
                    .forEach(field -> action.set(field.getKey(), field.getValue()));
        }
        return action.put("action_ts", at.toString());
    }

    private static void copy(ObjectNode from, ObjectNode to, String name) {
        JsonNode value = from.path(name);
        if (!value.isMissingNode()) {
            to.set(name, value);
        }
    }

    private static String name(Channel channel) {
        return channel.direct()
                ? "directmessage"
                : channel.kind() == Channel.Kind.PRIVATE ? "privategroup" : channel.name();
    }
}
