package dev.muster.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what clients send. What is strange is refused, never guessed at. */
public final class StrictJson {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** A body that cannot be read at all. */
    public static final class UnreadableBody extends Exception {

        private final String reason;

        private UnreadableBody(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        /** Why, as a key of the message bundle. */
        public String reason() {
            return reason;
        }
    }

    /**
     * The JSON object that a body is.
     *
     * @throws UnreadableBody if it is anything else
     */
    public static ObjectNode object(byte[] body) throws UnreadableBody {
        var text = text(body);
        if (text.isBlank()) {
            throw new UnreadableBody("error.body.empty");
        }
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new UnreadableBody("error.body.json");
        }
        throw new UnreadableBody("error.body.object");
    }

    /**
     * A body as text.
     *
     * @throws UnreadableBody if it is not UTF-8
     */
    public static String text(byte[] body) throws UnreadableBody {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableBody("error.body.utf8");
        }
    }
}
