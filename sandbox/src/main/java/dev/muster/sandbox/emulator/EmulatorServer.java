package dev.muster.sandbox.emulator;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.resources.LoopResources;

/** One emulator's HTTP server on the loopback address: the provider's routes, the control side and the page's assets. */
public final class EmulatorServer implements AutoCloseable {

    private static final int LARGEST_BODY = 1 << 20;

    private final LoopResources threads;
    private final DisposableServer server;

    private EmulatorServer(LoopResources threads, DisposableServer server) {
        this.threads = threads;
        this.server = server;
    }

    /** Starts serving; port 0 takes a free one. */
    public static EmulatorServer start(
            String name, int port, RouterFunction<ServerResponse> routes, Switchboard switchboard) {
        var all = new ControlSide(switchboard).routes().and(assets()).and(routes);
        var strategies = HandlerStrategies.builder()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_BODY))
                .build();
        var adapter = new ReactorHttpHandlerAdapter(
                RouterFunctions.toHttpHandler(all.filter(EmulatorServer::onItsOwnThread), strategies));
        var threads = LoopResources.create(name, 2, true);
        var server = HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .runOn(threads, false)
                .handle(adapter)
                .bindNow();
        return new EmulatorServer(threads, server);
    }

    /**
     * Answers leave on their connection's own thread. Where another thread finishes an answer, Reactor Netty may still
     * be closing it as the client's next request comes in, and then never reads that connection again.
     */
    private static Mono<ServerResponse> onItsOwnThread(ServerRequest request, HandlerFunction<ServerResponse> next) {
        HttpServerRequest connection =
                ServerHttpRequestDecorator.getNativeRequest(request.exchange().getRequest());
        return Mono.<EventLoop>create(found -> connection.withConnection(
                        open -> found.success(open.channel().eventLoop())))
                .flatMap(own -> next.handle(request).publishOn(Schedulers.fromExecutorService(own)));
    }

    private static RouterFunction<ServerResponse> assets() {
        Resource style = style();
        return RouterFunctions.route()
                .GET("/assets/pico.css", _ -> ServerResponse.ok()
                        .contentType(MediaType.parseMediaType("text/css;charset=UTF-8"))
                        .bodyValue(style))
                .resources("/assets/**", new ClassPathResource("assets/"))
                .build();
    }

    private static Resource style() {
        try {
            return new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:META-INF/resources/webjars/picocss__pico/*/css/pico.min.css")[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the emulator is reached, ending in a slash. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    /** Stops serving; connections still open are cut. */
    @Override
    public void close() {
        server.dispose();
        threads.disposeLater(Duration.ZERO, Duration.ofMillis(500))
                .timeout(Duration.ofSeconds(1))
                .onErrorComplete()
                .block();
    }
}
