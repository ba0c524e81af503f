package dev.muster.gateway.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Takes what clients send, as far as it is of a type and size that we take. */
@Component
public final class RequestBodies {

    private final Refusals refusals;

    RequestBodies(Refusals refusals) {
        this.refusals = refusals;
    }

    /**
     * The bytes of a request's body, or a {@link Refusal}.
     *
     * @param types those that it may have, in UTF-8
     * @param otherwise what to send instead, as a key of the message bundle
     * @param largest how large it may be, in KB
     */
    public Mono<byte[]> read(ServerRequest request, List<MediaType> types, String otherwise, int largest) {
        if (!isOf(request, types)) {
            return Mono.error(
                    refusals.body(request, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", otherwise));
        }
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), largest * 1024)
                .map(RequestBodies::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(
                        DataBufferLimitException.class,
                        _ -> refusals.body(
                                request, HttpStatus.CONTENT_TOO_LARGE, "too-large", "error.body.large", largest));
    }

    private static boolean isOf(ServerRequest request, List<MediaType> types) {
        try {
            return request.headers()
                    .contentType()
                    .filter(type -> types.stream().anyMatch(type::equalsTypeAndSubtype))
                    .filter(type ->
                            type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8))
                    .isPresent();
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static byte[] bytes(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
