package dev.muster.sandbox.launch;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A part of the world that runs within the launcher: the document store, an emulator. */
final class Embedded {

    private final String name;
    private final Supplier<? extends AutoCloseable> starter;
    private @Nullable AutoCloseable running;

    Embedded(String name, Supplier<? extends AutoCloseable> starter) {
        this.name = name;
        this.starter = starter;
    }

    String name() {
        return name;
    }

    synchronized void start() {
        if (running == null) {
            running = starter.get();
        }
    }

    synchronized void stop() {
        AutoCloseable stopping = running;
        running = null;
        if (stopping != null) {
            try {
                stopping.close();
            } catch (Exception e) {
                throw new IllegalStateException(name + " cannot be closed", e);
            }
        }
    }
}
