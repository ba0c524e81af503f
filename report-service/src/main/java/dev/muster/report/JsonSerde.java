package dev.muster.report;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our own values between one step and the next, as JSON that says which version of it that is. No other service reads them; a
 * version that this code does not know is a release that was taken back, and waits for the newer one.
 */
final class JsonSerde<T> implements Serde<T> {

    private static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JavaType type;

    /** What is written: the value, and beside it the version of its form. */
    record Versioned<T>(int version, T value) {}

    JsonSerde(Class<T> type) {
        this.type = JSON.getTypeFactory().constructParametricType(Versioned.class, type);
    }

    @Override
    public Serializer<T> serializer() {
        return (_, value) -> value == null ? null : JSON.writeValueAsBytes(new Versioned<>(VERSION, value));
    }

    @Override
    public Deserializer<T> deserializer() {
        return (_, bytes) -> bytes == null ? null : read(bytes);
    }

    private @Nullable T read(byte[] bytes) {
        var version = JSON.readTree(bytes).path("version").asInt();
        if (version != VERSION) {
            throw new IllegalStateException("state of version " + version + ", and this code knows " + VERSION);
        }
        return JSON.<Versioned<T>>readValue(bytes, type).value();
    }
}
