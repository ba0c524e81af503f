package dev.muster.gateway.signup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.gateway.web.InvalidField;
import dev.muster.gateway.web.StrictJson;
import dev.muster.gateway.web.StrictJson.UnreadableBody;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a sign-up from JSON or from a form. What is strange is told, never guessed at and never an exception. */
final class SubmissionReader {

    private static final String WRAPPER = "body";

    private static final Set<String> FIELDS = Stream.of(
                    List.of(SignupRules.EMAIL, SignupRules.NAME), SignupRules.FIRST_NAMES, SignupRules.LAST_NAMES)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    /** Reads a JSON object, or one within a {@code body}, as the older clients send it. */
    Submission json(byte[] body) {
        try {
            var object = StrictJson.object(body);
            return object.get(WRAPPER) instanceof ObjectNode wrapped ? wrapped(object, wrapped) : fieldsOf(object, "#");
        } catch (UnreadableBody e) {
            return Submission.unreadable(e.reason());
        }
    }

    /** Reads the fields of an HTML form. */
    Submission form(byte[] body) {
        var values = new HashMap<String, String>();
        var errors = new ArrayList<InvalidField>();
        try {
            for (var pair : StrictJson.text(body).split("&", -1)) {
                var end = pair.indexOf('=');
                var field = URLDecoder.decode(end < 0 ? pair : pair.substring(0, end), UTF_8);
                var value = URLDecoder.decode(end < 0 ? "" : pair.substring(end + 1), UTF_8);
                if (!FIELDS.contains(field)) {
                    if (!pair.isEmpty()) {
                        errors.add(InvalidField.in("#", field, "error.unknown"));
                    }
                } else if (values.putIfAbsent(field, value) != null) {
                    errors.add(InvalidField.in("#", field, "error.twice"));
                }
            }
            return new Submission(values, "#", errors);
        } catch (UnreadableBody e) {
            return Submission.unreadable(e.reason());
        } catch (IllegalArgumentException e) {
            return Submission.unreadable("error.body.form");
        }
    }

    private static Submission wrapped(ObjectNode object, ObjectNode wrapped) {
        var beside = fieldsOf(object.deepCopy().without(WRAPPER), "#");
        var inside = fieldsOf(wrapped, "#/" + WRAPPER);
        var errors = new ArrayList<>(beside.errors());
        beside.values().keySet().forEach(field -> errors.add(InvalidField.in("#", field, "error.beside")));
        errors.addAll(inside.errors());
        return new Submission(inside.values(), inside.base(), errors);
    }

    private static Submission fieldsOf(JsonNode object, String base) {
        var values = new HashMap<String, String>();
        var errors = new ArrayList<InvalidField>();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            var field = property.getKey();
            if (!FIELDS.contains(field)) {
                errors.add(InvalidField.in(base, field, "error.unknown"));
            } else if (!property.getValue().isString()) {
                errors.add(InvalidField.in(base, field, "error.text"));
            } else {
                values.put(field, property.getValue().stringValue());
            }
        }
        return new Submission(values, base, errors);
    }
}
