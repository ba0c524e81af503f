package dev.muster.sandbox.emulator;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with the next calls of an operation.
 *
 * @param status the HTTP status of a {@link Kind#STATUS}
 * @param error the provider's error code of an {@link Kind#ERROR}
 * @param retryAfter the seconds a {@link Kind#THROTTLE} asks for
 * @param times how many calls are still to fail; null means until cleared
 */
record Fault(
        String operation,
        Kind kind,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable Integer retryAfter,
        @Nullable Integer times) {

    private static final int LONGEST_WAIT = 86_400;

    enum Kind {
        /** Answers an HTTP status, with the provider's shape of a failure. */
        STATUS,
        /** Answers the provider's own error with a given code. */
        ERROR,
        /** Answers 429 with {@code Retry-After}. */
        THROTTLE,
        /** Never answers, until the client gives up; nothing is done. */
        HANG,
        /** Does what was asked and cuts the connection before answering. */
        RESET,
        /** Does what was asked and never answers, until the client gives up. */
        STALL,
        /** Never answers, and does what was asked when the faults are cleared: the client may have given up long before. */
        LATE;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new ControlRequest.Refused("kind is one of "
                            + Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", ")) + "; \"" + word
                            + "\" is not"));
        }
    }

    /** Reads and checks what a person or a test asked for. */
    static Fault from(ControlRequest request) {
        request.allowOnly("operation", "kind", "status", "error", "retryAfter", "times");
        String operation = request.operation();
        Kind kind = Kind.of(request.text("kind"));
        Integer status = request.number("status", 200, 599);
        String error = request.optionalText("error");
        Integer retryAfter = request.number("retryAfter", 1, LONGEST_WAIT);
        Integer times = request.number("times", 1, Integer.MAX_VALUE);
        return switch (kind) {
            case STATUS -> {
                if (status == null) {
                    throw new ControlRequest.Refused("a fault of kind status needs the status to answer, such as 500");
                }
                yield new Fault(operation, kind, status, null, null, times);
            }
            case ERROR -> {
                if (error == null) {
                    throw new ControlRequest.Refused("a fault of kind error needs the error code to answer");
                }
                yield new Fault(operation, kind, null, error, null, times);
            }
            case THROTTLE -> new Fault(operation, kind, null, null, retryAfter == null ? 1 : retryAfter, times);
            case HANG, RESET, STALL, LATE -> new Fault(operation, kind, null, null, null, times);
        };
    }

    /** This fault after it has struck once, or null when that was the last time. */
    @Nullable Fault afterStriking() {
        if (times == null) {
            return this;
        }
        return times == 1 ? null : new Fault(operation, kind, status, error, retryAfter, times - 1);
    }
}
