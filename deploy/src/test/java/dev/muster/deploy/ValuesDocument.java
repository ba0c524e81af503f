package dev.muster.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The comments of {@code values.yaml}: the sentences that stand directly above a key are what it is for.
 *
 * @param comments by the path of the key, in the order of the file
 */
record ValuesDocument(Map<List<String>, String> comments) {

    private static final Pattern LINE = Pattern.compile("( *)(?:# ?(?<comment>.*)|(?<key>[\\w-]+):.*)");

    /** A key and the column that it begins in. */
    private record Place(int column, String key) {}

    static ValuesDocument read() {
        var comments = new LinkedHashMap<List<String>, String>();
        var above = new ArrayList<String>();
        var path = new ArrayDeque<Place>();
        for (var line : lines()) {
            var found = LINE.matcher(line);
            if (found.matches() && found.group("comment") != null) {
                above.add(found.group("comment"));
                continue;
            }
            if (found.matches()) {
                while (!path.isEmpty()
                        && path.getLast().column() >= found.group(1).length()) {
                    path.removeLast();
                }
                path.addLast(new Place(found.group(1).length(), Objects.requireNonNull(found.group("key"))));
                if (!above.isEmpty()) {
                    comments.put(path.stream().map(Place::key).toList(), String.join(" ", above));
                }
            }
            above.clear();
        }
        return new ValuesDocument(comments);
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Chart.DIRECTORY.resolve("values.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table of all values. */
    String table(JsonNode values) {
        return comments.entrySet().stream()
                .filter(entry -> isValue(entry.getKey(), values))
                .map(entry -> "| `%s` | %s | `%s` |\n"
                        .formatted(
                                String.join(".", entry.getKey()),
                                entry.getValue().replace("|", "\\|"),
                                shown(at(values, entry.getKey()))))
                .collect(Collectors.joining("", "| value | | default |\n|---|---|---|\n", ""));
    }

    /** Whether there is nothing beneath a key that is said on its own. */
    boolean isValue(List<String> path, JsonNode values) {
        var value = at(values, path);
        return !value.isObject()
                || comments.keySet().stream()
                        .noneMatch(other -> other.size() > path.size()
                                && other.subList(0, path.size()).equals(path));
    }

    private static String shown(JsonNode value) {
        return (value.isString() ? JsonMapper.shared().writeValueAsString(value.asString()) : value.toString())
                .replace("|", "\\|");
    }

    static JsonNode at(JsonNode values, List<String> path) {
        var node = values;
        for (var key : path) {
            node = node.path(key);
        }
        return node;
    }
}
