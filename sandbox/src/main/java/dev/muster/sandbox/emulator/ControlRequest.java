package dev.muster.sandbox.emulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The JSON object of a request to the control side, read field by field with a clear sentence where it is wrong. */
final class ControlRequest {

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
            throw new Refused("the body is to be a JSON object such as {\"operation\": \""
                    + operations.stream().sorted().findFirst().orElse("…") + "\", …}");
        }
    }

    void allowOnly(String... names) {
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

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw new Refused("\"" + name + "\" is missing");
        }
        return text;
    }

    @Nullable String optionalText(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new Refused("\"" + name + "\" is to be a text that is not empty");
    }

    @Nullable Integer number(String name, int least, int most) {
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

    /** A request that the control side cannot follow, in a sentence for whoever sent it. */
    static final class Refused extends RuntimeException {
        Refused(String sentence) {
            super(sentence);
        }
    }
}
