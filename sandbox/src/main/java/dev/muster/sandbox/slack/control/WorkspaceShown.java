package dev.muster.sandbox.slack.control;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.interaction.Ephemeral;
import dev.muster.sandbox.slack.interaction.Parts;
import dev.muster.sandbox.slack.view.View;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Posted;
import dev.muster.sandbox.slack.workspace.Team;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The whole workspace for people and tests: Slack's own shapes, with all that one person, or everybody, sees. */
final class WorkspaceShown {

    private final Parts parts;

    WorkspaceShown(Parts parts) {
        this.parts = parts;
    }

    /**
     * What there is.
     *
     * @param viewer whose channels, views and ephemeral messages to show, or null for everybody's
     */
    ObjectNode to(@Nullable String viewer) {
        ObjectNode shown = Json.MAPPER.createObjectNode();
        shown.putObject("team")
                .put("id", Team.ID)
                .put("name", Team.NAME)
                .put("domain", Team.DOMAIN)
                .put("url", Team.URL);
        Predicate<String> seen = user -> viewer == null || viewer.equals(user);
        ArrayNode apps = shown.putArray("apps");
        parts.workspace().apps().forEach(app -> apps.add(app(app)));
        ArrayNode members = shown.putArray("members");
        parts.workspace().members().forEach(member -> members.add(parts.shapes().user(member, true)));
        ArrayNode channels = shown.putArray("channels");
        parts.workspace().channels().stream()
                .filter(channel -> viewer == null || channel.members().contains(viewer))
                .forEach(channel -> channels.add(channel(channel, viewer)));
        ArrayNode views = shown.putArray("views");
        parts.views().all().stream().filter(view -> seen.test(view.user())).forEach(view -> views.add(view(view)));
        ArrayNode ephemerals = shown.putArray("ephemerals");
        parts.ephemerals().all().stream()
                .filter(message -> seen.test(message.user()))
                .forEach(message -> ephemerals.add(ephemeral(message)));
        shown.set("invitations", Json.MAPPER.valueToTree(parts.invitations().all()));
        return shown;
    }

    private ObjectNode app(App app) {
        ObjectNode shape = Json.MAPPER.createObjectNode();
        shape.put("id", app.id())
                .put("name", app.name())
                .put("user", app.user())
                .put("bot_id", app.bot())
                .put("connections", parts.socket().connections(app.id()))
                .put("events_given_up", parts.socket().eventsGivenUp(app.id()));
        app.commands().forEach(shape.putArray("commands")::add);
        return shape;
    }

    private ObjectNode channel(Channel channel, @Nullable String viewer) {
        ObjectNode shape = Json.MAPPER
                .createObjectNode()
                .put("id", channel.id())
                .put("name", channel.name())
                .put("is_im", channel.direct())
                .put("is_private", channel.kind() == Channel.Kind.PRIVATE)
                .put("is_archived", channel.archived());
        if (channel.direct()) {
            shape.put("user", viewer == null ? person(channel) : channel.other(viewer));
        }
        channel.members().forEach(shape.putArray("members")::add);
        ArrayNode messages = shape.putArray("messages");
        for (Posted posted : parts.workspace().allPosted(channel.id())) {
            messages.add(parts.shapes().history(posted, true));
        }
        return shape;
    }

    private String person(Channel direct) {
        return direct.members().stream()
                .filter(id -> parts.workspace().member(id).filter(Member::bot).isEmpty())
                .findFirst()
                .orElse("");
    }

    private static ObjectNode view(View view) {
        return view.shape().put("user", view.user());
    }

    private static ObjectNode ephemeral(Ephemeral message) {
        ObjectNode shape = Json.MAPPER
                .createObjectNode()
                .put("type", "message")
                .put("is_ephemeral", true)
                .put("user", message.user())
                .put("channel", message.channel())
                .put("ts", message.ts().toString())
                .put("bot_id", message.app().bot())
                .put("text", message.text());
        if (message.blocks() != null) {
            shape.set("blocks", message.blocks());
        }
        return shape;
    }
}
