package dev.muster.sandbox.emulator;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a provider, as the control side shows it.
 *
 * @param operation the vendor's own name of what was called
 * @param arguments decoded, without any token
 * @param status the HTTP status that was answered, or null while and if there was no answer (hang, reset)
 * @param answer the body that was answered, or null likewise
 */
record Call(
        Instant at,
        String operation,
        Map<String, @Nullable Object> arguments,
        @Nullable Integer status,
        @Nullable Object answer) {

    Call answeredWith(Answer given) {
        return new Call(at, operation, arguments, given.status(), given.body());
    }
}
