package dev.muster.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.net.URLDecoder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As much of Slack's Web API as the tests need: it keeps messages, channels and views, and fails as it is told. */
public final class FakeSlack extends Dispatcher {

    private static final JsonMapper JSON = new JsonMapper();

    /** A message as it is now. */
    public record Posted(String channel, String ts, Map<String, String> sent, String text, String blocks) {

        /** What a person reads in it. */
        public String shown() {
            var shown = new StringBuilder();
            for (var block : JSON.readTree(blocks)) {
                collect(block, shown);
            }
            return shown.toString();
        }

        private static void collect(JsonNode node, StringBuilder shown) {
            for (var child : node) {
                if (child.path("text").isString()) {
                    shown.append(child.path("text").asString()).append('\n');
                }
                collect(child, shown);
            }
        }

        public String effectId() {
            return JSON.readTree(sent.getOrDefault("metadata", "{}"))
                    .path("event_payload")
                    .path("effect_id")
                    .asString("");
        }
    }

    /** A request. */
    public record Call(String method, Map<String, String> arguments) {

        /** The channel, else the user, else the e-mail address. */
        String target() {
            return requireNonNullElse(
                    arguments.get("channel"),
                    arguments.getOrDefault(
                            "users",
                            arguments.getOrDefault(
                                    "user", arguments.getOrDefault("user_id", arguments.getOrDefault("email", "")))));
        }

