package dev.muster.gateway.signup;

import dev.muster.gateway.web.InvalidField;
import java.util.List;
import java.util.Map;

/**
 * What a client sent, read but not checked.
 *
 * @param values the texts that it gave for fields that we know, by the client's own names for them
 * @param base the pointer of the object that they stand in
 * @param errors what could not be read as a field of ours
 */
record Submission(Map<String, String> values, String base, List<InvalidField> errors) {

    Submission {
        values = Map.copyOf(values);
        errors = List.copyOf(errors);
    }

    /** A submission in which nothing stands. */
    static Submission unreadable(String reason) {
        return new Submission(Map.of(), "#", List.of(new InvalidField("#", reason)));
    }

    /** What was typed into a field, empty where nothing was. */
    String typed(String field) {
        return values.getOrDefault(field, "");
    }

    /** Whether the client sent the field at all. */
    boolean has(String field) {
        return values.containsKey(field);
    }
}
