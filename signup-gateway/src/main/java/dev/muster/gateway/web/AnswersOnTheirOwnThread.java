package dev.muster.gateway.web;

import io.netty.channel.EventLoop;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Has answers leave on the thread of their connection. Where another thread ends an answer, Reactor Netty 1.3.7 may still be at
 * it when the client's next request comes in, and then never reads that connection again.
 *
 * @see <a href="https://github.com/reactor/reactor-netty/issues/4361">reactor-netty 4361</a>
 */
@Component
final class AnswersOnTheirOwnThread implements HttpHandlerDecoratorFactory {

    @Override
    public HttpHandler apply(HttpHandler next) {
        return (request, response) ->
                threadOf(request).flatMap(thread -> next.handle(request, new OnThread(response, thread)));
    }

    private static Mono<Scheduler> threadOf(ServerHttpRequest request) {
        HttpServerRequest connection = ServerHttpRequestDecorator.getNativeRequest(request);
        return Mono.<EventLoop>create(found -> connection.withConnection(
                        open -> found.success(open.channel().eventLoop())))
                .map(Schedulers::fromExecutorService);
    }

    private static final class OnThread extends ServerHttpResponseDecorator {

        private final Scheduler thread;

        OnThread(ServerHttpResponse response, Scheduler thread) {
            super(response);
            this.thread = thread;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            return super.writeWith(
                    body instanceof Mono
                            ? Mono.from(body).publishOn(thread)
                            : Flux.from(body).publishOn(thread));
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return super.writeAndFlushWith(Flux.from(body).publishOn(thread));
        }

        @Override
        public Mono<Void> setComplete() {
            return Mono.defer(super::setComplete).subscribeOn(thread);
        }
    }
}
