package dev.muster.sandbox.chaos;

import java.time.Duration;

/** Something that goes wrong, and mends by itself. */
sealed interface Fault {

    /** How long it is kept up. */
    Duration lasting();

    /** What it is counted under. */
    String kind();

    /** A process dies at once, as of {@code kill -9}; it is started again. */
    record Kill(String process) implements Fault {

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
            return kind() + " " + process;
        }
    }

    /** A process stands still with its connections open, past its sessions and transactions, and goes on. */
    record Suspend(String process, Duration lasting) implements Fault {

        @Override
        public String kind() {
            return "SIGSTOP";
        }

        @Override
        public String toString() {
            return kind() + " " + process + " for " + lasting.toSeconds() + " s";
        }
    }

    /** A process is ended in good order and started again. */
    record Restart(String process) implements Fault {

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
            return kind() + " " + process;
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
