package dev.muster.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.emulator.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An emulated workspace in which tests are the bot, the people and the operator in turn. */
final class Stage implements AutoCloseable {

    /** Longer than an app takes on a busy machine, and shorter than a browser waits for what comes of it. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    final SlackEmulator slack;
    private final Client bot;

    Stage(Path directory) {
        this(directory, InstantSource.system());
    }

    /** One on whose clock nothing that an app was given expires, however long it takes. */
    static Stage inNoHurry(Path directory) {
        return new Stage(directory, InstantSource.fixed(Instant.now()));
    }

    Stage(Path directory, InstantSource clock) {
        this(directory, clock, Optional.empty());
    }

    Stage(Path directory, InstantSource clock, Optional<StandupDesk.Gateway> gateway) {
        this(directory, clock, gateway, LONGEST);
    }

    /** One in which an app may take so long to acknowledge. */
    Stage(Path directory, InstantSource clock, Optional<StandupDesk.Gateway> gateway, Duration patienceWithApps) {
        slack = SlackEmulator.start(0, directory, clock, gateway, patienceWithApps);
        bot = as(SlackEmulator.BOT_TOKEN);
    }

    Client as(String token) {
        return new Client(slack.address(), Map.of("Authorization", "Bearer " + token));
    }

    /** Calls the Web API as the bot, with a form; whatever error comes must be one that is documented. */
    JsonNode call(String method, Map<String, String> arguments) throws IOException {
        return documented(method, bot.postForm("api/" + method, arguments).json());
    }

    static JsonNode documented(String method, JsonNode answer) {
        if (!answer.path("ok").asBoolean()) {
            String error = answer.path("error").asString("");
            assertThat(Samples.documented(method, error))
                    .as(method + " " + error)
                    .isTrue();
        }
        return answer;
    }

    /** Calls the Web API as the bot, and expects that it works. */
    JsonNode calls(String method, Map<String, String> arguments) throws IOException {
        JsonNode answer = call(method, arguments);
        assertThat(answer.path("ok").asBoolean()).as(method + ": " + answer).isTrue();
        return answer;
    }

    /** The error of a call as the bot. */
    String error(String method, Map<String, String> arguments) throws IOException {
        return call(method, arguments).path("error").asString("");
    }

    Client.Reply reply(String method, Map<String, String> arguments) throws IOException {
        return bot.postForm("api/" + method, arguments);
    }

    Client.Reply replyToJson(String method, Object body) throws IOException {
        return bot.postJson("api/" + method, Json.MAPPER.writeValueAsString(body));
    }

    /** Somebody does something; what they then see. */
    JsonNode does(String user, String what, Map<String, ?> fields) throws IOException {
        Client.Reply reply = tries(user, what, fields);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    Client.Reply tries(String user, String what, Map<String, ?> fields) throws IOException {
        return bot.postJson("sandbox/members/" + user + "/" + what, Json.MAPPER.writeValueAsString(fields));
    }

    Client.Reply put(String what, String body) throws IOException {
        return bot.putJson("sandbox/" + what, body);
    }

    /** Puts what cannot be refused. */
    JsonNode sets(String what, String body) throws IOException {
        Client.Reply reply = put(what, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    Client.Reply post(String what, String body) throws IOException {
        return bot.postJson("sandbox/" + what, body);
    }

    /** Installs an app that may see what Muster has no use for: addresses, direct messages and what people write there. */
    JsonNode installsCurious() throws IOException {
        return post("apps", """
                {"name": "Curious", "commands": ["/curious"],
                 "scopes": ["channels:read", "chat:write", "im:history", "im:read", "im:write", "users:read", "users:read.email"],
                 "events": ["app_home_opened", "member_joined_channel", "message.im", "team_join", "user_change"]}""").json();
    }

    JsonNode workspace() throws IOException {
        return bot.get("sandbox/workspace").json();
    }

    Client.Reply get(String path) throws IOException {
        return bot.get(path);
    }

    /** The messages of a channel, as the control side shows them. */
    List<JsonNode> messages(String channel) throws IOException {
        return workspace()
                .path("channels")
                .valueStream()
                .filter(shown -> shown.path("id").asString("").equals(channel))
                .flatMap(shown -> shown.path("messages").valueStream())
                .toList();
    }

    /** The direct messages of the bot and somebody. */
    String direct(String user) throws IOException {
        return calls("conversations.open", Map.of("users", user))
                .at("/channel/id")
                .asString();
    }

    @Override
    public void close() {
        bot.close();
        slack.close();
    }
}
