package dev.muster.sandbox.chaos.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A time for which a process stood still, as the faults tell it: {@code SIGSTOP slack-service-2 for 40 s}. */
record Suspension(String service, Instant from, Instant to) {

    private static final Pattern WORDS =
            Pattern.compile("SIGSTOP ([a-z]+-service|signup-gateway)(?:-\\d+)? for (\\d+) s");

    /** How long after its end what it held up may still come. */
    private static final Duration AFTERMATH = Duration.ofSeconds(10);

    /** Those among the faults, the services' names without the number of the instance. */
    static List<Suspension> in(List<FaultDone> faults) {
        return faults.stream()
                .flatMap(fault -> WORDS.matcher(fault.what()).results().map(words -> of(fault.at(), words)))
                .toList();
    }

    private static Suspension of(Instant from, MatchResult words) {
        return new Suspension(words.group(1), from, from.plusSeconds(Long.parseLong(words.group(2))));
    }

    /** Whether of two calls one can be what another process did meanwhile, and the other what this one did when it woke. */
    boolean explains(Instant one, Instant other) {
        var first = one.isBefore(other) ? one : other;
        var second = one.isBefore(other) ? other : one;
        return first.isAfter(from) && !second.isBefore(to) && second.isBefore(to.plus(AFTERMATH));
    }
}
