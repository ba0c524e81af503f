package dev.muster.events.effect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.fault.Unavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** HTTP to an outside system, with a hard deadline; a transport's failures become faults. Environment proxies are not used. */
public final class Provider implements AutoCloseable {

    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final HttpClient http;
    private final Duration deadline;

    /** Opens a client. */
    public Provider(CallSettings calls) {
        this.deadline = calls.deadline();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(calls.connectTimeout())
                .build();
    }

    /** A request to be completed and sent. */
    public HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri);
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws Unavailable {@code unreachable} or {@code timeout}; in doubt unless the request was certainly not sent
     */
    public HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        var answer = http.sendAsync(request, BodyHandlers.ofString(UTF_8));
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Unavailable.inDoubt("timeout", "no answer within " + deadline.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /**
     * How long the provider asks to be left alone, where it does.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, Retry-After</a>
     */
    public static Optional<Duration> retryAfter(HttpResponse<?> answer, InstantSource clock) {
        return answer.headers().firstValue("Retry-After").flatMap(value -> retryAfter(value.trim(), clock));
    }

    /**
     * What a status means that tells of no record in particular: of the server errors nobody knows whether they had an effect,
     * and redirections, refused or unpaid keys and addresses that nothing is at are for everybody alike.
     */
    public static Unavailable unavailable(int status, String detail) {
        var code = Integer.toString(status);
        return switch (status) {
            case 401, 402, 403, 404, 407 -> Unavailable.refused(code, detail);
            default ->
                status >= SERVER_ERROR
                        ? Unavailable.inDoubt(code, detail)
                        : status < CLIENT_ERROR
                                ? Unavailable.refused(code, detail)
                                : Unavailable.withoutEffect(code, detail);
        };
    }

    private static Optional<Duration> retryAfter(String value, InstantSource clock) {
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value))).filter(Duration::isPositive);
        }
        try {
            var until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(clock.instant(), until)).filter(Duration::isPositive);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _ -> Unavailable.withoutEffect("timeout", "no connection in time");
            case ConnectException _ -> Unavailable.withoutEffect("unreachable", "no connection");
            case SSLHandshakeException e -> Unavailable.withoutEffect("unreachable", "no TLS: " + e.getMessage());
            case IOException e -> Unavailable.inDoubt("unreachable", "connection lost: " + e.getMessage());
            case null, default -> new IllegalStateException(cause);
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
