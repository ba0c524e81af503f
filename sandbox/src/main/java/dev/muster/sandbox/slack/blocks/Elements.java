package dev.muster.sandbox.slack.blocks;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Block Kit's elements: what people press, choose from and type into (docs.slack.dev, "Block elements"). */
final class Elements {

    private static final Set<String> SELECTS =
            Set.of("users_select", "conversations_select", "channels_select", "external_select");
    private static final Set<String> MULTI_SELECTS = Set.of(
            "multi_users_select", "multi_conversations_select", "multi_channels_select", "multi_external_select");
    private static final Set<String> PICKERS = Set.of("datepicker", "timepicker", "datetimepicker");
    private static final Set<String> TYPED = Set.of(
            "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input");

    private final Problems problems;
    private final Texts texts;

    Elements(Problems problems) {
        this.problems = problems;
        this.texts = new Texts(problems);
    }

    /** Whether people do something with an element of this type. */
    static boolean interactive(String type) {
        return type.equals("button")
                || type.equals("overflow")
                || type.equals("static_select")
                || type.equals("multi_static_select")
                || type.equals("radio_buttons")
                || type.equals("checkboxes")
                || SELECTS.contains(type)
                || MULTI_SELECTS.contains(type)
                || PICKERS.contains(type)
                || TYPED.contains(type);
    }

    void inActions(JsonNode element, String place) {
        String type = element.path("type").asString("");
        if (!interactive(type) || TYPED.contains(type)) {
            problems.add("unsupported element: " + type, place);
        } else {
            check(element, type, place);
        }
    }

    void inInput(JsonNode element, String place) {
        String type = element.path("type").asString("");
        if (!interactive(type) || type.equals("button") || type.equals("overflow")) {
            problems.add("unsupported element: " + type, place);
        } else {
            check(element, type, place);
        }
    }

    void asAccessory(JsonNode element, String place) {
        String type = element.path("type").asString("");
        if (type.equals("image")) {
            image(element, place);
        } else {
            inActions(element, place);
        }
    }

    void inContext(JsonNode element, String place) {
        if (element.path("type").asString("").equals("image")) {
            image(element, place);
        } else {
            texts.text(element, 3000, false, place);
        }
    }

    void image(JsonNode element, String place) {
        problems.text(element, "alt_text", 2000, place);
        if (!element.has("slack_file")) {
            problems.url(element, "image_url", true, place);
        }
    }

    private void check(JsonNode element, String type, String place) {
        problems.optionalText(element, "action_id", 255, place);
        texts.plain(element, "placeholder", 150, false, place);
        texts.confirmation(element, place);
        switch (type) {
            case "button" -> button(element, place);
            case "overflow" -> texts.options(element, 5, place);
            case "radio_buttons", "checkboxes" -> {
                texts.options(element, 10, place);
                texts.initialOptions(element, 10, place);
            }
            case "static_select", "multi_static_select" -> {
                texts.options(element, 100, place);
                texts.initialOptions(element, 100, place);
            }
            case "plain_text_input" -> plainTextInput(element, place);
            case "number_input" -> {
                if (!element.path("is_decimal_allowed").isBoolean()) {
                    problems.add("missing required field: is_decimal_allowed", place);
                }
            }
            default -> {
                // The others have nothing of their own that is limited.
            }
        }
    }

    private void button(JsonNode button, String place) {
        texts.plain(button, "text", 75, true, place);
        problems.optionalText(button, "value", 2000, place);
        problems.optionalText(button, "accessibility_label", 75, place);
        problems.url(button, "url", false, place);
        problems.oneOf(button, "style", List.of("primary", "danger"), place);
        problems.only(
                button,
                place,
                List.of("type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"));
    }

    private void plainTextInput(JsonNode input, String place) {
        problems.number(input, "min_length", 0, 3000, place);
        problems.number(input, "max_length", 1, 3000, place);
        problems.optionalText(input, "initial_value", 3000, place);
        int least = input.path("min_length").asInt(0);
        if (least > input.path("max_length").asInt(3000)) {
            problems.add("min_length must not be greater than max_length", place);
        }
        problems.only(
                input,
                place,
                List.of(
                        "type",
                        "action_id",
                        "placeholder",
                        "initial_value",
                        "multiline",
                        "min_length",
                        "max_length",
                        "dispatch_action_config",
                        "focus_on_load"));
    }
}
