package dev.muster.sandbox.emulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of this run in their order of arrival, the newest {@value #KEPT} of them. */
final class Calls {

    private static final int KEPT = 100_000;

    private final Map<Long, Call> calls = new LinkedHashMap<>();
    private long next;

    /** Keeps a call that has just arrived, and returns its number. */
    synchronized long arrived(Call call) {
        calls.put(next, call);
        if (calls.size() > KEPT) {
            Iterator<Long> oldest = calls.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return next++;
    }

    synchronized void answered(long number, Answer answer) {
        calls.computeIfPresent(number, (_, call) -> call.answeredWith(answer));
    }

    /** The calls of one operation, or all of them where none is named. */
    synchronized List<Call> of(@Nullable String operation) {
        var found = new ArrayList<Call>();
        for (Call call : calls.values()) {
            if (operation == null || operation.equals(call.operation())) {
                found.add(call);
            }
        }
        return found;
    }
}
