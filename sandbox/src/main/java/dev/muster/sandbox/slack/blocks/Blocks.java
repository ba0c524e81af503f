package dev.muster.sandbox.slack.blocks;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.workspace.SlackError;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Blocks as Slack takes them: held to its limits, with the ids that were left out filled in. */
public final class Blocks {

    /**
     * Undocumented, and in truth dependent on the content (bolt-js issue 2509): so many characters of text in all the
     * blocks of a message.
     */
    private static final int MOST_TEXT = 13_200;

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private final Problems problems;
    private final Texts texts;
    private final Elements elements;

    private Blocks(Problems problems) {
        this.problems = problems;
        this.texts = new Texts(problems);
        this.elements = new Elements(problems);
    }

    /**
     * A message's blocks, ready to be kept.
     *
     * @param tooLong the error for too much text in all of them
     * @return null where there are none
     * @throws SlackError {@code invalid_blocks} with what is wrong where, or that there is too much
     */
    public static @Nullable ArrayNode ofMessage(@Nullable JsonNode blocks, String tooLong) {
        if (blocks == null || blocks.isNull() || blocks.isEmpty()) {
            return null;
        }
        var problems = new Problems();
        check(blocks, Surface.MESSAGE, "/blocks", problems);
        if (!problems.none()) {
            throw SlackError.of("invalid_blocks", problems.all());
        }
        if (text(blocks) > MOST_TEXT) {
            throw SlackError.of(tooLong);
        }
        return completed(blocks);
    }

    static void check(JsonNode blocks, Surface surface, String place, Problems problems) {
        problems.count(blocks, 0, surface.mostBlocks(), place);
        var ids = new HashSet<String>();
        var checked = new Blocks(problems);
        for (int i = 0; i < blocks.size(); i++) {
            checked.block(blocks.path(i), surface, ids, place + "/" + i);
        }
    }

    private void block(JsonNode block, Surface surface, Set<String> ids, String place) {
        String type = block.path("type").asString("");
        if (!block.isObject() || !surface.takes(type)) {
            problems.add("unsupported type: " + type, place + "/type");
            return;
        }
        problems.optionalText(block, "block_id", 255, place);
        String id = block.path("block_id").asString("");
        if (!id.isEmpty() && !ids.add(id)) {
            problems.add("`block_id` \"" + id + "\" already exists", place + "/block_id");
        }
        switch (type) {
            case "section" -> section(block, place);
            case "header" -> {
                texts.plain(block, "text", 150, true, place);
                problems.only(block, place, List.of("type", "block_id", "text", "level"));
            }
            case "image" -> {
                elements.image(block, place);
                texts.plain(block, "title", 2000, false, place);
            }
            case "actions" -> list(block, "elements", 25, place, elements::inActions);
            case "context" -> list(block, "elements", 10, place, elements::inContext);
            case "input" -> input(block, place);
            case "markdown" -> problems.text(block, "text", 12_000, place);
            case "divider" -> problems.only(block, place, List.of("type", "block_id"));
            case "rich_text" -> problems.count(block.path("elements"), 0, 1000, place + "/elements");
            default -> {
                // Videos and tables are taken as they are.
            }
        }
    }

    private void section(JsonNode section, String place) {
        boolean hasFields = section.has("fields");
        texts.any(section, "text", 3000, !hasFields, place);
        if (hasFields) {
            list(section, "fields", 10, place, (field, at) -> texts.text(field, 2000, false, at));
        }
        if (section.has("accessory")) {
            elements.asAccessory(section.path("accessory"), place + "/accessory");
        }
        problems.only(section, place, List.of("type", "block_id", "text", "fields", "accessory", "expand"));
    }

    private void input(JsonNode input, String place) {
        texts.plain(input, "label", 2000, true, place);
        texts.plain(input, "hint", 2000, false, place);
        if (input.path("element").isObject()) {
            elements.inInput(input.path("element"), place + "/element");
        } else {
            problems.add("missing required field: element", place);
        }
        problems.only(
                input, place, List.of("type", "block_id", "label", "element", "hint", "optional", "dispatch_action"));
    }

    private interface Check {
        void at(JsonNode item, String place);
    }

    private void list(JsonNode block, String name, int most, String place, Check check) {
        JsonNode items = block.path(name);
        problems.count(items, 1, most, place + "/" + name);
        var ids = new HashSet<String>();
        for (int i = 0; i < items.size(); i++) {
            String at = place + "/" + name + "/" + i;
            check.at(items.path(i), at);
            String id = items.path(i).path("action_id").asString("");
            if (!id.isEmpty() && !ids.add(id)) {
                problems.add("`action_id` \"" + id + "\" already exists", at + "/action_id");
            }
        }
    }

    private static int text(JsonNode node) {
        int length = 0;
        JsonNode text = node.path("text");
        if (text.isString()) {
            length += text.asString().length();
        }
        for (JsonNode inner : node) {
            length += text(inner);
        }
        return length;
    }

    /** A copy in which every block and every element that people use has an id. */
    static ArrayNode completed(JsonNode blocks) {
        ArrayNode complete = Json.MAPPER.createArrayNode();
        for (JsonNode block : blocks) {
            var copy = (ObjectNode) block.deepCopy();
            if (copy.path("block_id").asString("").isEmpty()) {
                copy.put("block_id", randomId());
            }
            for (ObjectNode element : usedIn(copy)) {
                if (element.path("action_id").asString("").isEmpty()) {
                    element.put("action_id", randomId());
                }
            }
            complete.add(copy);
        }
        return complete;
    }

    /** The elements of a block that people use. */
    private static List<ObjectNode> usedIn(JsonNode block) {
        return Stream.concat(
                        Stream.of(block.path("accessory"), block.path("element")),
                        block.path("elements").valueStream())
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .filter(element -> Elements.interactive(element.path("type").asString("")))
                .toList();
    }

    /** All that people use in blocks that are complete. */
    public static List<Found> used(@Nullable ArrayNode blocks) {
        return blocks == null
                ? List.of()
                : blocks.valueStream()
                        .flatMap(block -> usedIn(block).stream()
                                .map(element -> new Found(block.path("block_id").asString(""), element)))
                        .toList();
    }

    /** The element with an action id, among blocks that are complete. */
    public static Optional<Found> find(@Nullable ArrayNode blocks, String actionId) {
        return used(blocks).stream()
                .filter(found -> found.action().equals(actionId))
                .findFirst();
    }

    /** An element and the block it stands in. */
    public record Found(String block, ObjectNode element) {

        /** The element's action id. */
        public String action() {
            return element.path("action_id").asString("");
        }

        /** The element's type. */
        public String type() {
            return element.path("type").asString("");
        }
    }

    /** Five letters, as Slack fills in. */
    static String randomId() {
        var id = new StringBuilder(5);
        for (int i = 0; i < 5; i++) {
            id.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
