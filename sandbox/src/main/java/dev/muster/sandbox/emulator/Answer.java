package dev.muster.sandbox.emulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a provider answers to one call: the HTTP status, its own headers, and the body, which is written as JSON. */
public record Answer(int status, Map<String, String> headers, Object body) {

    /** An answer without headers of its own. */
    public Answer(int status, Object body) {
        this(status, Map.of(), body);
    }

    /** The same answer with one more header. */
    public Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}
