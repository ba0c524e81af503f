package dev.muster.sandbox.emulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The emulators' one way of reading and writing JSON. */
public final class Json {

    /** Reads strictly, so that what follows a document is an error, and writes times as ISO-8601. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    /**
     * Reads a JSON object.
     *
     * @throws tools.jackson.core.JacksonException when the text is anything else
     */
    public static Map<String, @Nullable Object> object(String text) {
        Map<String, @Nullable Object> object = MAPPER.readValue(text, OBJECT);
        return object == null ? MAPPER.readValue("", OBJECT) : object;
    }
}
