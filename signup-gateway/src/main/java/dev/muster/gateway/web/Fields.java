package dev.muster.gateway.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a JSON object as they are read, and all that is wrong with them. A {@code null} is a field that is not there. */
public final class Fields {

    private static final String HERE = "#";

    private final ObjectNode object;
    private final List<InvalidField> errors = new ArrayList<>();

    /** The fields of an object that may have these. */
    public Fields(ObjectNode object, Set<String> known) {
        this.object = object;
        object.propertyNames().stream()
                .filter(field -> !known.contains(field))
                .forEach(field -> refuse(field, "error.unknown"));
    }

    /** Says what is wrong with a field. */
    public void refuse(String field, String reason) {
        errors.add(InvalidField.in(HERE, field, reason));
    }

    /** All that is wrong. */
    public List<InvalidField> errors() {
        return List.copyOf(errors);
    }

    /** A field's text. */
    public Optional<String> text(String field) {
        return value(field).flatMap(value -> {
            if (value.isString()) {
                return Optional.of(value.stringValue());
            }
            refuse(field, "error.text");
            return Optional.empty();
        });
    }

    /** A field's text, which must be there. */
    public Optional<String> requiredText(String field) {
        if (value(field).isEmpty()) {
            refuse(field, "error.required");
        }
        return text(field);
    }

    /** Whether a field is true. */
    public Optional<Boolean> flag(String field) {
        return value(field).flatMap(value -> {
            if (value.isBoolean()) {
                return Optional.of(value.booleanValue());
            }
            refuse(field, "error.flag");
            return Optional.empty();
        });
    }

    /** A field's whole number, which must be one of these at least and at most. */
    public Optional<Integer> number(String field, int least, int most, String reason) {
        return value(field).flatMap(value -> {
            if (value.isInt() && value.intValue() >= least && value.intValue() <= most) {
                return Optional.of(value.intValue());
            }
            refuse(field, reason);
            return Optional.empty();
        });
    }

    /**
     * A field's texts: those of them that are texts, and against which nothing is to be said.
     *
     * @param reasonAgainst what is to be said against one of them, as a key of the message bundle
     */
    public Optional<List<String>> texts(String field, Function<String, Optional<String>> reasonAgainst) {
        return value(field).flatMap(value -> {
            if (value.isArray()) {
                return Optional.of(good(field, value, reasonAgainst));
            }
            refuse(field, "error.list");
            return Optional.empty();
        });
    }

    private List<String> good(String field, JsonNode list, Function<String, Optional<String>> reasonAgainst) {
        var texts = new ArrayList<String>();
        for (var index = 0; index < list.size(); index++) {
            var element = list.get(index);
            var reason = element.isString() ? reasonAgainst.apply(element.stringValue()) : Optional.of("error.text");
            if (reason.isPresent()) {
                errors.add(InvalidField.in(HERE + "/" + field, Integer.toString(index), reason.get()));
            } else {
                texts.add(element.stringValue());
            }
        }
        return texts;
    }

    /** How many elements a field's list has. */
    public int size(String field) {
        return value(field).map(JsonNode::size).orElse(0);
    }

    /** Whether a field is not there, or is a list without elements. */
    public boolean isEmpty(String field) {
        return value(field)
                .filter(value -> !value.isArray() || !value.isEmpty())
                .isEmpty();
    }

    private Optional<JsonNode> value(String field) {
        return Optional.ofNullable(object.get(field)).filter(value -> !value.isNull());
    }
}
