package dev.muster.sandbox.slack.view;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Team;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A modal that is open, or somebody's App Home.
 *
 * @param user who sees it
 * @param body as the app sent it, with ids filled in
 * @param hash changes with every change of the view
 * @param previous the view under it, or null
 * @param root the first view of its stack
 * @param values what was typed last, as {@code state.values} has it
 */
public record View(
        String id,
        App app,
        String user,
        ObjectNode body,
        String hash,
        @Nullable String previous,
        String root,
        ObjectNode values) {

    View changed(ObjectNode newBody, String newHash) {
        return new View(id, app, user, newBody, newHash, previous, root, values);
    }

    /** The same view with what was typed into it. */
    public View typed(ObjectNode newValues) {
        return new View(id, app, user, body, hash, previous, root, newValues);
    }

    /** The blocks, all with ids. */
    public ArrayNode blocks() {
        return (ArrayNode) body.path("blocks");
    }

    boolean home() {
        return body.path("type").asString("").equals("home");
    }

    /** Whether the app wants to hear of its closing. */
    public boolean notifiesOnClose() {
        return body.path("notify_on_close").asBoolean(false);
    }

    String externalId() {
        return body.path("external_id").asString("");
    }

    /** The view as Slack words it, in answers and payloads alike. */
    public ObjectNode shape() {
        ObjectNode shape = Json.MAPPER.createObjectNode();
        shape.put("id", id)
                .put("team_id", Team.ID)
                .put("type", body.path("type").asString(""));
        shape.set("blocks", blocks());
        shape.put("private_metadata", body.path("private_metadata").asString(""))
                .put("callback_id", body.path("callback_id").asString(""));
        shape.putObject("state").set("values", values);
        shape.put("hash", hash);
        if (!home()) {
            shape.set("title", body.path("title"));
            shape.set("close", orNull("close"));
            shape.set("submit", orNull("submit"));
        }
        return shape.put("clear_on_close", body.path("clear_on_close").asBoolean(false))
                .put("notify_on_close", notifiesOnClose())
                .put("previous_view_id", previous)
                .put("root_view_id", root)
                .put("app_id", app.id())
                .put("external_id", externalId())
                .put("app_installed_team_id", Team.ID)
                .put("bot_id", app.bot());
    }

    private JsonNode orNull(String name) {
        return body.has(name) ? body.path(name) : Json.MAPPER.nullNode();
    }
}
