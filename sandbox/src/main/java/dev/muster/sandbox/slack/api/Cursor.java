package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.workspace.SlackError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Slack's paging by opaque cursors. A page may hold fewer than were asked for though more follow, as Slack warns
 * (docs.slack.dev, "Pagination"): here it does whenever more than nine are asked for.
 */
final class Cursor {

    private final String prefix;

    /** Cursors that begin with a word when they are decoded. */
    Cursor(String prefix) {
        this.prefix = prefix + ":";
    }

    /** How many a page holds where more follow. */
    static int pageSize(int limit) {
        return limit - limit / 10;
    }

    /** Where a page begins, or empty for the first. */
    String read(Arguments arguments) {
        String cursor = arguments.text("cursor");
        if (cursor.isEmpty()) {
            return "";
        }
        try {
            String decoded = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (decoded.startsWith(prefix)) {
                return decoded.substring(prefix.length());
            }
        } catch (IllegalArgumentException _) {
            // No cursor of anybody's.
        }
        throw SlackError.of("invalid_cursor");
    }

    String write(String next) {
        return Base64.getEncoder().encodeToString((prefix + next).getBytes(StandardCharsets.UTF_8));
    }

    /** One page of what is known whole, each with an id at which a page can begin. */
    <T> Page<T> page(List<T> all, Function<T, String> id, Arguments arguments, int limit) {
        String first = read(arguments);
        int from = first.isEmpty() ? 0 : all.stream().map(id).toList().indexOf(first);
        if (from < 0) {
            throw SlackError.of("invalid_cursor");
        }
        boolean last = all.size() - from <= limit;
        int to = last ? all.size() : from + pageSize(limit);
        return new Page<>(all.subList(from, to), last ? "" : write(id.apply(all.get(to))));
    }

    /** One page, and the cursor of the next or empty. */
    record Page<T>(List<T> items, String next) {

        void tell(ObjectNode answer) {
            answer.set("response_metadata", Json.MAPPER.createObjectNode().put("next_cursor", next));
        }
    }
}
