package dev.muster.gateway.web;

import io.netty.handler.timeout.ReadTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.MessageSource;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

/**
 * Answers every request that failed: with problem details, or with a page where a browser asks for one. What is no fault of the
 * request is logged.
 */
@Component
@Order(-2)
final class ProblemResponses implements ErrorWebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemResponses.class);

    private final MessageSource messages;
    private final Context context;

    private record Context(List<HttpMessageWriter<?>> messageWriters, List<ViewResolver> viewResolvers)
            implements ServerResponse.Context {}

    ProblemResponses(MessageSource messages, ServerCodecConfigurer codecs, List<ViewResolver> viewResolvers) {
        this.messages = messages;
        this.context = new Context(List.copyOf(codecs.getWriters()), viewResolvers);
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        var refusal = refusalOf(exchange, failure);
        var answer = Preference.of(exchange.getRequest().getHeaders()) == Preference.PAGE
                ? page(exchange, failure, refusal)
                : details(failure, refusal);
        return answer.flatMap(response -> response.writeTo(exchange, context));
    }

    private Mono<ServerResponse> details(Throwable failure, Refusal refusal) {
        return begin(failure, refusal)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(refusal.problem());
    }

    private Mono<ServerResponse> page(ServerWebExchange exchange, Throwable failure, Refusal refusal) {
        if (exchange.getRequest().getPath().value().startsWith("/actuator")) {
            return details(failure, refusal);
        }
        return begin(failure, refusal)
                .contentType(Preference.HTML)
                .render("problem", Map.of("problem", refusal.problem()));
    }

    private static ServerResponse.BodyBuilder begin(Throwable failure, Refusal refusal) {
        return ServerResponse.status(refusal.problem().status()).headers(headers -> {
            if (failure instanceof ErrorResponse response) {
                headers.putAll(response.getHeaders());
            }
            headers.setCacheControl("no-store");
            headers.setVary(List.of(HttpHeaders.ACCEPT));
            var retryAfter = refusal.retryAfter();
            if (retryAfter != null) {
                headers.set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
            }
        });
    }

    private Refusal refusalOf(ServerWebExchange exchange, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        var status = statusOf(failure);
        if (status.is5xxServerError()) {
            var request = exchange.getRequest();
            log.error("{} {} failed", request.getMethod(), request.getPath(), failure);
        }
        return new Refusal(problemOf(status, exchange.getLocaleContext().getLocale()));
    }

    private static HttpStatusCode statusOf(Throwable failure) {
        return switch (failure) {
            case ErrorResponse response -> response.getStatusCode();
            // A request that did not come to an end, and a client that is gone: nobody's mistake at our side.
            case ReadTimeoutException _, AbortedException _ -> HttpStatus.REQUEST_TIMEOUT;
            default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private Problem problemOf(HttpStatusCode status, @Nullable Locale locale) {
        var known = HttpStatus.resolve(status.value());
        var title = known == null ? status.toString() : known.getReasonPhrase();
        var words = "problem." + (status.is5xxServerError() ? 500 : status.value());
        var language = locale == null ? Locale.ROOT : locale;
        var detail = messages.getMessage(words, null, title, language);
        return Problem.of(status, title, detail == null ? title : detail);
    }
}
