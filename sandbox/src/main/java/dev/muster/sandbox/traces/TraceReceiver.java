package dev.muster.sandbox.traces;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.sandbox.emulator.Json;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes traces by OTLP over HTTP, keeps the latest in memory, and shows them: {@code /} all in a line each, {@code /?of=ID} the trees
 * of those that have to do with a sign-up or a run, {@code /spans?of=ID} the same as JSON.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
public final class TraceReceiver implements AutoCloseable {

    /** Where services send to, below its address. */
    public static final String PATH = "v1/traces";

    /** About a thousand sign-ups' spans, in some 30 MB. */
    private static final int MOST_SPANS = 20_000;

    private static final String ABOUT = "of=";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final SeenSpans spans = new SeenSpans(MOST_SPANS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    private TraceReceiver(HttpServer server) {
        this.server = server;
        server.createContext("/", this::show);
        server.createContext("/spans", this::tell);
        server.createContext("/" + PATH, this::take);
        server.setExecutor(threads);
        server.start();
    }

    /** Starts to listen on the loopback address. */
    public static TraceReceiver start(int port) {
        try {
            return new TraceReceiver(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try {
            var sent = ExportTraceServiceRequest.parseFrom(
                    exchange.getRequestBody().readAllBytes());
            spans.add(sent.getResourceSpansList().stream().flatMap(SeenSpan::of).toList());
            answer(
                    exchange,
                    OK,
                    "application/x-protobuf",
                    ExportTraceServiceResponse.getDefaultInstance().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            answer(exchange, BAD_REQUEST, "text/plain", "no OTLP".getBytes(UTF_8));
        }
    }

    private void show(HttpExchange exchange) throws IOException {
        var about = about(exchange);
        var shown = about.isEmpty()
                ? spans.all().stream().map(TraceTree::inOneLine).collect(joining())
                : spans.about(about).stream().map(TraceTree::of).collect(joining("\n"));
        answer(exchange, OK, "text/plain; charset=UTF-8", shown.getBytes(UTF_8));
    }

    private void tell(HttpExchange exchange) throws IOException {
        var about = about(exchange);
        var told = spans.about(about).stream().flatMap(List::stream).toList();
        answer(exchange, OK, "application/json", Json.MAPPER.writeValueAsBytes(told));
    }

    private static String about(HttpExchange exchange) {
        var query = exchange.getRequestURI().getRawQuery();
        return query == null || !query.startsWith(ABOUT)
                ? ""
                : URLDecoder.decode(query.substring(ABOUT.length()), UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
