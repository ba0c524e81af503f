package dev.muster.sandbox.slack;

import dev.muster.sandbox.emulator.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;

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
}
