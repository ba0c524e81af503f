package dev.muster.sandbox.launch;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The processes of a sandbox, by name; the brokers end after everything that speaks to them. */
final class Children {

    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(3);

    private final Map<String, Child> children = new ConcurrentHashMap<>();
    private final Set<String> brokers;

    Children(Size size) {
        this.brokers = Set.copyOf(size.brokerNames());
    }

    void start(Child child) {
        children.put(child.name(), child);
        child.start();
    }

    /** From now on the death of one is no failure of the start: it is started again. */
    void keepAlive() {
        children.values().forEach(Child::keepAlive);
    }

    Child named(String name) {
        Child child = children.get(name);
        if (child == null) {
            throw new IllegalArgumentException("\"" + name + "\" is not a process here; there are "
                    + children.keySet().stream().sorted().toList());
        }
        return child;
    }

    /** How often each of them was started. */
    Map<String, Integer> starts() {
        return children.values().stream().collect(Collectors.toUnmodifiableMap(Child::name, Child::starts));
    }

    /** Ends all of them, those that were suspended too. */
    void end(Duration patience) {
        end(name -> !brokers.contains(name), patience);
        end(brokers::contains, BROKER_PATIENCE);
    }

    private void end(Predicate<String> chosen, Duration patience) {
        Ending.of(
                children.values().stream()
                        .filter(child -> chosen.test(child.name()))
                        .flatMap(child -> child.unwanted().stream())
                        .toList(),
                patience);
    }

    /**
     * Looks whether one has ended that ought to run.
     *
     * @throws Refusal in its own last words
     */
    void refuseIfAnyEnded() {
        for (Child child : children.values()) {
            OptionalInt code = child.exitCode();
            if (code.isPresent()) {
                throw Refusal.because(
                        child.name() + " ended at its start (exit code " + code.getAsInt() + "):\n" + lastWords(child));
            }
        }
    }

    /** What is told of one that is not ready in time. */
    String late(String name, Duration limit) {
        Child child = named(name);
        return name + " is not ready after " + limit.toSeconds() + " s. It said last:\n" + lastWords(child);
    }

    private static String lastWords(Child child) {
        return String.join(
                        "",
                        child.lastWords().stream()
                                .map(line -> "  " + line + "\n")
                                .toList())
                + "Its log: " + child.log();
    }
}
