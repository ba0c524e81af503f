package dev.muster.sandbox.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Request limits over sliding windows; a refused request does not count. */
final class Limits {

    private final List<Limit> defaults;
    private final InstantSource clock;
    private final Map<String, Limit> limits = new LinkedHashMap<>();
    private final Map<String, Map<String, Deque<Instant>>> admitted = new HashMap<>();

    Limits(List<Limit> defaults, InstantSource clock) {
        this.defaults = List.copyOf(defaults);
        this.clock = clock;
        restoreDefaults();
    }

    synchronized void put(Limit limit) {
        limits.put(limit.operation(), limit);
        admitted.remove(limit.operation());
    }

    synchronized void restoreDefaults() {
        limits.clear();
        admitted.clear();
        defaults.forEach(limit -> limits.put(limit.operation(), limit));
    }

    synchronized List<Limit> all() {
        return List.copyOf(limits.values());
    }

    /**
     * Admits a request, or tells after how long the next will be admitted.
     *
     * @param partition whose requests are counted together; a limit of the whole account counts all of them
     */
    synchronized Optional<Duration> toWait(String operation, String partition) {
        Instant now = clock.instant();
        var inForce = limits.values().stream()
                .filter(limit ->
                        limit.operation().equals(operation) || limit.operation().equals(Limit.WHOLE_ACCOUNT))
                .toList();
        Optional<Duration> wait = inForce.stream()
                .map(limit -> toWait(limit, partition, now))
                .filter(Duration::isPositive)
                .max(Duration::compareTo);
        if (wait.isEmpty()) {
            inForce.forEach(limit -> window(limit, partition).addLast(now));
        }
        return wait;
    }

    private Duration toWait(Limit limit, String partition, Instant now) {
        var window = window(limit, partition);
        Duration width = Duration.ofSeconds(limit.seconds());
        while (!window.isEmpty() && !window.getFirst().plus(width).isAfter(now)) {
            window.removeFirst();
        }
        return window.size() < limit.requests()
                ? Duration.ZERO
                : Duration.between(now, window.getFirst().plus(width));
    }

    private Deque<Instant> window(Limit limit, String partition) {
        String counted = limit.operation().equals(Limit.WHOLE_ACCOUNT) ? "" : partition;
        return admitted.computeIfAbsent(limit.operation(), _ -> new HashMap<>())
                .computeIfAbsent(counted, _ -> new ArrayDeque<>());
    }
}
