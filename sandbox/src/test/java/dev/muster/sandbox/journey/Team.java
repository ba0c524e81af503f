package dev.muster.sandbox.journey;

import static dev.muster.sandbox.Client.told;
import static dev.muster.sandbox.journey.Community.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.launch.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A team with a channel and a standup of its own, and what its members do and see in Slack. */
final class Team implements AutoCloseable {

    static final List<String> QUESTIONS =
            List.of("What did you work on yesterday?", "What is your plan for today?", "Any impediments?");

    private static final String BOT = "U0MUSTER";

    private final Client operator;
    private final Client slack;
    private final String standup;
    private final String channel;
    private final List<String> members;
    private String date = "";

    private Team(Sandbox sandbox, String name, List<String> members) {
        this.operator = new Client(sandbox.gateway(), Map.of("Authorization", "Bearer " + sandbox.operatorToken()));
        this.slack = new Client(sandbox.slack(), Map.of());
        this.standup = "team-" + name;
        this.channel = "C" + name.toUpperCase(Locale.ROOT);
        this.members = members;
    }

    /** A team of so many people whose standup is fired by hand. */
    static Team of(Community community, int size) {
        var name = UUID.randomUUID().toString().substring(0, 8);
        var members = new ArrayList<String>();
        for (var i = 1; i <= size; i++) {
            members.add("U%s%03d".formatted(name.toUpperCase(Locale.ROOT), i));
        }
        var team = new Team(community.sandbox(), name, members);
        team.join();
        team.define("08:00", "10:00", false);
        return team;
    }

    private void join() {
        var people = members.stream()
                .map(id -> Map.of(
                        "id", id,
                        "name", nameOf(id).toLowerCase(Locale.ROOT),
                        "real_name", nameOf(id) + " Real",
                        "display_name", nameOf(id),
                        "image_48", iconOf(id),
                        "channels", List.of()))
                .toList();
        put(slack, "sandbox/members", Map.of("members", people));
        var everybody = Stream.concat(Stream.of(BOT), members.stream()).toList();
        put(
                slack,
                "sandbox/channels",
                Map.of(
                        "channels",
                        List.of(Map.of(
                                "id", channel, "name", channel.toLowerCase(Locale.ROOT), "members", everybody))));
    }

