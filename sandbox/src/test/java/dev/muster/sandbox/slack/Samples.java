package dev.muster.sandbox.slack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What Slack's own samples have: keys with their types, and the errors that are documented for each method. */
final class Samples {

    /** What is below these is what an app sent itself. */
    private static final Set<String> OPAQUE = Set.of("blocks", "event_payload", "values");

    private static final Map<String, Set<String>> ERRORS = errors();

    private Samples() {}

    /** Keys and types that a sample does not have; null stands for any type. */
    static List<String> strangers(String sample, JsonNode actual) {
        var known = new HashMap<String, String>();
        for (String line : read(sample + ".keys").lines().toList()) {
            known.put(line.substring(0, line.lastIndexOf(' ')), line.substring(line.lastIndexOf(' ') + 1));
        }
        var strangers = new ArrayList<String>();
        walk(actual, "", known, strangers);
        return strangers;
    }

    private static void walk(JsonNode node, String path, Map<String, String> known, List<String> strangers) {
        node.propertyStream().forEach(field -> {
            String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            visit(field.getValue(), at, known, strangers);
            if (!OPAQUE.contains(field.getKey())) {
                walk(field.getValue(), at, known, strangers);
            }
        });
        if (node.isArray()) {
            node.forEach(item -> {
                visit(item, path + "[]", known, strangers);
                walk(item, path + "[]", known, strangers);
            });
        }
    }

    private static void visit(JsonNode value, String path, Map<String, String> known, List<String> strangers) {
        String types = known.get(path);
        if (types == null || (!value.isNull() && !types.contains(type(value)))) {
            strangers.add(path + " " + type(value) + (types == null ? "" : ", there " + types));
        }
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case STRING -> "string";
            default -> "null";
        };
    }

    /** Whether an error is documented for a method, or for all of them. */
    static boolean documented(String method, String error) {
        return ERRORS.getOrDefault(method, Set.of()).contains(error)
                || ERRORS.getOrDefault("*", Set.of()).contains(error);
    }

    /** The methods whose errors are documented. */
    static Set<String> methods() {
        var methods = new HashSet<>(ERRORS.keySet());
        methods.remove("*");
        return methods;
    }

    private static Map<String, Set<String>> errors() {
        var errors = new HashMap<String, Set<String>>();
        for (String line : read("errors.txt").lines().toList()) {
            int colon = line.indexOf(':');
            errors.put(
                    line.substring(0, colon),
                    Set.copyOf(Arrays.asList(line.substring(colon + 1).strip().split(" ", -1))));
        }
        return errors;
    }

    private static String read(String name) {
        try (InputStream file =
                Objects.requireNonNull(Samples.class.getResourceAsStream("/slack-samples/" + name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
