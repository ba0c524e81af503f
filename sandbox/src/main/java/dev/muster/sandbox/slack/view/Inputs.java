package dev.muster.sandbox.slack.view;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.blocks.Blocks;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What people type into a view's inputs, in the shape of {@code state.values}, and what their Slack checks of it. */
public final class Inputs {

    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");
    private static final Pattern URL = Pattern.compile("https?://\\S+");

    private Inputs() {}

    /** The inputs as a view shows them at first. */
    static ObjectNode initial(ObjectNode body) {
        ObjectNode values = Json.MAPPER.createObjectNode();
        for (Blocks.Found input : stateful(body)) {
            put(values, input, initialValue(input.element()));
        }
        return values;
    }

    /** The inputs of a view that was changed: where block and action are the same, what was typed stays. */
    static ObjectNode kept(ObjectNode body, ObjectNode earlier) {
        ObjectNode values = initial(body);
        for (Blocks.Found input : stateful(body)) {
            JsonNode typed = earlier.path(input.block()).path(input.action());
            if (typed.path("type").asString("").equals(input.type())) {
                put(values, input, (ObjectNode) typed);
            }
        }
        return values;
    }

    /**
     * What was typed, put over what was there.
     *
     * @param typed by block and action: a text, an option's value, a list of them, or null for nothing
     * @throws IllegalArgumentException in a sentence, where there is no such input or option
     */
    public static ObjectNode typed(View view, Map<String, Map<String, @Nullable Object>> typed) {
        ObjectNode values = view.values().deepCopy();
        var known = new LinkedHashMap<String, Blocks.Found>();
        stateful(view.body()).forEach(input -> known.put(input.block() + "\n" + input.action(), input));
        typed.forEach((block, actions) -> actions.forEach((action, value) -> {
            Blocks.Found input = known.get(block + "\n" + action);
            if (input == null) {
                throw new IllegalArgumentException(
                        "the view has no input \"" + action + "\" in a block \"" + block + "\"");
            }
            put(values, input, value(input.element(), value));
        }));
        return values;
    }

    /** What Slack itself tells a person before it bothers the app, by block; empty where all is well. */
    public static Map<String, String> errors(View view, ObjectNode values) {
        var errors = new LinkedHashMap<String, String>();
        for (JsonNode block : view.blocks()) {
            if (block.path("type").asString("").equals("input")) {
                String id = block.path("block_id").asString("");
                JsonNode element = block.path("element");
                JsonNode value = values.path(id).path(element.path("action_id").asString(""));
                error(element, value, block.path("optional").asBoolean(false))
                        .ifPresent(error -> errors.put(id, error));
            }
        }
        return errors;
    }

    private static Optional<String> error(JsonNode element, JsonNode value, boolean optional) {
        if (empty(value)) {
            return optional ? Optional.empty() : Optional.of("Please complete this required field.");
        }
        String text = value.path("value").asString("");
        return switch (element.path("type").asString("")) {
            case "plain_text_input" -> {
                int length = text.codePointCount(0, text.length());
                int most = element.path("max_length").asInt(3000);
                int least = element.path("min_length").asInt(0);
                yield length > most
                        ? Optional.of("Must be less than " + (most + 1) + " characters.")
                        : length < least ? Optional.of("Must be at least " + least + " characters.") : Optional.empty();
            }
            case "email_text_input" ->
                EMAIL.matcher(text).matches() ? Optional.empty() : Optional.of("Please enter a valid email address.");
            case "url_text_input" ->
                URL.matcher(text).matches() ? Optional.empty() : Optional.of("Please enter a valid URL.");
            case "number_input" -> number(element, text);
            default -> Optional.empty();
        };
    }

