package dev.muster.sandbox.slack.workspace;

import dev.muster.sandbox.emulator.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A message.
 *
 * @param user who wrote it; a bot's user for an app's message
 * @param app whose message it is, or null for a person's
 * @param blocks an array, or null for text alone
 * @param thread the first message of the thread it answers in, or null
 * @param username the name it was posted under, where that is not the app's own
 * @param icon the address of the picture it was posted under, likewise
 * @param emoji an emoji instead of the picture, likewise
 * @param edited when it was changed last, or null
 * @param earlier the blocks that it had before, the latest of them, which somebody may still be looking at; or null
 * @param reactions who reacted, by emoji
 */
public record Message(
        String channel,
        Ts ts,
        String user,
        @Nullable String app,
        String text,
        @Nullable ArrayNode blocks,
        @Nullable JsonNode metadata,
        @Nullable Ts thread,
        @Nullable String username,
        @Nullable String icon,
        @Nullable String emoji,
        @Nullable Ts edited,
        @Nullable ArrayNode earlier,
        Map<String, List<String>> reactions) {

    private static final int MOST_BLOCKS_BEFORE = 50;

    public Message {
        metadata = metadata == null || metadata.isNull() ? null : metadata;
    }

    /** What a person writes. */
    public static Message of(String channel, Ts ts, String user, String text, @Nullable Ts thread) {
        return new Message(channel, ts, user, null, text, null, null, thread, null, null, null, null, null, Map.of());
    }

    /** Whether it was posted under another name or picture than the app's own. */
    public boolean customised() {
        return username != null || icon != null || emoji != null;
    }

    /** The same message with other content. */
    public Message changed(String newText, @Nullable ArrayNode newBlocks, @Nullable JsonNode newMetadata, Ts at) {
        return new Message(
                channel,
                ts,
                user,
                app,
                newText,
                newBlocks,
                newMetadata,
                thread,
                username,
                icon,
                emoji,
                at,
                blocksBefore(),
                reactions);
    }

    private @Nullable ArrayNode blocksBefore() {
        if (blocks == null) {
            return earlier;
        }
        var all = Json.MAPPER.createArrayNode().addAll(blocks);
        if (earlier != null) {
            all.addAll(earlier);
        }
        while (all.size() > MOST_BLOCKS_BEFORE) {
            all.remove(all.size() - 1);
        }
        return all;
    }

    /** The same message with other reactions to one emoji; none removes it. */
    public Message reacted(String name, List<String> users) {
        var all = new LinkedHashMap<>(reactions);
        if (users.isEmpty()) {
            all.remove(name);
        } else {
            all.put(name, List.copyOf(users));
        }
        return new Message(
                channel, ts, user, app, text, blocks, metadata, thread, username, icon, emoji, edited, earlier, all);
    }
}
