package dev.muster.sandbox.slack.blocks;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.workspace.SlackError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an app sends as a view, held to Slack's limits (docs.slack.dev, "Modals" and "App Home"). */
public final class ViewBody {

    private static final int LARGEST = 250 * 1024;
    private static final List<String> KNOWN = List.of(
            "type",
            "title",
            "blocks",
            "close",
            "submit",
            "private_metadata",
            "callback_id",
            "clear_on_close",
            "notify_on_close",
            "external_id",
            "submit_disabled");

    private ViewBody() {}

    /**
     * The view, ready to be shown, with ids filled in.
     *
     * @throws SlackError {@code invalid_arguments} with what is wrong where, or {@code view_too_large}
     */
    public static ObjectNode of(JsonNode view, Surface surface) {
        if (Json.MAPPER.writeValueAsString(view).getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw SlackError.of("view_too_large");
        }
        var problems = new Problems();
        check(view, surface, problems);
        if (!problems.none()) {
            throw SlackError.of("invalid_arguments", problems.all());
        }
        var copy = (ObjectNode) view.deepCopy();
        copy.set("blocks", Blocks.completed(view.path("blocks")));
        return copy;
    }

    private static void check(JsonNode view, Surface surface, Problems problems) {
        String type = surface == Surface.HOME ? "home" : "modal";
        if (!view.path("type").asString("").equals(type)) {
            problems.add("must be \"" + type + "\"", "/view/type");
            return;
        }
        var texts = new Texts(problems);
        if (surface == Surface.MODAL) {
            texts.plain(view, "title", 24, true, "/view");
            texts.plain(view, "close", 24, false, "/view");
            texts.plain(view, "submit", 24, false, "/view");
            if (!view.has("submit") && hasInput(view.path("blocks"))) {
                problems.add("missing required field: submit", "/view");
            }
        }
        problems.optionalText(view, "private_metadata", 3000, "/view");
        problems.optionalText(view, "callback_id", 255, "/view");
        problems.optionalText(view, "external_id", 255, "/view");
        problems.only(view, "/view", KNOWN);
        if (view.path("blocks").isArray()) {
            Blocks.check(view.path("blocks"), surface, "/view/blocks", problems);
        } else {
            problems.add("missing required field: blocks", "/view");
        }
    }

    private static boolean hasInput(JsonNode blocks) {
        return blocks.valueStream()
                .anyMatch(block -> block.path("type").asString("").equals("input"));
    }
}
