package dev.muster.sandbox.chaos;

import dev.muster.sandbox.emulator.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;

/**
 * People who look how a sign-up goes: some ask again and again, some keep the page open. Each of them goes on looking for a
 * while, at whatever gateway answers, and must not see it go back.
 */
final class Watchers {

    private static final Duration A_WHILE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(700);
    private static final Duration RECONNECT = Duration.ofSeconds(2);
    private static final int MOST_AT_ONCE = 30;
    private static final int ONE_OF = 3;

    private final List<URI> gateways;
    private final Witness witness;
    private final ExecutorService threads;
    private final Http http = new Http();
    private final Queue<String> watched = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger watching = new AtomicInteger();

    Watchers(List<URI> gateways, Witness witness, ExecutorService threads) {
        this.gateways = gateways;
        this.witness = witness;
        this.threads = threads;
    }

    /** Some of the sign-ups are watched, in both ways at once. */
    void watch(String signupId) {
        if (accepted.getAndIncrement() % ONE_OF == 0 && watching.get() < MOST_AT_ONCE) {
            watching.incrementAndGet();
            watched.add(signupId);
            threads.execute(() -> ask(signupId));
            threads.execute(() -> listen(signupId));
        }
    }

    /** Each sign-up that was watched is looked at once more. */
    void lookAgain() {
        watched.forEach(signupId -> look(signupId, "asking", gateways.getFirst()));
    }

    private void ask(String signupId) {
        var turn = 0;
        for (var end = System.nanoTime() + A_WHILE.toNanos(); System.nanoTime() < end; turn++) {
            look(signupId, "asking", gateways.get(turn % gateways.size()));
            if (!Pause.rest(BETWEEN_LOOKS)) {
                return;
            }
        }
        watching.decrementAndGet();
    }

    private void look(String signupId, String watcher, URI gateway) {
        http.tries("GET", gateway.resolve("signups/" + signupId), "")
                .filter(Http.Reply::isFine)
                .ifPresent(reply -> saw(signupId, watcher, reply.text()));
    }

    private void listen(String signupId) {
        var turn = 0;
        for (var end = System.nanoTime() + A_WHILE.toNanos(); System.nanoTime() < end; turn++) {
            var gateway = gateways.get(turn % gateways.size());
            http.listen(
                    gateway.resolve("signups/" + signupId + "/events"),
                    end,
                    document -> saw(signupId, "listening", document));
            if (!Pause.rest(RECONNECT)) {
                return;
            }
        }
    }

    private void saw(String signupId, String watcher, String document) {
        try {
            var entity = "signup:" + signupId;
            var record = Json.MAPPER.readTree(document).path("steps").path(0).path("startedAt");
            witness.saw(
                    entity,
                    watcher,
                    record.isString()
                            ? 2 * Instant.parse(record.asString()).toEpochMilli()
                            : laterThan(witness.lastSequence(entity, watcher)),
                    document);
        } catch (JacksonException _) {
            witness.count("documents torn off");
        }
    }

    /** Of a sign-up that is known to be there and not what it says: the next after the last that was seen. */
    private static long laterThan(long last) {
        return last % 2 == 0 ? last + 1 : last;
    }
}