    /** Defines the standup, waiting until the gateway knows that the bot is in the channel. */
    void define(String askAt, String reportAt, boolean enabled) {
        var definition = new LinkedHashMap<String, Object>();
        definition.put("name", "Standup of " + channel);
        definition.put("channel", channel);
        definition.put("questions", QUESTIONS);
        definition.put("days", List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"));
        definition.put("askAt", askAt);
        definition.put("reportAt", reportAt);
        definition.put("zone", "UTC");
        definition.put("enabled", enabled);
        await().atMost(SOON).untilAsserted(() -> {
            var reply =
                    told(() -> operator.putJson("api/standups/" + standup, Json.MAPPER.writeValueAsString(definition)));
            assertThat(reply.status()).as(reply.text()).isLessThan(300);
        });
    }

    /** Fires a phase of the day's run by hand; that day is the one of the first. */
    void fire(String phase) {
        var day = date.isEmpty() ? "" : ", \"date\": \"" + date + "\"";
        var reply = available(() ->
                operator.postJson("api/standups/" + standup + "/ticks", "{\"phase\": \"%s\"%s}".formatted(phase, day)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        date = reply.json().path("tickId").asString().split("\\|", -1)[1];
    }

    /** Retires the standup; the gateway may have done so the first time that it was asked. */
    void retire() {
        var reply = available(() -> operator.delete("api/standups/" + standup));
        assertThat(reply.status()).as(reply.text()).isIn(204, 404);
    }

    /** The gateway's answer, asked again where that is 503, as it says. */
    private static Client.Reply available(Client.Request request) {
        return await().pollDelay(Duration.ZERO).atMost(SOON).until(request::send, reply -> reply.status() != 503);
    }

    String runId() {
        return standup + "|" + date;
    }

    List<String> members() {
        return members;
    }

    String member(int index) {
        return members.get(index);
    }

    String channel() {
        return channel;
    }

    /** What a member is called, as it stands in their profile. */
    String nameOf(String member) {
        return "Person" + member.substring(member.length() - 3);
    }

    String iconOf(String member) {
        return "https://avatars.example.org/" + member + "_48.png";
    }

    /** The messages of the team's channel, thread replies among them. */
    List<JsonNode> channelMessages() {
        return messages(workspace(), each -> each.path("id").asString().equals(channel));
    }

    /** The direct messages that the bot sent to a member. */
    List<JsonNode> directMessages(String member) {
        return messages(workspace(), each -> isDirect(each) && has(each, member));
    }

    /** The channel of the direct messages between a member and the bot. */
    String directChannel(String member) {
        return StreamSupport.stream(workspace().path("channels").spliterator(), false)
                .filter(each -> isDirect(each) && has(each, member))
                .map(each -> each.path("id").asString())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no direct messages with " + member));
    }

    /** The direct messages that the bot sent to any member. */
    List<JsonNode> directMessagesOfAll() {
        return messages(workspace(), each -> isDirect(each) && members.stream().anyMatch(member -> has(each, member)));
    }

    private static boolean isDirect(JsonNode channel) {
        return channel.path("id").asString().startsWith("D") && has(channel, BOT);
    }

    private static boolean has(JsonNode channel, String member) {
        return channel.path("members").toString().contains("\"" + member + "\"");
    }

    /** Waits until every member has been asked. */
    void awaitAsked() {
        await().atMost(SOON).untilAsserted(() -> {
            var workspace = workspace();
            assertThat(members)
                    .allSatisfy(member -> assertThat(messages(workspace, each -> isDirect(each) && has(each, member)))
                            .as("direct messages of %s", member)
                            .isNotEmpty());
        });
    }

    /** Presses a button of the member's first direct message, again where the bot is just coming back, and returns what the member sees then. */
    JsonNode press(String member, String action) {
        return await().pollDelay(Duration.ZERO)
                .atMost(SOON)
                .until(() -> pressOnce(member, action), Team::isAcknowledged);
    }

    private static boolean isAcknowledged(JsonNode seen) {
        return seen.path("acknowledged").asBoolean();
    }

    private JsonNode pressOnce(String member, String action) {
        var message = directMessages(member).getFirst();
        return post(
                "sandbox/members/" + member + "/actions",
                Map.of(
                        "channel",
                        directChannel(member),
                        "ts",
                        message.path("ts").asString(),
                        "action_id",
                        action));
    }

    /** Has a member open the bot's home. */
    void home(String member) {
        post("sandbox/members/" + member + "/home", Map.of());
    }

    /** Opens the form by a button, again where the bot is just coming back, or says that it cannot know the questions now. */
    JsonNode open(String member, String action) {
        return await().atMost(SOON).until(() -> pressOnce(member, action).path("view"), Team::isForm);
    }

    private static boolean isForm(JsonNode view) {
        return StreamSupport.stream(view.path("blocks").spliterator(), false)
                .anyMatch(block -> block.path("type").asString("").equals("input"));
    }

    /** Sends a form with these answers, and returns what the member sees then. */
    JsonNode submit(String member, JsonNode view, String... answers) {
        var values = new LinkedHashMap<String, Map<String, String>>();
        var texts = List.of(answers).iterator();
        for (var block : view.path("blocks")) {
            if (block.path("type").asString().equals("input") && texts.hasNext()) {
                values.put(
                        block.path("block_id").asString(),
                        Map.of(block.path("element").path("action_id").asString(), texts.next()));
            }
        }
        return post(
                "sandbox/members/" + member + "/submissions",
                Map.of("view_id", view.path("id").asString(), "values", values));
    }

    /** Answers by the button of the direct message. */
    void answer(String member, String... answers) {
        send(member, open(member, "open_report"), answers);
    }

    /** Sends a form with these answers, again where the modal says that it did not get through. */
    void send(String member, JsonNode view, String... answers) {
        await().atMost(SOON).untilAsserted(() -> {
            var seen = submit(member, view, answers);
            assertThat(isAcknowledged(seen)).as(seen.toString()).isTrue();
            assertThat(seen.path("errors").isEmpty()).as(seen.toString()).isTrue();
        });
    }

    /** Waits until the member's first direct message says something. */
    void awaitTold(String member, String text) {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(directMessages(member).getFirst().toString()).contains(text));
    }

    /** The message of the report that begins it. */
    Optional<JsonNode> summary() {
        return channelMessages().stream()
                .filter(message -> message.toString().contains("Here are the standup results from"))
                .findFirst();
    }

    /** A member's message of the report. */
    Optional<JsonNode> entry(String member) {
        return channelMessages().stream()
                .filter(message -> message.path("username").asString("").equals(nameOf(member)))
                .findFirst();
    }

    /** Waits until the report says this of somebody. */
    void awaitEntry(String member, String text) {
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        entry(member).map(JsonNode::toString).orElse(""))
                .contains(text));
    }

    /** The calls of a Web API method that Slack answered with success. */
    List<JsonNode> calls(String method) {
        return StreamSupport.stream(
                        told(() -> slack.get("sandbox/calls?operation=" + method))
                                .json()
                                .path("calls")
                                .spliterator(),
                        false)
                .toList();
    }

    /** Has something go wrong at Slack, as the emulator's control side takes it. */
    void slack(String control, Object body) {
        put(slack, "sandbox/" + control, body);
    }

    JsonNode workspace() {
        return told(() -> slack.get("sandbox/workspace")).json();
    }

    private static List<JsonNode> messages(JsonNode workspace, Predicate<JsonNode> channel) {
        return StreamSupport.stream(workspace.path("channels").spliterator(), false)
                .filter(channel)
                .flatMap(each -> StreamSupport.stream(each.path("messages").spliterator(), false))
                .toList();
    }

    private JsonNode post(String path, Object body) {
        var reply = told(() -> slack.postJson(path, Json.MAPPER.writeValueAsString(body)));
        assertThat(reply.status()).as(reply.text()).isLessThan(300);
        return reply.json();
    }

    private static void put(Client client, String path, Object body) {
        var reply = told(() -> client.putJson(path, Json.MAPPER.writeValueAsString(body)));
        assertThat(reply.status()).as(reply.text()).isLessThan(300);
    }

    @Override
    public void close() {
        operator.close();
        slack.close();
    }
}
