package dev.muster.sandbox.chaos;

import dev.muster.sandbox.chaos.Fault.Way;
import dev.muster.sandbox.launch.Size;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What goes wrong when: a function of the options alone. Four lines run side by side: processes and the store, Slack, the
 * CRM, and the services' secrets where there is access control; on each of them one fault ends before the next begins, and all end before the run does, so that nothing is held up
 * for ever.
 */
record Schedule(List<Planned> processes, List<Planned> slack, List<Planned> crm, List<Planned> secrets) {

    private static final Duration BEGINNING = Duration.ofSeconds(2);

    private static final List<String> SLACK_OPERATIONS =
            List.of("users.admin.invite", "chat.postMessage", "chat.update", "conversations.open", "views.open");
    private static final List<String> CRM_OPERATIONS = List.of("contact/sync");

    /** A fault and when it begins, counted from the beginning of the run. */
    record Planned(Duration at, Fault fault) {

        Duration end() {
            return at.plus(fault.lasting());
        }
    }

    /** The kinds of faults of one round: each service's death is as likely as the others', and every kind comes up. */
    private enum Card {
        KILL,
        SUSPEND,
        RESTART,
        KILL_BROKER,
        KILL_AGAIN,
        DROP_STORE,
        SUSPEND_BROKER
    }

    static Schedule of(ChaosOptions options) {
        var random = new Random(options.seed());
        return new Schedule(
                processes(options, new Random(random.nextLong())),
                outages("slack", SLACK_OPERATIONS, options.length(), new Random(random.nextLong())),
                outages("crm", CRM_OPERATIONS, options.length(), new Random(random.nextLong())),
                options.accessControl() ? secrets(options, new Random(random.nextLong())) : List.of());
    }

    List<List<Planned>> lines() {
        return List.of(processes, slack, crm, secrets);
    }

    /** All of them. */
    List<Planned> all() {
        return lines().stream().flatMap(List::stream).toList();
    }

    private static List<Planned> processes(ChaosOptions options, Random random) {
        Size size = options.size();
        var cards = new Deck<>(
                List.of(Card.values()).stream()
                        .filter(card -> card != Card.DROP_STORE || options.dropsStore())
                        .toList(),
                random);
        var killed = new Deck<>(size.serviceNames(), random);
        var suspended = new Deck<>(size.serviceNames(), random);
        var everything = new ArrayList<>(size.serviceNames());
        everything.addAll(size.brokerNames());
        var restarted = new Deck<>(everything, random);
        var brokers = new Deck<>(size.brokerNames(), random);
        Supplier<Step> faults = () -> {
            var fault =
                    switch (cards.next()) {
                        case KILL, KILL_AGAIN -> new Fault.Kill(killed.next());
                        case SUSPEND -> new Fault.Suspend(suspended.next(), between(8, 20, random));
                        case RESTART -> new Fault.Restart(restarted.next(), Fault.Change.NOTHING);
                        case KILL_BROKER -> new Fault.Kill(brokers.next());
                        case DROP_STORE -> new Fault.DropStore();
                        case SUSPEND_BROKER -> new Fault.Suspend(brokers.next(), between(4, 14, random));
                    };
            // Brokers that are never all there would be no rest for anybody.
            var ofBroker = fault.processes().stream().anyMatch(size.brokerNames()::contains);
            return new Step(fault, ofBroker ? between(9, 15, random) : between(1, 9, random));
        };
        // A fault after each upgrade, so that they strike while old and new run side by side.
        var upgrades = options.earlier().stream()
                .flatMap(_ -> size.serviceNames().stream())
                .flatMap(name -> Stream.of(
                        faults.get(), new Step(new Fault.Restart(name, Fault.Change.BUILD), between(1, 9, random))))
                .iterator();
        return planned(options.length(), () -> upgrades.hasNext() ? upgrades.next() : faults.get());
    }

    private static List<Planned> outages(String provider, List<String> operations, Duration length, Random random) {
        var ways = new Deck<>(List.of(Way.values()), random);
        var struck = new Deck<>(operations, random);
        return planned(length, () -> {
            var way = ways.next();
            var times =
                    switch (way) {
                        case THROTTLE, FAIL -> 2 + random.nextInt(7);
                        case HANG, RESET, STALL -> 1 + random.nextInt(3);
                    };
            return new Step(
                    new Fault.Outage(provider, struck.next(), way, times, between(4, 12, random)),
                    between(2, 8, random));
        });
    }

    /** Most of the time some service has a secret that is worthless, so that brokers are struck while it does. */
    private static List<Planned> secrets(ChaosOptions options, Random random) {
        var cards = new ArrayList<Fault.Restart>();
        for (var names : options.size().services()) {
            cards.add(new Fault.Restart(names, Fault.Change.PASSWORD, Duration.ZERO));
            switch (names.getFirst()) {
                case "slack-service" -> cards.add(new Fault.Restart(names, Fault.Change.BOT_TOKEN, Duration.ZERO));
                case "crm-service" -> cards.add(new Fault.Restart(names, Fault.Change.CRM_KEY, Duration.ZERO));
                default -> {}
            }
        }
        var changed = new Deck<>(cards, random);
        return planned(
                options.length(), () -> new Step(changed.next().after(between(8, 25, random)), between(5, 15, random)));
    }

    /** A fault and the pause after it. */
    private record Step(Fault fault, Duration pause) {}

    private static List<Planned> planned(Duration length, Supplier<Step> steps) {
        var planned = new ArrayList<Planned>();
        for (var at = BEGINNING; ; ) {
            var step = steps.get();
            var next = new Planned(at, step.fault());
            if (next.end().compareTo(length) > 0) {
                return List.copyOf(planned);
            }
            planned.add(next);
            at = next.end().plus(step.pause());
        }
    }

    private static Duration between(int least, int most, Random random) {
        return Duration.ofMillis(least * 1000L + random.nextInt((most - least) * 1000 + 1));
    }

    /** Cards that are dealt to the last before they are shuffled again. */
    private static final class Deck<T> {

        private final List<T> cards;
        private final Random random;
        private final Deque<T> left = new ArrayDeque<>();

        Deck(List<T> cards, Random random) {
            this.cards = cards;
            this.random = random;
        }

        T next() {
            if (left.isEmpty()) {
                var shuffled = new ArrayList<>(cards);
                Collections.shuffle(shuffled, random);
                left.addAll(shuffled);
            }
            return left.removeFirst();
        }
    }
}
