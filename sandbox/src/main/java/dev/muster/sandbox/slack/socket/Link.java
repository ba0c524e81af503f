package dev.muster.sandbox.slack.socket;

import dev.muster.sandbox.emulator.Json;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.netty.NettyPipeline;

/** One WebSocket connection of an app. */
final class Link {

    private static final Duration FIRST_PING = Duration.ofSeconds(4);
    private static final Duration PING_EVERY = Duration.ofSeconds(5);
    private static final Duration NOTICE = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(10);
    private static final int CONNECTION_SECONDS = 18_060;

    private final Channel channel;
    private final String host;
    private final Scheduler programs;
    private final Scheduler clock;
    private final Silence silence = new Silence();
    private volatile boolean leaving;

    Link(Channel channel, String host, Scheduler programs, Scheduler clock) {
        this.channel = channel;
        this.host = host;
        this.programs = programs;
        this.clock = clock;
    }

    /** Keeps the connection awake, and greets the app. */
    void open(String appId, int connections) {
        channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, "silence", silence);
        Disposable pings = programs.schedulePeriodically(
                this::ping, FIRST_PING.toMillis(), PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        whenClosed(pings::dispose);
        send(Map.of(
                "type",
                "hello",
                "num_connections",
                connections,
                "debug_info",
                Map.of("host", host, "build_number", 10, "approximate_connection_time", CONNECTION_SECONDS),
                "connection_info",
                Map.of("app_id", appId)));
    }

    /** Clients arm their own timers by the server's pings. */
    private void ping() {
        write(new PingWebSocketFrame(Unpooled.copiedBuffer("Ping from " + host, StandardCharsets.UTF_8)));
    }

    void send(Object message) {
        write(new TextWebSocketFrame(Json.MAPPER.writeValueAsString(message)));
    }

    /** Asks the app to leave, and closes the connection when it has not left after a while. */
    void disconnect(DisconnectReason reason) {
        send(Map.of("type", "disconnect", "reason", reason, "debug_info", Map.of("host", host)));
        if (reason == DisconnectReason.WARNING) {
            clock.schedule(
                    () -> disconnect(DisconnectReason.REFRESH_REQUESTED), NOTICE.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            leaving = true;
            programs.schedule(this::close, LINGER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Whether the app was asked to leave and has not yet. */
    boolean leaving() {
        return leaving;
    }

    /** Says goodbye, and hangs up when the app has too, or says nothing for a second. */
    void close() {
        channel.eventLoop().execute(() -> {
            if (channel.isActive() && channel.pipeline().get(Farewell.class) == null) {
                channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, "farewell", new Farewell());
                write(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
                programs.schedule(this::hangUp, 1, TimeUnit.SECONDS);
            }
        });
    }

    /** Cuts with a TCP reset: lingering for no time at all discards what was not sent, and sends RST. */
    void cut() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        hangUp();
    }

    private void hangUp() {
        var _ = channel.close();
    }

    /** Hears nothing and says nothing, while the connection stays open; or is itself again. */
    void silence(boolean on) {
        silence.turn(on);
    }

    void whenClosed(Runnable task) {
        channel.closeFuture().addListener(_ -> task.run());
    }

    private void write(WebSocketFrame frame) {
        if (silence.isOn()) {
            frame.release();
        } else {
            var _ = channel.writeAndFlush(frame);
        }
    }

    /** Takes the app's half of a closing handshake that we began (RFC 6455, section 7.1.1: the server hangs up first). */
    private static final class Farewell extends SimpleChannelInboundHandler<CloseWebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, CloseWebSocketFrame frame) {
            var _ = context.close();
        }
    }
}
