package dev.muster.sandbox.slack.socket;

import dev.muster.sandbox.emulator.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A program at the app's end of a connection, which does what it is told and nothing else. */
final class Peer implements WebSocket.Listener {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

    private final StringBuilder parts = new StringBuilder();
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final List<String> pings = new CopyOnWriteArrayList<>();
    private final List<String> pongs = new CopyOnWriteArrayList<>();
    private final WebSocket socket;
    private volatile int closed;
    private volatile @Nullable Throwable error;

    private Peer(URI address) {
        this.socket = HTTP.newWebSocketBuilder().buildAsync(address, this).join();
    }

    /**
     * Connects.
     *
     * @throws java.util.concurrent.CompletionException when the handshake is refused
     */
    static Peer connect(URI address) {
        return new Peer(address);
    }

    /** Connects, and reads the greeting. */
    static Peer greeted(URI address) {
        Peer peer = connect(address);
        peer.next();
        return peer;
    }

    /** The next frame. */
    JsonNode next() {
        try {
            return Objects.requireNonNull(frames.poll(1, TimeUnit.MINUTES), "no frame came");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether every frame was read. */
    boolean nothingMore() {
        return frames.isEmpty();
    }

    List<String> pings() {
        return pings;
    }

    List<String> pongs() {
        return pongs;
    }

    /** The code the connection was closed with, 0 while it is open. */
    int closed() {
        return closed;
    }

    @Nullable Throwable error() {
        return error;
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    /** Says as much as the server takes before it hangs up. */
    void flood(int characters) {
        socket.sendText("x".repeat(characters), true).handle((_, _) -> true).join();
    }

    void sayInParts(String... texts) {
        for (int i = 0; i < texts.length; i++) {
            socket.sendText(texts[i], i == texts.length - 1).join();
        }
    }

    void sayBytes(byte... bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    void ping(String payload) {
        socket.sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)))
                .join();
    }

    void acknowledge(JsonNode envelope) {
        say("{\"envelope_id\": %s}".formatted(envelope.at("/envelope_id")));
    }

    void acknowledge(JsonNode envelope, String payload) {
        say("{\"envelope_id\": %s, \"payload\": %s}".formatted(envelope.at("/envelope_id"), payload));
    }

    void leave() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            frames.add(Json.MAPPER.readTree(parts.toString()));
            parts.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        pings.add(StandardCharsets.UTF_8.decode(message).toString());
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pongs.add(StandardCharsets.UTF_8.decode(message).toString());
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed = statusCode;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable cause) {
        error = cause;
    }
}
