package dev.muster.sandbox.slack.socket;

import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;

/**
 * Slack's end of Socket Mode, for any number of apps: connections by one-time tickets, envelopes and acknowledgements
 * (docs.slack.dev, "Using Socket Mode").
 */
public final class SocketMode implements AutoCloseable {

    /** How long the real one waits for an acknowledgement. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int LARGEST_FRAME = 1 << 20;

    private static final WebsocketServerSpec PROTOCOL = WebsocketServerSpec.builder()
            .maxFramePayloadLength(LARGEST_FRAME)
            .maxDecompressionBufferSize(LARGEST_FRAME)
            .compress(true)
            .build();

    private final Scheduler programs;
    private final Scheduler clock;
    private final Duration patience;
    private final Tickets tickets;
    private final Map<String, Application> applications = new ConcurrentHashMap<>();
    private final AtomicInteger hosts = new AtomicInteger();

    /**
     * Makes a Socket Mode without connections.
     *
     * @param programs time as other programs live it: an app's acknowledgement, pings, tickets, closing
     * @param clock the workspace's time: retries of events, the notice before a connection is refreshed
     * @param patience how long an app may take to acknowledge
     */
    public SocketMode(Scheduler programs, Scheduler clock, Duration patience) {
        this.programs = programs;
        this.clock = clock;
        this.patience = patience;
        this.tickets = new Tickets(programs);
    }

    /**
     * The address for one connection of an app, as {@code apps.connections.open} answers it; good once, within half a
     * minute.
     *
     * @param server where {@link #routes} are served
     */
    public URI ticket(String appId, URI server) {
        String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
        return URI.create("%s://%s/link/?ticket=%s&app_id=%s"
                .formatted(
                        scheme,
                        server.getRawAuthority(),
                        tickets.issue(appId),
                        URLEncoder.encode(appId, StandardCharsets.UTF_8)));
    }

    /** The route to mount: {@code GET /link/}, which turns into a connection. */
    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/link", this::link)
                .GET("/link/", this::link)
                .build();
    }

    /**
     * Delivers an interactive payload or a slash command to one open connection of the app, never twice. The future
     * completes within that patience, never exceptionally; what depends on it must not block.
     *
     * @param type {@code interactive} or {@code slash_commands}
     * @param acceptsResponsePayload whether the app may answer more than that it got it
     */
    public CompletableFuture<Delivery> deliver(
            String appId, String type, boolean acceptsResponsePayload, Map<String, ?> payload) {
        return application(appId).deliver(Envelope.of(type, acceptsResponsePayload, payload));
    }

    /**
     * Delivers an event to one open connection of the app. Not acknowledged in that time, or with no connection
     * open, it is delivered again at once, after one minute and after five more; then it is given up.
     *
     * @param eventCallback the whole payload, of type {@code event_callback}
     */
    public void publish(String appId, Map<String, ?> eventCallback) {
        application(appId).publish(eventCallback);
    }

    /** How many events of the app were given up. */
    public int eventsGivenUp(String appId) {
        return application(appId).eventsGivenUp();
    }

    /** How many connections the app has open. */
    public int connections(String appId) {
        return application(appId).links().size();
    }

    /**
     * Asks the app to leave each of its connections, which are closed ten seconds later if it has not; a warning is
     * followed by {@code refresh_requested} ten seconds later.
     */
    public void disconnect(String appId, DisconnectReason reason) {
        application(appId).links().forEach(link -> link.disconnect(reason));
    }

    /** Cuts each of the app's connections with a TCP reset. */
    public void cut(String appId) {
        application(appId).links().forEach(Link::cut);
    }

    /**
     * Makes each of the connections that the app has open now a half-open one, on which nothing is heard or said, pings
     * and pongs included; or wakes them again. They keep their turn in deliveries; connections made later are sound.
     */
    public void silence(String appId, boolean on) {
        application(appId).links().forEach(link -> link.silence(on));
    }

    private Application application(String appId) {
        return applications.computeIfAbsent(appId, id -> new Application(id, programs, clock, patience));
    }

    private Mono<ServerResponse> link(ServerRequest request) {
        String appId = request.queryParam("app_id").orElse("");
        if (!isHandshake(request.headers().asHttpHeaders())) {
            return ServerResponse.badRequest().build();
        }
        if (!tickets.redeem(request.queryParam("ticket").orElse(""), appId)) {
            return ServerResponse.status(HttpStatus.FORBIDDEN).build();
        }
        return ServerResponse.ok().build((exchange, _) -> upgrade(exchange, application(appId)));
    }

    /** RFC 6455, section 4.2.1, as far as the server would stumble otherwise. */
    private static boolean isHandshake(HttpHeaders headers) {
        return "websocket".equalsIgnoreCase(headers.getUpgrade())
                && headers.getConnection().stream().anyMatch("upgrade"::equalsIgnoreCase)
                && "13".equals(headers.getFirst("Sec-WebSocket-Version"))
                && headers.containsHeader("Sec-WebSocket-Key");
    }

    /** Spring's part of the response ends here, before the protocol changes. */
    private Mono<Void> upgrade(ServerWebExchange exchange, Application application) {
        ServerHttpResponse response = exchange.getResponse();
        HttpServerResponse connection = ServerHttpResponseDecorator.getNativeResponse(response);
        return response.setComplete()
                .then(Mono.defer(
                        () -> connection.sendWebsocket((inbound, _) -> serve(inbound, application), PROTOCOL)));
    }

    private Mono<Void> serve(WebsocketInbound inbound, Application application) {
        String host = "applink-" + hosts.incrementAndGet();
        inbound.withConnection(
                connection -> application.connected(new Link(connection.channel(), host, programs, clock)));
        return inbound.aggregateFrames(LARGEST_FRAME)
                .receiveFrames()
                .ofType(TextWebSocketFrame.class)
                .doOnNext(frame -> application.received(frame.text()))
                .then();
    }

    /** Closes every connection; what was not acknowledged is settled as such. */
    @Override
    public void close() {
        applications.values().forEach(Application::stop);
    }
}
