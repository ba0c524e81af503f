package dev.muster.sandbox.emulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults in force, at most one for each operation. */
final class Faults {

    private final Map<String, Fault> faults = new LinkedHashMap<>();
    private final List<Runnable> late = new ArrayList<>();

    synchronized void put(Fault fault) {
        faults.put(fault.operation(), fault);
    }

    /** The fault that strikes this call, counted down. */
    synchronized Optional<Fault> strike(String operation) {
        Fault fault = faults.get(operation);
        if (fault == null) {
            return Optional.empty();
        }
        Fault rest = fault.afterStriking();
        if (rest == null) {
            faults.remove(operation);
        } else {
            faults.put(operation, rest);
        }
        return Optional.of(fault);
    }

    synchronized List<Fault> all() {
        return List.copyOf(faults.values());
    }

    /** Keeps what a call asked for until the faults are cleared. */
    synchronized void putOff(Runnable effect) {
        late.add(effect);
    }

    /** Ends all faults; what was put off is done now. */
    synchronized void clear() {
        faults.clear();
        late.forEach(Runnable::run);
        late.clear();
    }
}
