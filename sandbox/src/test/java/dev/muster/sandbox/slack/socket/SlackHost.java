package dev.muster.sandbox.slack.socket;

import dev.muster.sandbox.emulator.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.scheduler.VirtualTimeScheduler;

/** As little of Slack as a Socket Mode client needs, with a clock that stands still until it is told otherwise. */
final class SlackHost implements AutoCloseable {

    static final String APP = "A0STANDUP";

    private final AtomicInteger opened = new AtomicInteger();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final SocketMode socketMode = new SocketMode(time, time, SocketMode.PATIENCE);
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes())))
            .bindNow();

    SocketMode socketMode() {
        return socketMode;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    URI ticket() {
        return socketMode.ticket(APP, address());
    }

    /** How often an address was asked for. */
    int opened() {
        return opened.get();
    }

    void later(Duration duration) {
        time.advanceTimeBy(duration);
    }

    private RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .POST(
                        "/api/auth.test",
                        _ -> json(Map.of("ok", true, "user_id", "U0BOT", "bot_id", "B0BOT", "team_id", "T0MUSTER")))
                .POST("/api/apps.connections.open", _ -> {
                    opened.incrementAndGet();
                    return json(Map.of("ok", true, "url", ticket().toString()));
                })
                .build()
                .and(socketMode.routes());
    }

    private static Mono<ServerResponse> json(Object body) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Json.MAPPER.writeValueAsString(body));
    }

    @Override
    public void close() {
        socketMode.close();
        server.disposeNow();
    }
}
