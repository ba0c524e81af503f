package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Ts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The arguments of one Web API call, from query, form or JSON alike; the token stands apart from them. */
record Arguments(
        Map<String, @Nullable Object> values, @Nullable String token) {

    private static final String TOKEN = "token";

    static Arguments of(MultiValueMap<String, String> parameters, @Nullable String bearer) {
        var values = new LinkedHashMap<String, @Nullable Object>(parameters.toSingleValueMap());
        return separate(values, bearer);
    }

    /**
     * Reads a JSON body; query parameters beside it count too.
     *
     * @throws JacksonException when the body is not a JSON object
     */
    static Arguments json(String body, MultiValueMap<String, String> parameters, @Nullable String bearer) {
        var values = new LinkedHashMap<String, @Nullable Object>(parameters.toSingleValueMap());
        values.putAll(Json.object(body));
        return separate(values, bearer);
    }

    private static Arguments separate(Map<String, @Nullable Object> values, @Nullable String bearer) {
        Object argument = values.remove(TOKEN);
        return new Arguments(values, bearer != null ? bearer : argument instanceof String text ? text : null);
    }

    /** The named argument as text, empty where it is missing. */
    String text(String name) {
        Object value = values.get(name);
        return value == null ? "" : value.toString().strip();
    }

    /** Whether the named argument is set, as {@code true} or {@code 1}. */
    boolean flag(String name) {
        String value = text(name);
        return value.equalsIgnoreCase("true") || value.equals("1");
    }

    /** The named argument as a list, given as such or separated by commas. */
    List<String> list(String name) {
        if (values.get(name) instanceof List<?> given) {
            return given.stream().map(String::valueOf).toList();
        }
        return Arrays.stream(text(name).split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** Whether the argument was given at all. */
    boolean has(String name) {
        return values.get(name) != null;
    }

    /** The named argument with all its blanks. */
    String verbatim(String name) {
        Object value = values.get(name);
        return value == null ? "" : value.toString();
    }

    /** The named argument if it is not empty. */
    @Nullable String optional(String name) {
        String value = text(name);
        return value.isEmpty() ? null : value;
    }

    /**
     * The named argument as JSON, given as such or as a text that holds it; null where it is missing.
     *
     * @param error what is answered where it cannot be read
     */
    @Nullable JsonNode json(String name, String error) {
        Object value = values.get(name);
        if (value == null || "".equals(value)) {
            return null;
        }
        try {
            return value instanceof String text ? Json.MAPPER.readTree(text) : Json.MAPPER.valueToTree(value);
        } catch (JacksonException _) {
            throw SlackError.of(error);
        }
    }

    /** A whole number of at least one, or another where it is missing. */
    int number(String name, int other, int most) {
        String text = text(name);
        if (text.isEmpty() || text.equals("0")) {
            return other;
        }
        try {
            int number = Integer.parseInt(text);
            if (number < 1) {
                throw SlackError.of("invalid_arguments");
            }
            return Math.min(number, most);
        } catch (NumberFormatException _) {
            throw SlackError.of("invalid_arguments");
        }
    }

    /** The named argument as a timestamp, or another where it is missing. */
    Ts ts(String name, Ts other, String error) {
        String text = text(name);
        return text.isEmpty() ? other : Ts.parse(text).orElseThrow(() -> SlackError.of(error));
    }

    /** The named argument as a timestamp, which must be given. */
    Ts ts(String name, String error) {
        return Ts.parse(text(name)).orElseThrow(() -> SlackError.of(error));
    }
}
