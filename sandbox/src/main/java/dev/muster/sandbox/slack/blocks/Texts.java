package dev.muster.sandbox.slack.blocks;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Block Kit's composition objects: text, options, confirmation dialogs (docs.slack.dev, "Composition objects"). */
final class Texts {

    private final Problems problems;

    Texts(Problems problems) {
        this.problems = problems;
    }

    void plain(JsonNode parent, String name, int most, boolean required, String place) {
        text(parent, name, most, required, true, place);
    }

    void any(JsonNode parent, String name, int most, boolean required, String place) {
        text(parent, name, most, required, false, place);
    }

    private void text(JsonNode parent, String name, int most, boolean required, boolean plainOnly, String place) {
        JsonNode text = parent.path(name);
        if (text.isMissingNode() || text.isNull()) {
            if (required) {
                problems.add("missing required field: " + name, place);
            }
            return;
        }
        text(text, most, plainOnly, place + "/" + name);
    }

    void text(JsonNode text, int most, boolean plainOnly, String place) {
        String type = text.path("type").asString("");
        boolean plain = type.equals("plain_text");
        if (!text.isObject() || !(plain || (type.equals("mrkdwn") && !plainOnly))) {
            problems.add(plainOnly ? "must be a plain_text object" : "must be a text object", place);
            return;
        }
        problems.text(text, "text", most, place);
        problems.only(text, place, plain ? List.of("type", "text", "emoji") : List.of("type", "text", "verbatim"));
    }

    void options(JsonNode element, int most, String place) {
        JsonNode groups = element.path("option_groups");
        if (groups.isArray()) {
            problems.count(groups, 1, 100, place + "/option_groups");
            for (int i = 0; i < groups.size(); i++) {
                String at = place + "/option_groups/" + i;
                plain(groups.path(i), "label", 75, true, at);
                options(groups.path(i).path("options"), most, at + "/options", true);
            }
        } else {
            options(element.path("options"), most, place + "/options", true);
        }
    }

    void initialOptions(JsonNode element, int most, String place) {
        if (element.has("initial_options")) {
            options(element.path("initial_options"), most, place + "/initial_options", true);
        }
        if (element.has("initial_option")) {
            option(element.path("initial_option"), place + "/initial_option");
        }
    }

    private void options(JsonNode options, int most, String place, boolean required) {
        problems.count(options, required ? 1 : 0, most, place);
        for (int i = 0; i < options.size(); i++) {
            option(options.path(i), place + "/" + i);
        }
    }

    private void option(JsonNode option, String place) {
        any(option, "text", 75, true, place);
        problems.text(option, "value", 150, place);
        any(option, "description", 75, false, place);
    }

    void confirmation(JsonNode element, String place) {
        JsonNode dialog = element.path("confirm");
        if (dialog.isMissingNode()) {
            return;
        }
        String at = place + "/confirm";
        plain(dialog, "title", 100, true, at);
        any(dialog, "text", 300, true, at);
        plain(dialog, "confirm", 30, true, at);
        plain(dialog, "deny", 30, true, at);
    }
}
