package dev.muster.sandbox.emulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of this run in their order of arrival: the newest, as many as fit. */
final class Calls {

    private static final int MOST = 100_000;
    /** Of arguments and answers as text; kept as objects they take several times as much. */
    private static final long MOST_CHARACTERS = 24_000_000;

    private final Map<Long, Kept> calls = new LinkedHashMap<>();
    private long characters;
    private long next;

    private record Kept(Call call, int characters) {}

    /** Keeps a call that has just arrived, and returns its number. */
    synchronized long arrived(Call call) {
        keep(next, new Kept(call, String.valueOf(call.arguments()).length()));
        return next++;
    }

    /**
     * Adds what was answered to a call.
     *
     * @param size how many characters the answer has
     */
    synchronized void answered(long number, Answer answer, int size) {
        Kept kept = calls.get(number);
        if (kept != null) {
            keep(number, new Kept(kept.call().answeredWith(answer), kept.characters() + size));
        }
    }

    private void keep(long number, Kept kept) {
        Kept earlier = calls.put(number, kept);
        characters += kept.characters() - (earlier == null ? 0 : earlier.characters());
        Iterator<Kept> oldest = calls.values().iterator();
        while (calls.size() > MOST || (characters > MOST_CHARACTERS && calls.size() > 1)) {
            characters -= oldest.next().characters();
            oldest.remove();
        }
    }

    /** The calls of one operation, or all of them where none is named. */
    synchronized List<Call> of(@Nullable String operation) {
        var found = new ArrayList<Call>();
        for (Kept kept : calls.values()) {
            if (operation == null || operation.equals(kept.call().operation())) {
                found.add(kept.call());
            }
        }
        return found;
    }
}
