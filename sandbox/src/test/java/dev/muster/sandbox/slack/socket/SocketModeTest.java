package dev.muster.sandbox.slack.socket;

import static dev.muster.sandbox.slack.socket.SlackHost.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.socket.Delivery.Acknowledged;
import dev.muster.sandbox.slack.socket.Delivery.NotAcknowledged;
import dev.muster.sandbox.slack.socket.Delivery.Reason;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.WebsocketClientSpec;
import tools.jackson.databind.JsonNode;

/** The protocol itself, frame by frame. */
class SocketModeTest {

    private static final Map<String, ?> COMMAND = Map.of("command", "/standup", "text", "start");
    private static final Map<String, ?> EVENT = Map.of("type", "event_callback", "event_id", "Ev0JOINED");

    private final SlackHost slack = new SlackHost();
    private final SocketMode socketMode = slack.socketMode();

    @AfterEach
    void stop() {
        slack.close();
    }

    @Test
    void ticketIsAnAddressOfTheServer() {
        assertThat(slack.ticket().toString())
                .startsWith("ws://127.0.0.1:" + slack.address().getPort() + "/link/?ticket=")
                .endsWith("&app_id=" + APP);
        assertThat(socketMode
                        .ticket(APP, URI.create("https://slack.example.org/"))
                        .toString())
                .startsWith("wss://slack.example.org/link/?ticket=");
    }

    @Test
    void greetingComesFirstAndCountsTheConnections() {
        JsonNode first = Peer.connect(slack.ticket()).next();
        JsonNode second = Peer.connect(slack.ticket()).next();

        assertThat(first).isEqualTo(Json.MAPPER.readTree("""
                {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0STANDUP"},
                 "debug_info": {"host": "applink-1", "build_number": 10, "approximate_connection_time": 18060}}"""));
        assertThat(second.at("/num_connections").asInt()).isEqualTo(2);
        assertThat(socketMode.connections(APP)).isEqualTo(2);
        assertThat(socketMode.connections("A0OTHER")).isZero();
    }

    @Test
    void ticketIsGoodOnce() {
        URI ticket = slack.ticket();
        Peer.greeted(ticket);

        assertRefused(ticket);
        assertThat(socketMode.connections(APP)).isEqualTo(1);
    }

    @Test
    void ticketIsGoodForHalfAMinute() {
        URI inTime = slack.ticket();
        slack.later(Duration.ofSeconds(29));
        Peer.greeted(inTime);

        URI late = slack.ticket();
        slack.later(Duration.ofSeconds(30));
        assertRefused(late);
    }

    @Test
    void ticketOfAnotherAppOrNoneIsRefused() {
        assertRefused(URI.create(slack.ticket().toString().replace(APP, "A0OTHER")));
        assertRefused(
                URI.create("ws://127.0.0.1:" + slack.address().getPort() + "/link/?ticket=made-up&app_id=" + APP));
        assertRefused(URI.create("ws://127.0.0.1:" + slack.address().getPort() + "/link/"));
    }

