package dev.muster.sandbox.emulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The JSON object of a request to the control side, read field by field with a clear sentence where it is wrong. */
public final class ControlRequest {

    private final Map<String, @Nullable Object> fields;
    private final Set<String> operations;

    private ControlRequest(Map<String, @Nullable Object> fields, Set<String> operations) {
        this.fields = fields;
        this.operations = operations;
    }

    static ControlRequest read(String body, Set<String> operations) {
        try {
            return new ControlRequest(Json.object(body), operations);
        } catch (JacksonException _) {
            String example = operations.stream()
                    .sorted()
                    .findFirst()
                    .map(operation -> " such as {\"operation\": \"" + operation + "\", …}")
                    .orElse("");
            throw new Refused("the body is to be a JSON object" + example);
        }
    }

    /** Refuses every field but these. */
    public void allowOnly(String... names) {
        var known = List.of(names);
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                throw new Refused("\"" + name + "\" is not a field here; the fields are " + String.join(", ", known));
            }
        }
    }

    /** The operation this is about, which must be one of the emulator's. */
    String operation() {
        String operation = text("operation");
        if (!operations.contains(operation)) {
            throw new Refused("\"" + operation + "\" is not an operation here; the operations are "
                    + String.join(", ", operations.stream().sorted().toList()));
        }
        return operation;
    }

    String operationOr(String other) {
        return other.equals(fields.get("operation")) ? other : operation();
    }

    /** A field that must be there, and not be empty. */
    public String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw new Refused("\"" + name + "\" is missing");
        }
        return text;
    }

    /** A field that may be missing, but not be empty. */
    public @Nullable String optionalText(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new Refused("\"" + name + "\" is to be a text that is not empty");
    }

    /** A whole number within bounds, where it is given. */
    public @Nullable Integer number(String name, int least, int most) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        throw new Refused("\"" + name + "\" is to be a whole number of at least " + least
                + (most == Integer.MAX_VALUE ? "" : " and at most " + most));
    }

    /** A whole number within bounds that must be given. */
    public int required(String name, int least, int most) {
        Integer number = number(name, least, most);
        if (number == null) {
            throw new Refused("\"" + name + "\" is missing");
        }
        return number;
    }

    /** A field that may be empty text; missing is null. */
    public @Nullable String words(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new Refused("\"" + name + "\" is to be a text");
    }

    /** A yes or no, where it is given. */
    public @Nullable Boolean flag(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw new Refused("\"" + name + "\" is to be true or false");
    }

    /** A list of texts, where it is given. */
    public @Nullable List<String> texts(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new Refused("\"" + name + "\" is to be a list of texts");
    }

    /** A list of objects that must be given, each read like a request of its own. */
    public List<ControlRequest> objects(String name) {
        if (!(fields.get(name) instanceof List<?> list)) {
            throw new Refused("\"" + name + "\" is to be a list of objects");
        }
        return list.stream().map(item -> inner(name, item)).toList();
    }

    /** An object; a missing one is empty. */
    public ControlRequest object(String name) {
        Object value = fields.get(name);
        return value == null ? new ControlRequest(Map.of(), operations) : inner(name, value);
    }

    private ControlRequest inner(String name, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new Refused("\"" + name + "\" is to be made of objects");
        }
        var inner = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, field) -> inner.put(String.valueOf(key), field));
        return new ControlRequest(inner, operations);
    }

    /** The fields as they came. */
    public Map<String, @Nullable Object> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** A request that the control side cannot follow, in a sentence for whoever sent it. */
    public static final class Refused extends RuntimeException {

        private final int status;

        /** Asked for in a way that cannot be followed. */
        public Refused(String sentence) {
            this(400, sentence);
        }

        /** Refused with an HTTP status. */
        public Refused(int status, String sentence) {
            super(sentence);
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
