package dev.muster.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServer;

class AnswersOnTheirOwnThreadTest {

    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @ValueSource(strings = {"/whole", "/piecemeal", "/empty"})
    void answerThatAnotherThreadMakesLeavesOnItsConnectionsThread(String path) throws Exception {
        var handler = new AnswersOnTheirOwnThread()
                .apply((request, response) ->
                        answer(response, request.getURI().getPath()).subscribeOn(Schedulers.boundedElastic()));
        var server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(observed(handler)))
                .bindNow();
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + server.port() + path);

            var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).isEqualTo(path.equals("/empty") ? "" : "taken");
            assertThat(threads).isNotEmpty().allMatch(thread -> thread.startsWith("reactor-http"));
        } finally {
            server.disposeNow();
        }
    }

    private static Mono<Void> answer(ServerHttpResponse response, String path) {
        return Mono.defer(() -> {
            response.setStatusCode(HttpStatus.ACCEPTED);
            return switch (path) {
                case "/whole" -> response.writeWith(Mono.fromCallable(() -> buffer(response, "taken")));
                case "/piecemeal" -> response.writeWith(Flux.just("ta", "ken").map(text -> buffer(response, text)));
                default -> response.setComplete();
            };
        });
    }

    private static DataBuffer buffer(ServerHttpResponse response, String text) {
        return response.bufferFactory().wrap(text.getBytes(UTF_8));
    }

    /** Notes on which threads the answers arrive at the server. */
    private HttpHandler observed(HttpHandler handler) {
        return (request, response) -> handler.handle(request, new ServerHttpResponseDecorator(response) {
            @Override
            public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
                return super.writeWith(
                        body instanceof Mono
                                ? Mono.from(body).doOnNext(_ -> note())
                                : Flux.from(body).doOnNext(_ -> note()));
            }

            @Override
            public Mono<Void> setComplete() {
                note();
                return super.setComplete();
            }
        });
    }

    private void note() {
        threads.add(Thread.currentThread().getName());
    }
}
