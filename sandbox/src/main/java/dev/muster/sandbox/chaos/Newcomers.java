package dev.muster.sandbox.chaos;

import dev.muster.sandbox.emulator.Json;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * People who sign up: most of them once, some a second time, some under another name then, and some whom Slack will not have.
 * Where the answer is not 202 they try again, as the form tells them to.
 */
final class Newcomers {

    private static final List<String> FIRST_NAMES = List.of("Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald");
    private static final List<String> LAST_NAMES = List.of("Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov");
    private static final int UNWELCOME = 40;
    private static final int TRIES = 4;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(3);

    private final List<URI> gateways;
    private final URI slack;
    private final Witness witness;
    private final Watchers watchers;
    private final Random random;
    private final long seed;
    private final Http http = new Http();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger here = new AtomicInteger();
    private final List<Person> known = new ArrayList<>();
    private int count;
    private int unwelcome;

    /** Somebody as the form has them. */
    private record Person(String email, String firstName, String lastName) {

        String json() {
            return Json.MAPPER.writeValueAsString(Map.of("email", email, "firstName", firstName, "lastName", lastName));
        }
    }

    Newcomers(List<URI> gateways, URI slack, Witness witness, Watchers watchers, long seed) {
        this.gateways = gateways;
        this.slack = slack;
        this.witness = witness;
        this.watchers = watchers;
        this.random = new Random(seed);
        this.seed = seed;
    }

    /** Those whom Slack will not have: their accounts are deactivated. */
    void prepare() {
        var members = IntStream.rangeClosed(1, UNWELCOME)
                .mapToObj(number -> Map.of(
                        "id", "U0GONE%03d".formatted(number),
                        "name", "gone" + number,
                        "email", goneAddress(number),
                        "deleted", true,
                        "channels", List.of()))
                .toList();
        http.must("PUT", slack.resolve("sandbox/members"), Map.of("members", members));
    }

    private String goneAddress(int number) {
        return "gone." + number + "." + Long.toUnsignedString(seed, 36) + "@example.org";
    }

    /** Signs people up until everybody is sent home; those who have begun go on trying for a while. */
    void run(Pause pause, ExecutorService threads) {
        while (pause.pause(Duration.ofMillis(250 + random.nextInt(700)))) {
            var lot = random.nextInt(100);
            if (lot < 15) {
                again(lot < 6).ifPresent(person -> come(person, true, threads));
            } else {
                var person = lot < 18 && unwelcome < UNWELCOME ? unwelcome() : somebodyNew();
                come(person, false, threads);
            }
        }
    }

    private void come(Person person, boolean again, ExecutorService threads) {
        here.incrementAndGet();
        threads.execute(() -> {
            try {
                signUp(person, again);
            } finally {
                here.decrementAndGet();
            }
        });
    }

    /** Whether nobody tries any more. */
    boolean areGone() {
        return here.get() == 0;
    }

    private Person somebodyNew() {
        count++;
        return named("newcomer." + count + "." + Long.toUnsignedString(seed, 36) + "@example.org");
    }

    private Person unwelcome() {
        return named(goneAddress(++unwelcome));
    }

    private Person named(String email) {
        return new Person(
                email,
                FIRST_NAMES.get(random.nextInt(FIRST_NAMES.size())),
                LAST_NAMES.get(random.nextInt(LAST_NAMES.size())));
    }

    /** Whoever comes a second time has been answered before, and comes no third time. */
    private Optional<Person> again(boolean renamed) {
        synchronized (known) {
            if (known.size() < 3) {
                return Optional.empty();
            }
            var person = known.remove(random.nextInt(known.size()));
            return Optional.of(renamed ? named(person.email()) : person);
        }
    }

    private void signUp(Person person, boolean again) {
        for (var attempt = 1; attempt <= TRIES; attempt++) {
            var gateway = gateways.get(Math.floorMod(turn.getAndIncrement(), gateways.size()));
            var reply = http.tries("POST", gateway.resolve("signups"), person.json())
                    .filter(answer -> answer.status() == 202);
            if (reply.isPresent()) {
                var signupId = reply.get().json().path("signupId").asString();
                witness.accepted(signupId, person.email());
                if (attempt == 1 && !again) {
                    watchers.watch(signupId);
                    synchronized (known) {
                        known.add(person);
                    }
                }
                return;
            }
            witness.count("sign-ups not accepted");
            // A second attempt of somebody who is watched could land before the first, and look like a step back.
            if (again || !Pause.rest(BETWEEN_TRIES)) {
                return;
            }
        }
    }
}