    private static Optional<String> number(JsonNode element, String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            if (!element.path("is_decimal_allowed").asBoolean(false)
                    && number.stripTrailingZeros().scale() > 0) {
                return Optional.of("Please enter a whole number.");
            }
            return Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.of("Please enter a valid number.");
        }
    }

    private static boolean empty(JsonNode value) {
        return value.propertyStream()
                .filter(field -> !field.getKey().equals("type"))
                .allMatch(field -> nothing(field.getValue()));
    }

    private static boolean nothing(JsonNode value) {
        return value.isNull()
                || (value.isContainer() && value.isEmpty())
                || (value.isString() && value.asString().isEmpty());
    }

    private static List<Blocks.Found> stateful(ObjectNode body) {
        return Blocks.used((ArrayNode) body.path("blocks")).stream()
                .filter(found -> !found.type().equals("button") && !found.type().equals("overflow"))
                .toList();
    }

    private static void put(ObjectNode values, Blocks.Found input, ObjectNode value) {
        ObjectNode block =
                values.path(input.block()) instanceof ObjectNode there ? there : values.putObject(input.block());
        block.set(input.action(), value);
    }

    private static ObjectNode initialValue(ObjectNode element) {
        ObjectNode value = empty(element.path("type").asString(""));
        String field = field(element.path("type").asString(""));
        JsonNode initial = element.path(field.replace("selected_", "initial_").replaceAll("^value$", "initial_value"));
        if (!initial.isMissingNode()) {
            value.set(field, initial);
        }
        return value;
    }

    private static ObjectNode empty(String type) {
        ObjectNode value = Json.MAPPER.createObjectNode().put("type", type);
        String field = field(type);
        if (field.endsWith("s")) {
            value.putArray(field);
        } else {
            value.putNull(field);
        }
        return value;
    }

    /** What somebody entered or chose in one element, as state and actions tell it. */
    public static ObjectNode value(ObjectNode element, @Nullable Object entered) {
        String type = element.path("type").asString("");
        ObjectNode value = empty(type);
        String field = field(type);
        if (entered == null || entered.equals("")) {
            return value;
        }
        if (entered instanceof List<?> several && field.endsWith("s")) {
            ArrayNode chosen = value.putArray(field);
            for (String one : texts(several)) {
                if (field.equals("selected_options")) {
                    chosen.add(option(element, one));
                } else {
                    chosen.add(one);
                }
            }
        } else if (entered instanceof String text && !field.endsWith("s")) {
            if (field.equals("selected_option")) {
                value.set(field, option(element, text));
            } else if (field.equals("selected_date_time")) {
                value.put(field, Long.parseLong(text));
            } else {
                value.put(field, text);
            }
        } else {
            throw new IllegalArgumentException(
                    "a " + type + " takes " + (field.endsWith("s") ? "a list of texts" : "a text"));
        }
        return value;
    }

    private static List<String> texts(List<?> several) {
        var texts = new ArrayList<String>();
        several.forEach(one -> texts.add(String.valueOf(one)));
        return texts;
    }

    private static JsonNode option(ObjectNode element, String wanted) {
        var options = new ArrayList<JsonNode>();
        element.path("options").forEach(options::add);
        element.path("option_groups").forEach(group -> group.path("options").forEach(options::add));
        return options.stream()
                .filter(option -> option.path("value").asString("").equals(wanted))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no option with the value \"" + wanted + "\""));
    }

    private static String field(String type) {
        return switch (type) {
            case "static_select", "external_select", "radio_buttons", "overflow" -> "selected_option";
            case "multi_static_select", "multi_external_select", "checkboxes" -> "selected_options";
            case "users_select" -> "selected_user";
            case "multi_users_select" -> "selected_users";
            case "conversations_select" -> "selected_conversation";
            case "multi_conversations_select" -> "selected_conversations";
            case "channels_select" -> "selected_channel";
            case "multi_channels_select" -> "selected_channels";
            case "datepicker" -> "selected_date";
            case "timepicker" -> "selected_time";
            case "datetimepicker" -> "selected_date_time";
            default -> "value";
        };
    }
}
