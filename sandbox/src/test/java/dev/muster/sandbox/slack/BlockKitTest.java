package dev.muster.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.emulator.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Block Kit's limits, each at its edge: the last that is taken, and the first that is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlockKitTest {

    private final Stage stage;

    BlockKitTest(@TempDir Path directory) {
        stage = new Stage(directory);
    }

    @BeforeAll
    void unlimited() throws IOException {
        for (String method : List.of("chat.postMessage", "views.publish")) {
            stage.sets("limits", "{\"operation\": \"" + method + "\", \"requests\": 100000, \"seconds\": 1}");
        }
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    static Stream<Arguments> edges() {
        return Stream.of(
                edge("blocks", divider(), 50, 51),
                edge("section text", n -> List.of(section(text(n))), 3000, 3001),
                edge("section fields", n -> List.of(Map.of("type", "section", "fields", texts(n, 1))), 10, 11),
                edge("field", n -> List.of(Map.of("type", "section", "fields", texts(1, n))), 2000, 2001),
                edge("header", n -> List.of(Map.of("type", "header", "text", plain(n))), 150, 151),
                edge("context", n -> List.of(Map.of("type", "context", "elements", texts(n, 1))), 10, 11),
                edge("actions", n -> List.of(actions(buttons(n))), 25, 26),
                edge("markdown", n -> List.of(Map.of("type", "markdown", "text", "x".repeat(n))), 12_000, 12_001),
                edge("block_id", n -> List.of(Map.of("type", "divider", "block_id", "x".repeat(n))), 255, 256),
                edge("button text", n -> List.of(actions(List.of(button(Map.of("text", plain(n)))))), 75, 76),
                edge(
                        "button value",
                        n -> List.of(actions(List.of(button(Map.of("value", "x".repeat(n)))))),
                        2000,
                        2001),
                edge("action_id", n -> List.of(actions(List.of(button(Map.of("action_id", "x".repeat(n)))))), 255, 256),
                edge("options", n -> List.of(actions(List.of(select("static_select", n, 1)))), 100, 101),
                edge("overflow", n -> List.of(actions(List.of(select("overflow", n, 1)))), 5, 6),
                edge("radio buttons", n -> List.of(actions(List.of(select("radio_buttons", n, 1)))), 10, 11),
                edge("option text", n -> List.of(actions(List.of(select("static_select", 1, n)))), 75, 76));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edges")
    void messageIsHeldToTheLimit(String what, Object most, Object tooMuch) throws IOException {
        assertThat(post(most).path("ok").asBoolean()).isTrue();
        JsonNode refused = post(tooMuch);

        assertThat(refused.path("error").asString()).isEqualTo("invalid_blocks");
        assertThat(refused.at("/response_metadata/messages/0").asString())
                .startsWith("[ERROR] ")
                .contains("[json-pointer:/blocks");
    }

    @Test
    void textOfAllBlocksTogetherIsLimitedToo() throws IOException {
        var blocks = new ArrayList<Object>();
        for (int i = 0; i < 4; i++) {
            blocks.add(section(text(3000)));
        }
        blocks.add(section(text(1200)));
        assertThat(post(blocks).path("ok").asBoolean()).isTrue();

        blocks.add(section(text(1)));

        assertThat(post(blocks).path("error").asString()).isEqualTo("msg_blocks_too_long");
    }

    static Stream<Object> nonsense() {
        return Stream.of(
                Map.of("type", "invented"),
                Map.of("type", "section"),
                Map.of("type", "section", "text", "just a string"),
                Map.of("type", "section", "text", text(0)),
                Map.of("type", "header", "text", text(5)),
                Map.of("type", "divider", "text", text(1)),
                Map.of("type", "actions", "elements", List.of()),
                actions(List.of(Map.of("type", "plain_text_input"))),
                actions(List.of(button(Map.of("style", "gaudy")))),
                actions(List.of(button(Map.of("action_id", "same")), button(Map.of("action_id", "same")))),
                Map.of("type", "image", "image_url", "http://127.0.0.1/x.png"),
                "not a block");
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void blockThatIsNoneIsRefused(Object block) throws IOException {
        assertThat(post(List.of(block)).path("error").asString()).isEqualTo("invalid_blocks");
    }

    @Test
    void blockIdStandsForOneBlock() throws IOException {
        var twin = Map.of("type", "divider", "block_id", "twin");

        assertThat(post(List.of(twin, twin)).path("error").asString()).isEqualTo("invalid_blocks");
    }

    static Stream<Arguments> views() {
        Map<String, Object> modal = Map.of(
                "type",
                "modal",
                "title",
                plain(24),
                "submit",
                plain(24),
                "close",
                plain(24),
                "blocks",
                List.of(input()));
        return Stream.of(
                Arguments.of("as large as can be", modal, ""),
                Arguments.of("title", with(modal, "title", plain(25)), "/view/title/text"),
                Arguments.of("no title", with(modal, "title", null), "missing required field: title"),
                Arguments.of("submit", with(modal, "submit", plain(25)), "/view/submit/text"),
                Arguments.of("no submit", with(modal, "submit", null), "missing required field: submit"),
                Arguments.of("close", with(modal, "close", plain(25)), "/view/close/text"),
                Arguments.of("private metadata", with(modal, "private_metadata", "x".repeat(3001)), "private_metadata"),
                Arguments.of("callback id", with(modal, "callback_id", "x".repeat(256)), "callback_id"),
                Arguments.of(
                        "blocks",
                        with(
                                modal,
                                "blocks",
                                IntStream.range(0, 101)
                                        .mapToObj(_ -> Map.of("type", "divider"))
                                        .toList()),
                        "/view/blocks"),
                Arguments.of("no blocks", with(modal, "blocks", null), "missing required field: blocks"),
                Arguments.of("unknown field", with(modal, "colour", "red"), "colour"),
                Arguments.of(
                        "markdown",
                        with(modal, "blocks", List.of(Map.of("type", "markdown", "text", "x"))),
                        "unsupported type"),
                Arguments.of(
                        "max_length", with(modal, "blocks", List.of(input(Map.of("max_length", 3001)))), "max_length"),
                Arguments.of(
                        "min_length",
                        with(modal, "blocks", List.of(input(Map.of("min_length", 5, "max_length", 4)))),
                        "min_length"),
                Arguments.of(
                        "placeholder",
                        with(modal, "blocks", List.of(input(Map.of("placeholder", plain(151))))),
                        "placeholder"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("views")
    void modalIsHeldToTheLimit(String what, Map<String, Object> view, String problem) throws IOException {
        JsonNode answer = stage.call(
                "views.open", Map.of("trigger_id", "not.a.trigger", "view", Json.MAPPER.writeValueAsString(view)));

        if (problem.isEmpty()) {
            assertThat(answer.path("error").asString()).isEqualTo("invalid_trigger_id");
        } else {
            assertThat(answer.path("error").asString()).isEqualTo("invalid_arguments");
            assertThat(answer.at("/response_metadata/messages").toString()).contains(problem);
        }
    }

    @Test
    void viewMayNotBeTooLarge() throws IOException {
        var blocks = IntStream.range(0, 90).mapToObj(_ -> section(text(3000))).toList();

        JsonNode answer = stage.call(
                "views.publish",
                Map.of(
                        "user_id",
                        "U0ADMIN",
                        "view",
                        Json.MAPPER.writeValueAsString(Map.of("type", "home", "blocks", blocks))));

        assertThat(answer.path("error").asString()).isEqualTo("view_too_large");
    }

    private JsonNode post(Object blocks) throws IOException {
        return stage.call(
                "chat.postMessage",
                Map.of("channel", "C0GENERAL", "text", "x", "blocks", Json.MAPPER.writeValueAsString(blocks)));
    }

    private interface Sized {
        Object of(int size);
    }

    private static Arguments edge(String what, Sized blocks, int most, int tooMuch) {
        return Arguments.of(what, blocks.of(most), blocks.of(tooMuch));
    }

    private static Sized divider() {
        return n ->
                IntStream.range(0, n).mapToObj(_ -> Map.of("type", "divider")).toList();
    }

    private static Map<String, Object> section(Object text) {
        return Map.of("type", "section", "text", text);
    }

    private static Map<String, Object> actions(Object elements) {
        return Map.of("type", "actions", "elements", elements);
    }

    private static List<Object> buttons(int n) {
        return IntStream.range(0, n).<Object>mapToObj(_ -> button(Map.of())).toList();
    }

    private static Map<String, Object> button(Map<String, ?> more) {
        var button = new HashMap<String, Object>(Map.of("type", "button", "text", plain(5)));
        button.putAll(more);
        return button;
    }

    private static Map<String, Object> select(String type, int options, int length) {
        return Map.of(
                "type",
                type,
                "options",
                IntStream.range(0, options)
                        .mapToObj(i -> Map.of("text", plain(length), "value", "v" + i))
                        .toList());
    }

    private static Map<String, Object> input() {
        return input(Map.of());
    }

    private static Map<String, Object> input(Map<String, ?> more) {
        var element = new HashMap<String, Object>(Map.of("type", "plain_text_input"));
        element.putAll(more);
        return Map.of("type", "input", "label", plain(5), "element", element);
    }

    private static Map<String, Object> with(Map<String, Object> view, String field, @Nullable Object value) {
        var changed = new HashMap<>(view);
        if (value == null) {
            changed.remove(field);
        } else {
            changed.put(field, value);
        }
        return changed;
    }

    private static List<Object> texts(int n, int length) {
        return IntStream.range(0, n).<Object>mapToObj(_ -> text(length)).toList();
    }

    private static Map<String, Object> text(int length) {
        return Map.of("type", "mrkdwn", "text", "x".repeat(length));
    }

    private static Map<String, Object> plain(int length) {
        return Map.of("type", "plain_text", "text", "x".repeat(length));
    }
}