    @Test
    void requestThatIsNoHandshakeLeavesTheTicketGood() throws Exception {
        URI ticket = slack.ticket();

        try (var http =
                HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build()) {
            var plain = URI.create(ticket.toString().replace("ws://", "http://"));
            var reply = http.send(HttpRequest.newBuilder(plain).build(), HttpResponse.BodyHandlers.discarding());
            assertThat(reply.statusCode()).isEqualTo(400);
        }

        Peer.greeted(ticket);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 1\r\nSec-WebSocket-Key: eA==\r\n",
                "Upgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n"
            })
    void brokenHandshakeIsRefusedAndTheTicketStaysGood(String headers) throws IOException {
        URI ticket = slack.ticket();
        Peer app = Peer.greeted(slack.ticket());

        try (var socket = new Socket(ticket.getHost(), ticket.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /link/?%s HTTP/1.1\r\nHost: slack\r\n%s\r\n"
                            .formatted(ticket.getQuery(), headers)
                            .getBytes(StandardCharsets.US_ASCII));
            String reply = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(reply).isEqualTo("HTTP/1.1 400");
        }

        Peer.greeted(ticket);
        assertThat(socketMode.connections(APP)).isEqualTo(2);
        assertNothingMore(app);
    }

    @Test
    void pongEchoesThePing() {
        Peer app = Peer.greeted(slack.ticket());

        app.ping("ping-pong_42");

        await().until(() -> app.pongs().equals(List.of("ping-pong_42")));
    }

    @Test
    void serverPingsEveryFiveSeconds() {
        Peer app = Peer.greeted(slack.ticket());

        slack.later(Duration.ofSeconds(4));
        await().until(() -> app.pings().equals(List.of("Ping from applink-1")));
        slack.later(Duration.ofSeconds(10));
        await().until(() -> app.pings().size() == 3);
    }

    @Test
    void commandIsAnEnvelopeAndItsAcknowledgementTheAnswer() {
        Peer app = Peer.greeted(slack.ticket());

        CompletableFuture<Delivery> delivery = socketMode.deliver(APP, "slash_commands", true, COMMAND);
        JsonNode envelope = app.next();
        app.acknowledge(envelope, "{\"text\": \"On it\"}");

        assertThat(envelope).isEqualTo(Json.MAPPER.readTree("""
                {"envelope_id": %s, "type": "slash_commands", "accepts_response_payload": true,
                 "payload": {"command": "/standup", "text": "start"}}""".formatted(envelope.at("/envelope_id"))));
        assertThat(settled(delivery)).isEqualTo(new Acknowledged(Map.of("text", "On it")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "\"text\"", "[]"})
    void payloadThatSaysNothingIsEmpty(String payload) {
        Peer app = Peer.greeted(slack.ticket());

        CompletableFuture<Delivery> delivery = socketMode.deliver(APP, "interactive", true, Map.of());
        app.acknowledge(app.next(), payload);

        assertThat(settled(delivery)).isEqualTo(new Acknowledged(Map.of()));
    }

    @Test
    void payloadIsIgnoredWhereNoneIsAccepted() {
        Peer app = Peer.greeted(slack.ticket());

        CompletableFuture<Delivery> delivery = socketMode.deliver(APP, "interactive", false, Map.of());
        app.acknowledge(app.next(), "{\"text\": \"Unasked\"}");

        assertThat(settled(delivery)).isEqualTo(new Acknowledged(Map.of()));
    }

    @Test
    void acknowledgementInPartsIsOne() {
        Peer app = Peer.greeted(slack.ticket());

        CompletableFuture<Delivery> delivery = socketMode.deliver(APP, "interactive", false, Map.of());
        app.sayInParts("{\"envelope_id\"", ": ", app.next().at("/envelope_id") + "}");

        assertThat(settled(delivery)).isInstanceOf(Acknowledged.class);
    }

    @Test
    void appHasThreeSecondsAndNoSecondChance() {
        Peer app = Peer.greeted(slack.ticket());

        CompletableFuture<Delivery> delivery = socketMode.deliver(APP, "slash_commands", true, COMMAND);
        JsonNode envelope = app.next();
        slack.later(Duration.ofMillis(2_999));
        assertThat(delivery).isNotDone();
        slack.later(Duration.ofMillis(1));

        assertThat(delivery).isCompletedWithValue(new NotAcknowledged(Reason.TIMED_OUT));
        app.acknowledge(envelope, "{\"text\": \"Late\"}");
        slack.later(Duration.ofMinutes(10));
        assertNothingMore(app);
    }

    @Test
    void commandWithoutAConnectionFailsAtOnce() {
        Peer former = Peer.greeted(slack.ticket());
        former.leave();
        await().until(() -> socketMode.connections(APP) == 0);

        assertThat(socketMode.deliver(APP, "slash_commands", true, COMMAND))
                .isCompletedWithValue(new NotAcknowledged(Reason.NO_CONNECTION));
    }

    @Test
    void connectionsTakeTurns() {
        List<Peer> peers = List.of(Peer.greeted(slack.ticket()), Peer.greeted(slack.ticket()));

        var delivered = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            var _ = socketMode.deliver(APP, "slash_commands", true, Map.of("text", "" + i));
            delivered.add(peers.get(i % 2).next().at("/payload/text").asString());
        }

        assertThat(delivered).containsExactly("0", "1", "2", "3");
        peers.forEach(this::assertNothingMore);
    }

    @Test
    void acknowledgementCountsOnAnotherConnectionAfterItsOwnIsGone() {
        Peer older = Peer.greeted(slack.ticket());

        CompletableFuture<Delivery> delivery = socketMode.deliver(APP, "interactive", false, Map.of());
        JsonNode envelope = older.next();
        socketMode.cut(APP);
        await().until(() -> socketMode.connections(APP) == 0);
        Peer newer = Peer.greeted(slack.ticket());
        newer.acknowledge(envelope);

        assertThat(settled(delivery)).isInstanceOf(Acknowledged.class);
    }

    @Test
    void appsShareNothing() {
        Peer app = Peer.greeted(slack.ticket());
        Peer other = Peer.greeted(socketMode.ticket("A0OTHER", slack.address()));

        CompletableFuture<Delivery> delivery = socketMode.deliver(APP, "interactive", false, Map.of());
        JsonNode envelope = app.next();
        other.acknowledge(envelope);
        assertNothingMore(other);

        assertThat(delivery).isNotDone();
        app.acknowledge(envelope);
        assertThat(settled(delivery)).isInstanceOf(Acknowledged.class);
    }

    @Test
    void acknowledgedEventIsNotRepeated() {
        Peer app = Peer.greeted(slack.ticket());

        socketMode.publish(APP, EVENT);
        JsonNode envelope = app.next();
        app.acknowledge(envelope);
        assertNothingMore(app);
        slack.later(Duration.ofMinutes(10));

        assertNothingMore(app);
        assertThat(envelope).isEqualTo(Json.MAPPER.readTree("""
                {"envelope_id": %s, "type": "events_api", "accepts_response_payload": false,
                 "retry_attempt": 0, "retry_reason": "",
                 "payload": {"type": "event_callback", "event_id": "Ev0JOINED"}}""".formatted(envelope.at("/envelope_id"))));
        assertThat(socketMode.eventsGivenUp(APP)).isZero();
    }

    @Test
    void eventIsRepeatedAtOnceAndAfterOneAndFiveMinutesAndThenGivenUp() {
        Peer app = Peer.greeted(slack.ticket());

        socketMode.publish(APP, EVENT);
        assertAttempt(app, 0);
        slack.later(Duration.ofSeconds(3));
        assertAttempt(app, 1);
        slack.later(Duration.ofSeconds(62));
        assertNothingMore(app);
        slack.later(Duration.ofSeconds(1));
        assertAttempt(app, 2);
        slack.later(Duration.ofSeconds(302));
        assertNothingMore(app);
        slack.later(Duration.ofSeconds(1));
        assertAttempt(app, 3);
        assertThat(socketMode.eventsGivenUp(APP)).isZero();
        slack.later(Duration.ofSeconds(3));

        assertThat(socketMode.eventsGivenUp(APP)).isEqualTo(1);
        slack.later(Duration.ofHours(1));
        assertNothingMore(app);
    }

    @Test
    void acknowledgedRepetitionIsTheLast() {
        Peer app = Peer.greeted(slack.ticket());

        socketMode.publish(APP, EVENT);
        assertAttempt(app, 0);
        slack.later(Duration.ofSeconds(3));
        app.acknowledge(app.next());
        assertNothingMore(app);
        slack.later(Duration.ofHours(1));

        assertNothingMore(app);
        assertThat(socketMode.eventsGivenUp(APP)).isZero();
    }

    @Test
    void eventIsKeptForTheRetriesWhileNobodyIsConnected() {
        socketMode.publish(APP, EVENT);
        slack.later(Duration.ofSeconds(10));
        Peer app = Peer.greeted(slack.ticket());

        assertNothingMore(app);
        slack.later(Duration.ofMinutes(1));

        assertAttempt(app, 2);
    }

    @Test
    void tenConnectionsAreTheMost() {
        List<Peer> peers = IntStream.range(0, 10)
                .mapToObj(_ -> Peer.greeted(slack.ticket()))
                .toList();

        Peer eleventh = Peer.connect(slack.ticket());

        assertThat(eleventh.next().at("/reason").asString()).isEqualTo("too_many_websockets");
        assertThat(socketMode.connections(APP)).isEqualTo(10);
        slack.later(Duration.ofSeconds(10));
        await().until(() -> eleventh.closed() == 1000);
        peers.getFirst().leave();
        await().until(() -> socketMode.connections(APP) == 9);
        assertThat(Peer.connect(slack.ticket()).next().at("/type").asString()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource(names = "WARNING", mode = EnumSource.Mode.EXCLUDE)
    void appThatDoesNotLeaveIsLeft(DisconnectReason reason) {
        Peer app = Peer.greeted(slack.ticket());

        socketMode.disconnect(APP, reason);

        assertThat(app.next())
                .isEqualTo(Json.MAPPER.readTree("""
                {"type": "disconnect", "reason": "%s", "debug_info": {"host": "applink-1"}}""".formatted(reason.name().toLowerCase(Locale.ROOT))));
        slack.later(Duration.ofMillis(9_999));
        assertThat(socketMode.connections(APP)).isEqualTo(1);
        slack.later(Duration.ofMillis(1));
        await().until(() -> app.closed() == 1000);
        await().until(() -> socketMode.connections(APP) == 0);
    }

    @Test
    void warningIsFollowedByTheRefresh() {
        Peer app = Peer.greeted(slack.ticket());

        socketMode.disconnect(APP, DisconnectReason.WARNING);
        assertThat(app.next().at("/reason").asString()).isEqualTo("warning");
        slack.later(Duration.ofSeconds(10));
        assertThat(app.next().at("/reason").asString()).isEqualTo("refresh_requested");
        slack.later(Duration.ofSeconds(10));

        await().until(() -> app.closed() == 1000);
    }

    @Test
    void newerConnectionIsPreferredToOneAskedToLeave() {
        Peer leaving = Peer.greeted(slack.ticket());
        socketMode.disconnect(APP, DisconnectReason.REFRESH_REQUESTED);
        leaving.next();

        var _ = socketMode.deliver(APP, "slash_commands", true, Map.of("text", "alone"));
        assertThat(leaving.next().at("/payload/text").asString()).isEqualTo("alone");
        Peer newer = Peer.greeted(slack.ticket());
        for (int i = 0; i < 3; i++) {
            var _ = socketMode.deliver(APP, "slash_commands", true, COMMAND);
            newer.next();
        }

        assertNothingMore(leaving);
    }

    @Test
    void cutConnectionIsReset() {
        Peer app = Peer.greeted(slack.ticket());

        socketMode.cut(APP);

        await().until(() -> app.error() instanceof IOException);
        assertThat(app.error()).hasMessageContaining("reset");
        await().until(() -> socketMode.connections(APP) == 0);
    }

    @Test
    void silentConnectionSwallowsItsTurnsUntilItIsWoken() {
        Peer silent = Peer.greeted(slack.ticket());
        socketMode.silence(APP, true);
        Peer sound = Peer.greeted(slack.ticket());

        CompletableFuture<Delivery> swallowed = socketMode.deliver(APP, "slash_commands", true, COMMAND);
        CompletableFuture<Delivery> delivered = socketMode.deliver(APP, "slash_commands", true, COMMAND);
        sound.acknowledge(sound.next());
        assertThat(settled(delivered)).isInstanceOf(Acknowledged.class);
        slack.later(Duration.ofSeconds(4));
        await().until(() -> !sound.pings().isEmpty());

        assertThat(swallowed).isCompletedWithValue(new NotAcknowledged(Reason.TIMED_OUT));
        assertThat(socketMode.connections(APP)).isEqualTo(2);
        socketMode.silence(APP, false);
        assertNothingMore(silent);
        assertThat(silent.pings()).isEmpty();
        CompletableFuture<Delivery> heard = socketMode.deliver(APP, "slash_commands", true, COMMAND);
        silent.acknowledge(silent.next());
        assertThat(settled(heard)).isInstanceOf(Acknowledged.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "42",
                "null",
                "{}",
                "{\"envelope_id\": 1}",
                "{\"envelope_id\": null}",
                "{\"envelope_id\": \"unknown\"}",
                "{\"type\": \"hello\"}"
            })
    void frameThatIsNoAcknowledgementIsIgnored(String frame) {
        Peer app = Peer.greeted(slack.ticket());
        CompletableFuture<Delivery> delivery = socketMode.deliver(APP, "slash_commands", true, COMMAND);

        app.say(frame);
        app.sayBytes((byte) 0, (byte) -1);
        app.say("[".repeat(5_000));
        app.acknowledge(app.next());

        assertThat(settled(delivery)).isInstanceOf(Acknowledged.class);
    }

    @Test
    void frameBeyondAllMeasureEndsItsConnectionAlone() {
        Peer app = Peer.greeted(slack.ticket());
        Peer flooder = Peer.greeted(slack.ticket());

        flooder.flood((1 << 20) + 1);

        await().until(() -> socketMode.connections(APP) == 1);
        assertNothingMore(app);
    }

    @Test
    void compressionIsAgreedOnAndLargePayloadsPass() {
        Map<String, ?> large = Map.of("text", "ü".repeat(300_000));
        var extensions = new AtomicReference<String>();
        var client = reactor.netty.http.client.HttpClient.create()
                .websocket(WebsocketClientSpec.builder()
                        .compress(true)
                        .maxFramePayloadLength(1 << 20)
                        .build())
                .uri(slack.ticket())
                .handle((in, out) -> {
                    extensions.set(in.headers().get("Sec-WebSocket-Extensions"));
                    var answers = in.aggregateFrames(1 << 20)
                            .receive()
                            .asString()
                            .map(Json.MAPPER::readTree)
                            .filter(frame -> frame.has("payload"))
                            .map(frame -> "{\"envelope_id\": %s, \"payload\": %s}"
                                    .formatted(frame.at("/envelope_id"), frame.at("/payload")));
                    return out.sendString(answers).then(Mono.<Void>never());
                });

        var running = client.subscribe();
        await().until(() -> socketMode.connections(APP) == 1);
        CompletableFuture<Delivery> delivery = socketMode.deliver(APP, "interactive", true, large);

        assertThat(settled(delivery)).isEqualTo(new Acknowledged(Map.copyOf(large)));
        assertThat(extensions.get()).contains("permessage-deflate");
        running.dispose();
    }

    @Test
    void stoppingSettlesWhatWaitsAndSaysGoodbye() {
        Peer app = Peer.greeted(slack.ticket());
        CompletableFuture<Delivery> delivery = socketMode.deliver(APP, "slash_commands", true, COMMAND);
        socketMode.publish(APP, EVENT);

        socketMode.close();

        assertThat(delivery).isCompletedWithValue(new NotAcknowledged(Reason.STOPPED));
        assertThat(socketMode.deliver(APP, "slash_commands", true, COMMAND))
                .isCompletedWithValue(new NotAcknowledged(Reason.STOPPED));
        await().until(() -> app.closed() == 1000);
        assertThat(socketMode.eventsGivenUp(APP)).isZero();
    }

    private static Delivery settled(CompletableFuture<Delivery> delivery) {
        return delivery.orTimeout(1, TimeUnit.MINUTES).join();
    }

    private static void assertRefused(URI ticket) {
        assertThatThrownBy(() -> Peer.connect(ticket))
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                refused.getResponse().statusCode())
                        .isEqualTo(403));
    }

    private static void assertAttempt(Peer app, int number) {
        JsonNode envelope = app.next();
        assertThat(envelope.at("/payload/event_id").asString()).isEqualTo("Ev0JOINED");
        assertThat(envelope.at("/retry_attempt").asInt()).isEqualTo(number);
        assertThat(envelope.at("/retry_reason").asString()).isEqualTo(number == 0 ? "" : "timeout");
    }

    /** Frames keep their order, so that what was sent before a pong is here when the pong is. */
    private void assertNothingMore(Peer app) {
        int pongs = app.pongs().size();
        app.ping("anything more?");
        await().until(() -> app.pongs().size() == pongs + 1);
        assertThat(app.nothingMore()).isTrue();
    }
}
