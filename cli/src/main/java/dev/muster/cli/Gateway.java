package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Muster's gateway, asked as an operator. What it does not do is {@link Trouble}, in one line. */
final class Gateway implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final Duration CONNECTS_IN = Duration.ofSeconds(5);
    private static final Duration ANSWERS_IN = Duration.ofSeconds(30);
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;

    private final URI address;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECTS_IN).build();

    Gateway(URI address, String token) {
        this.address = URI.create(address.toString().replaceFirst("/*$", "/"));
        this.token = token;
    }

    /** A part of a path, such as a group's name. */
    static String part(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return json(send(path, "GET", BodyPublishers.noBody(), BodyHandlers.ofString()));
    }

    JsonNode delete(String path) {
        return json(send(path, "DELETE", BodyPublishers.noBody(), BodyHandlers.ofString()));
    }

    JsonNode post(String path, JsonNode body) {
        return json(send(path, "POST", BodyPublishers.ofString(body.toString()), BodyHandlers.ofString()));
    }

    JsonNode post(String path) {
        return json(send(path, "POST", BodyPublishers.noBody(), BodyHandlers.ofString()));
    }

    /** Tells the lines of an answer, as they come. */
    void lines(String path, Consumer<JsonNode> each) {
        var answer = send(path, "GET", BodyPublishers.noBody(), BodyHandlers.ofLines());
        try (var lines = answer.body()) {
            if (isRefusal(answer)) {
                throw refusal(answer.statusCode(), lines.collect(Collectors.joining("\n")));
            }
            lines.filter(line -> !line.isBlank()).map(JSON::readTree).forEach(each);
        } catch (java.io.UncheckedIOException | JacksonException e) {
            throw Trouble.forNow("The answer of the gateway at " + address + " broke off: ask again.");
        }
    }

    private <T> HttpResponse<T> send(
            String path, String method, BodyPublisher body, HttpResponse.BodyHandler<T> handler) {
        var request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(ANSWERS_IN)
                .header("Accept", "application/json, application/problem+json, application/x-ndjson")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(method, body)
                .build();
        try {
            return http.send(request, handler);
        } catch (HttpTimeoutException _) {
            throw Trouble.forNow("The gateway at " + address + " does not answer in time. What was asked may have been"
                    + " done all the same.");
        } catch (IOException _) {
            throw Trouble.forNow("No gateway answers at " + address
                    + ": start Muster with ./muster up, or name another gateway with --gateway URL.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Trouble.of("Interrupted.");
        }
    }

    private JsonNode json(HttpResponse<String> answer) {
        if (isRefusal(answer)) {
            throw refusal(answer.statusCode(), answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException _) {
            throw notOurs();
        }
    }

    private static boolean isRefusal(HttpResponse<?> answer) {
        return answer.statusCode() < 200 || answer.statusCode() > 299;
    }

    private Trouble refusal(int status, String body) {
        if (status == UNAUTHORIZED) {
            return Trouble.of("The gateway at " + address + " does not know this operator's token: set "
                    + Connection.TOKEN + ", or name the sandbox's data directory with --data DIR.");
        }
        var words = words(body);
        return status == UNAVAILABLE ? Trouble.forNow(words) : Trouble.of(words);
    }

    /** From problem details: what is wrong place by place where they say so, else what happened. */
    private String words(String body) {
        JsonNode problem;
        try {
            problem = JSON.readTree(body);
        } catch (JacksonException _) {
            throw notOurs();
        }
        var faults = problem.path("errors")
                .valueStream()
                .map(fault -> named(fault.path("pointer").asString("#"))
                        + fault.path("detail").asString(""))
                .collect(joining(" "));
        return Stream.of(
                        faults,
                        problem.path("detail").asString(""),
                        problem.path("title").asString(""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElseThrow(this::notOurs);
    }

    private static String named(String pointer) {
        return pointer.equals("#") ? "" : pointer.substring(2) + ": ";
    }

    private Trouble notOurs() {
        return Trouble.of("What answers at " + address + " is not Muster's gateway, or something stands before it.");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
