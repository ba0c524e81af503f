package dev.muster.sandbox.emulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys that a provider knows its callers by: the first ones, each until another takes its place. */
public final class Keys {

    private final Map<String, Integer> changes = new HashMap<>();

    /** Gives out another key in place of a first one; all former ones are worthless from now on. */
    public synchronized void change(String first) {
        changes.merge(first, 1, Integer::sum);
    }

    /** What has taken the place of a first key, where anything has. */
    public synchronized Optional<String> changed(String first) {
        return Optional.ofNullable(changes.get(first)).map(times -> first + "-" + times);
    }

    /** Whether a caller who shows this key is the one with that first key. */
    public boolean isOf(String first, @Nullable String shown) {
        return changed(first).orElse(first).equals(shown);
    }
}
