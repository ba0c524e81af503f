package dev.muster.sandbox.slack.blocks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What is wrong with blocks or a view, each in Slack's words with the JSON pointer of the place. */
final class Problems {

    private final List<String> found = new ArrayList<>();

    void add(String problem, String place) {
        found.add(problem + " [json-pointer:" + place + "]");
    }

    /** A text that must be there, within bounds. */
    void text(JsonNode parent, String name, int most, String place) {
        JsonNode value = parent.path(name);
        if (!value.isString()) {
            add("missing required field: " + name, place);
        } else {
            length(value.asString(), 1, most, place + "/" + name);
        }
    }

    /** A text that may be missing, within bounds. */
    void optionalText(JsonNode parent, String name, int most, String place) {
        JsonNode value = parent.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        if (value.isString()) {
            length(value.asString(), 0, most, place + "/" + name);
        } else {
            add("must provide a string", place + "/" + name);
        }
    }

    /** A whole number that may be missing, within bounds. */
    void number(JsonNode parent, String name, int least, int most, String place) {
        JsonNode value = parent.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
            add("must be an integer of " + least + " to " + most, place + "/" + name);
        }
    }

    /** How many things there may be. */
    void count(JsonNode list, int least, int most, String place) {
        if (!list.isArray()) {
            add("must provide an array", place);
        } else if (list.size() < least) {
            add("no fewer than " + least + " items allowed", place);
        } else if (list.size() > most) {
            add("no more than " + most + " items allowed", place);
        }
    }

    void length(String text, int least, int most, String place) {
        int length = text.codePointCount(0, text.length());
        if (length < least) {
            add("must be more than " + (least - 1) + " characters", place);
        } else if (length > most) {
            add("must be less than " + (most + 1) + " characters", place);
        }
    }

    /** Whatever is given under this name must be one of these. */
    void oneOf(JsonNode parent, String name, List<String> words, String place) {
        JsonNode value = parent.path(name);
        if (!value.isMissingNode() && !(value.isString() && words.contains(value.asString()))) {
            add("failed to match any of " + words, place + "/" + name);
        }
    }

    /** A web address, within bounds. */
    void url(JsonNode parent, String name, boolean required, String place) {
        JsonNode value = parent.path(name);
        if (value.isMissingNode() && !required) {
            return;
        }
        text(parent, name, 3000, place);
        if (value.isString() && !ADDRESS.matcher(value.asString()).lookingAt()) {
            add("must be a valid URL", place + "/" + name);
        }
    }

    private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.+");

    /** Only these fields are known. */
    void only(JsonNode object, String place, List<String> known) {
        String others = object.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            add("no more items allowed: " + others, place);
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    List<String> all() {
        return List.copyOf(found);
    }
}
