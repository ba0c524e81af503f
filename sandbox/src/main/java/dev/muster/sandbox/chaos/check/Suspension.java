package dev.muster.sandbox.chaos.check;

import java.time.Duration;
import java.time.Instant;

/** A time for which a process stood still: a broker, or an instance of a service. */
public record Suspension(String process, Instant from, Instant to) {

    /** How long after its end what it held up may still come. */
    private static final Duration AFTERMATH = Duration.ofSeconds(10);

    /** Whether the process was one of a service's, be it the only one or one of several: {@code slack-service-2}. */
    boolean isOf(String service) {
        return process.equals(service) || process.startsWith(service + "-");
    }

    /** Whether of two calls one can be what another process did meanwhile, and the other what this one did when it woke. */
    boolean explains(Instant one, Instant other) {
        var first = one.isBefore(other) ? one : other;
        var second = one.isBefore(other) ? other : one;
        return first.isAfter(from) && !second.isBefore(to) && second.isBefore(to.plus(AFTERMATH));
    }
}
