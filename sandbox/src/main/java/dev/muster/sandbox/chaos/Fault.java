package dev.muster.sandbox.chaos;

import java.time.Duration;
import java.util.Optional;

/** Something that goes wrong, and mends by itself. */
sealed interface Fault {

    /** How long it is kept up. */
    Duration lasting();

    /** What it is counted under. */
    String kind();

    /** The process that it strikes, where it strikes one. */
    default Optional<String> process() {
        return switch (this) {
            case Kill kill -> Optional.of(kill.name());
            case Suspend suspend -> Optional.of(suspend.name());
            case Restart restart -> Optional.of(restart.name());
            case Upgrade upgrade -> Optional.of(upgrade.name());
            case DropStore _, Outage _ -> Optional.empty();
        };
    }

    /** A process dies at once, as of {@code kill -9}; it is started again. */
    record Kill(String name) implements Fault {

        @Override
        public Duration lasting() {
            return Duration.ZERO;
        }

        @Override
        public String kind() {
            return "kill -9";
        }

        @Override
        public String toString() {
            return kind() + " " + name;
        }
    }

    /** A process stands still with its connections open, past its sessions and transactions, and goes on. */
    record Suspend(String name, Duration lasting) implements Fault {

        @Override
        public String kind() {
            return "SIGSTOP";
        }

        @Override
        public String toString() {
            return kind() + " " + name + " for " + lasting.toSeconds() + " s";
        }
    }

    /** A process is ended in good order and started again. */
    record Restart(String name) implements Fault {

        @Override
        public Duration lasting() {
            return Duration.ZERO;
        }

        @Override
        public String kind() {
            return "restart";
        }

        @Override
        public String toString() {
            return kind() + " " + name;
        }
    }

    /** An instance of a service is ended in good order and gives way to one of this build. */
    record Upgrade(String name) implements Fault {

        static final String KIND = "upgrade";

        @Override
        public Duration lasting() {
            return Duration.ZERO;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String toString() {
            return kind() + " " + name;
        }
    }

    /** The document store loses all that it has. */
    record DropStore() implements Fault {

        @Override
        public Duration lasting() {
            return Duration.ZERO;
        }

        @Override
        public String kind() {
            return "store dropped";
        }

        @Override
        public String toString() {
            return kind();
        }
    }

    /**
     * The next calls of an operation fail at a provider.
     *
     * @param provider {@code slack} or {@code crm}
     * @param operation the vendor's own name
     * @param way how they fail
     * @param times how many of them, within that time
     */
    record Outage(String provider, String operation, Way way, int times, Duration lasting) implements Fault {

        @Override
        public String kind() {
            return "provider " + way.word();
        }

        @Override
        public String toString() {
            return provider + " " + operation + " " + way.word() + " " + times + " times within " + lasting.toSeconds()
                    + " s";
        }
    }

    /** How a call fails at a provider. */
    enum Way {
        /** 429 with {@code Retry-After}. */
        THROTTLE("429", "\"throttle\", \"retryAfter\": 3"),
        /** An error of the provider's own. */
        FAIL("500", "\"status\", \"status\": 500"),
        /** Nothing is done, and nothing answered. */
        HANG("hang", "\"hang\""),
        /** It is done, and the connection cut. */
        RESET("reset", "\"reset\""),
        /** It is done, and nothing answered. */
        STALL("stall", "\"stall\"");

        private final String word;
        private final String json;

        Way(String word, String json) {
            this.word = word;
            this.json = json;
        }

        String word() {
            return word;
        }

        /** As the emulators' control side takes it. */
        String json(String operation, int times) {
            return "{\"operation\": \"" + operation + "\", \"kind\": " + json + ", \"times\": " + times + "}";
        }
    }
}
