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
import java.util.OptionalInt;

/** Request limits over sliding windows; a refused request does not count. */
final class Limits {

    private final List<Limit> defaults;
    private final InstantSource clock;
    private final Map<String, Limit> limits = new LinkedHashMap<>();
    private final Map<String, Deque<Instant>> admitted = new HashMap<>();

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

    /** Admits a request, or tells after how many seconds the next will be admitted. */
    synchronized OptionalInt secondsToWait(String operation) {
        Instant now = clock.instant();
        var inForce = limits.values().stream()
                .filter(limit ->
                        limit.operation().equals(operation) || limit.operation().equals(Limit.WHOLE_ACCOUNT))
                .toList();
        OptionalInt wait = inForce.stream()
                .mapToInt(limit -> secondsToWait(limit, now))
                .filter(seconds -> seconds > 0)
                .max();
        if (wait.isEmpty()) {
            inForce.forEach(limit -> window(limit).addLast(now));
        }
        return wait;
    }

    private int secondsToWait(Limit limit, Instant now) {
        var window = window(limit);
        Duration width = Duration.ofSeconds(limit.seconds());
        while (!window.isEmpty() && !window.getFirst().plus(width).isAfter(now)) {
            window.removeFirst();
        }
        if (window.size() < limit.requests()) {
            return 0;
        }
        Duration left = Duration.between(now, window.getFirst().plus(width));
        return (int) Math.max(1, left.plusMillis(999).toSeconds());
    }

    private Deque<Instant> window(Limit limit) {
        return admitted.computeIfAbsent(limit.operation(), _ -> new ArrayDeque<>());
    }
}