        public JsonNode view() {
            return JSON.readTree(arguments.getOrDefault("view", "{}"));
        }
    }

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Posted> messages = new ConcurrentHashMap<>();
    private final Map<String, Queue<MockResponse>> faults = new ConcurrentHashMap<>();
    private final Map<String, List<String>> channels = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Set<String> strangers = ConcurrentHashMap.newKeySet();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis());

    /** Has the next call of a method fail with a code. */
    public void refuse(String method, String target, String code) {
        answer(method, target, "{\"ok\":false,\"error\":\"" + code + "\"}");
    }

    /** Has the next call of a method do nothing but answer that. */
    public void answer(String method, String target, String body) {
        fault(method, target, json(body));
    }

    /** Has the next call of a method do what it should, and its answer lost. */
    public void loseAnswer(String method, String target) {
        fault(
                method,
                target,
                new MockResponse.Builder()
                        .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                        .build());
    }

    private void fault(String method, String target, MockResponse response) {
        faults.computeIfAbsent(method + " " + target, _ -> new ConcurrentLinkedQueue<>())
                .add(response);
    }

    /** Sets who is in a channel that the bot is in. */
    public void channel(String channel, List<String> members) {
        channels.put(channel, List.copyOf(members));
    }

    /** Has the bot leave a channel. */
    public void leave(String channel) {
        channels.remove(channel);
    }

    /** Has a user be of another workspace: no list has them. */
    public void stranger(String user) {
        strangers.add(user);
    }

    /** Does not show a user any more. */
    public void hide(String user) {
        hidden.add(user);
    }

    /** Shows a user again. */
    public void show(String user) {
        hidden.remove(user);
    }

    /** Sets what a user wants to be called. */
    public void name(String user, String name) {
        names.put(user, name);
    }

    /** The messages in a channel or direct message, oldest first. */
    public List<Posted> in(String channel) {
        return messages.values().stream()
                .filter(message -> message.channel().equals(channel))
                .sorted(Comparator.comparing(Posted::ts))
                .toList();
    }

    /** The calls of a method for a channel or user. */
    public List<Call> calls(String method, String target) {
        return calls.stream()
                .filter(call -> call.method().equals(method) && call.target().equals(target))
                .toList();
    }

    /** The views that were opened with a trigger. */
    public List<JsonNode> views(String trigger) {
        return calls.stream()
                .filter(call -> trigger.equals(call.arguments().get("trigger_id")))
                .map(Call::view)
                .toList();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        var method = requireNonNull(request.getUrl()).pathSegments().getLast();
        var call = new Call(method, decoded(requireNonNull(request.getBody()).utf8()));
        calls.add(call);
        var queue = faults.get(method + " " + call.target());
        var fault = queue == null ? null : queue.poll();
        if (fault != null && fault.getBody() != null) {
            return fault;
        }
        var answer = answerTo(call);
        return fault == null ? answer : fault;
    }

    private MockResponse answerTo(Call call) {
        var arguments = call.arguments();
        return switch (call.method()) {
            case "conversations.open" ->
                json("{\"ok\":true,\"channel\":{\"id\":\"" + directMessage(call.target()) + "\"}}");
            case "chat.postMessage" -> post(arguments);
            case "chat.update" -> update(arguments);
            case "conversations.history" -> history(call.target(), null);
            case "conversations.replies" -> history(call.target(), arguments.get("ts"));
            case "users.conversations" ->
                page(
                        "channels",
                        channels.keySet().stream()
                                .sorted()
                                .map(id -> "{\"id\":\"" + id + "\",\"name\":\"" + id.toLowerCase(Locale.ROOT) + "\"}")
                                .toList(),
                        arguments);
            case "conversations.members" ->
                page(
                        "members",
                        channels.getOrDefault(call.target(), List.of()).stream()
                                .map(id -> "\"" + id + "\"")
                                .toList(),
                        arguments);
            case "users.info" ->
                json(
                        hidden.contains(call.target())
                                ? "{\"ok\":false,\"error\":\"user_not_found\"}"
                                : "{\"ok\":true,\"user\":" + user(call.target()) + "}");
            case "users.list" ->
                page(
                        "members",
                        channels.values().stream()
                                .flatMap(List::stream)
                                .distinct()
                                .filter(user -> !strangers.contains(user))
                                .sorted()
                                .map(this::user)
                                .toList(),
                        arguments);
            case "views.open", "views.publish", "chat.postEphemeral", "users.admin.invite" -> json("{\"ok\":true}");
            default -> json("{\"ok\":false,\"error\":\"unknown_method\"}");
        };
    }

    /** The direct message with a user. */
    public static String directMessage(String user) {
        return "D" + user;
    }

    private MockResponse post(Map<String, String> arguments) {
        var millis = clock.incrementAndGet();
        var ts = String.format(Locale.ROOT, "%d.%03d000", millis / 1000, millis % 1000);
        var channel = arguments.get("channel");
        var posted = new Posted(
                requireNonNull(channel),
                ts,
                arguments,
                arguments.getOrDefault("text", ""),
                arguments.getOrDefault("blocks", "[]"));
        messages.put(channel + ts, posted);
        return json("{\"ok\":true,\"channel\":\"" + channel + "\",\"ts\":\"" + ts + "\"}");
    }

    private MockResponse update(Map<String, String> arguments) {
        var updated = messages.computeIfPresent(
                arguments.get("channel") + arguments.get("ts"),
                (_, before) -> new Posted(
                        before.channel(),
                        before.ts(),
                        before.sent(),
                        arguments.getOrDefault("text", ""),
                        arguments.getOrDefault("blocks", "[]")));
        return json(updated == null ? "{\"ok\":false,\"error\":\"message_not_found\"}" : "{\"ok\":true}");
    }

    private MockResponse history(String channel, @Nullable String thread) {
        var found = in(channel).stream()
                .filter(message -> Objects.equals(thread, message.sent().get("thread_ts")))
                .map(message -> "{\"type\":\"message\",\"ts\":\"" + message.ts() + "\",\"metadata\":"
                        + message.sent().getOrDefault("metadata", "null") + "}")
                .toList();
        return json("{\"ok\":true,\"messages\":" + found + "}");
    }

    /** Pages of two, whatever limit is asked for: Slack's pages may run short. */
    private static MockResponse page(String field, List<String> all, Map<String, String> arguments) {
        var from = Integer.parseInt(arguments.getOrDefault("cursor", "0"));
        var to = Math.min(all.size(), from + 2);
        return json("{\"ok\":true,\"" + field + "\":" + all.subList(Math.min(from, to), to)
                + ",\"response_metadata\":{\"next_cursor\":\"" + (to < all.size() ? to : "") + "\"}}");
    }

    private String user(String id) {
        return "{\"id\":\"" + id + "\",\"name\":\"" + id.toLowerCase(Locale.ROOT)
                + "\",\"is_bot\":false,\"deleted\":false,\"profile\":{\"real_name\":\"Real " + id
                + "\",\"display_name\":\"" + names.getOrDefault(id, "") + "\",\"image_48\":\"https://example.org/" + id
                + ".png\"}}";
    }

    private static MockResponse json(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private static Map<String, String> decoded(String form) {
        var arguments = new HashMap<String, String>();
        for (var argument : form.split("&", -1)) {
            var parts = argument.split("=", 2);
            if (parts.length == 2) {
                arguments.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return Map.copyOf(arguments);
    }
}
